// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.sketch;

import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalLong;

/**
 * The sketches of the last W panes and their running sum, which is exact: a pane that leaves is
 * subtracted. A window covers pane ids, so a pane that was never pushed leaves a hole and is not
 * replaced by an older one. Single writer. Cost of a push: two merges of the occupied buckets.
 */
public final class SlidingWindow {
  private record Pane(long id, TailSketch sketch) {}

  private final int capacity;
  private final ArrayDeque<Pane> panes = new ArrayDeque<>();
  private final TailSketch empty;
  private TailSketch sum;

  /**
   * An empty window.
   *
   * @param capacity W, the number of pane ids covered, at least 1
   */
  public SlidingWindow(SketchLayout layout, int mantissaBits, int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be at least 1: was " + capacity);
    }
    this.capacity = capacity;
    this.empty = TailSketch.empty(layout, mantissaBits);
    this.sum = empty;
  }

  /**
   * Adds the newest pane and lets go of those whose id is W or more below it.
   *
   * @throws IllegalArgumentException when the id is not above the last one, or when layout or
   *     resolution differ; the window is then unchanged
   */
  public void push(long paneId, TailSketch sketch) {
    if (!panes.isEmpty() && paneId <= panes.getLast().id()) {
      throw new IllegalArgumentException(
          "paneId must be above the last one, " + panes.getLast().id() + ": was " + paneId);
    }
    sum = sum.plus(sketch);
    panes.addLast(new Pane(paneId, sketch));
    while (paneId - panes.getFirst().id() >= capacity) {
      sum = sum.minus(panes.removeFirst().sketch());
    }
  }

  /** The sum of the panes held. */
  public TailSketch sum() {
    return sum;
  }

  /** The sketches held, oldest first. */
  public List<TailSketch> panes() {
    return panes.stream().map(Pane::sketch).toList();
  }

  /** The ids of the panes held, oldest first. */
  public List<Long> paneIds() {
    return panes.stream().map(Pane::id).toList();
  }

  /** The id of the newest pane; empty when none is held. */
  public OptionalLong lastPaneId() {
    return panes.isEmpty() ? OptionalLong.empty() : OptionalLong.of(panes.getLast().id());
  }

  /** The number of panes held, at most {@link #capacity()}. */
  public int size() {
    return panes.size();
  }

  /** W, the number of pane ids covered. */
  public int capacity() {
    return capacity;
  }

  /** Another window that holds the same panes; sketches are immutable and shared. */
  public SlidingWindow copy() {
    var copy = new SlidingWindow(sum.layout(), sum.mantissaBits(), capacity);
    copy.panes.addAll(panes);
    copy.sum = sum;
    return copy;
  }

  /** Forgets all panes; the next id may be any. */
  public void clear() {
    panes.clear();
    sum = empty;
  }
}
