// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.observe;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The learning rate at the start of each pane of the window, kept as changes, and the rule of
 * design 5.2: the window restarts only when the rate moves by more than 20 % from its value at the
 * window's start. A constant rate costs one entry, a schedule at most one per pane. Rates of 0 are
 * unknown and never restart anything. Not thread-safe.
 */
public final class RateHistory {
  /** Relative change that restarts the window. */
  public static final double TOLERANCE = 0.20;

  /**
   * A rate that holds from the start of a pane on.
   *
   * @param learningRate 0 = unknown
   */
  public record Change(long pane, double learningRate) {}

  private final int windowPanes;
  private final Deque<Change> changes = new ArrayDeque<>();

  /** A history that goes on where another was saved; empty for a window that begins. */
  public RateHistory(int windowPanes, List<Change> saved) {
    this.windowPanes = windowPanes;
    changes.addAll(saved);
  }

  /** Notes the rate that a pane starts with, and forgets what has left the window. */
  public void note(long pane, double rate) {
    if (changes.isEmpty() || changes.getLast().learningRate() != rate) {
      changes.addLast(new Change(pane, rate));
    }
    long oldest = pane - windowPanes + 1;
    while (changes.size() > 1 && second().pane() <= oldest) {
      changes.removeFirst();
    }
  }

  /** Whether a rate is more than 20 % away from the one at the window's start. */
  public boolean isLeftBy(double rate) {
    if (changes.isEmpty()) {
      return false;
    }
    double start = changes.getFirst().learningRate();
    return start > 0 && rate > 0 && Math.abs(rate / start - 1) > TOLERANCE;
  }

  /** The changes of the window, oldest first. */
  public List<Change> changes() {
    return List.copyOf(changes);
  }

  private Change second() {
    var entries = changes.iterator();
    entries.next();
    return entries.next();
  }
}
