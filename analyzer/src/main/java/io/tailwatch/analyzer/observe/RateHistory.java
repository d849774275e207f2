// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.observe;

import io.tailwatch.analyzer.state.v1.RateChange;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The learning rate at the start of each pane of the window, kept as changes, and the rule of
 * design 5.2: the window restarts only when the rate moves by more than 20 % from its value at the
 * window's start. A constant rate costs one entry, a schedule at most one per pane. Rates of 0 are
 * unknown and never restart anything. Not thread-safe.
 */
final class RateHistory {
  /** Relative change that restarts the window. */
  static final double TOLERANCE = 0.20;

  private final int windowPanes;
  private final Deque<RateChange> changes = new ArrayDeque<>();

  RateHistory(int windowPanes, List<RateChange> saved) {
    this.windowPanes = windowPanes;
    changes.addAll(saved);
  }

  /** Notes the rate that a pane starts with, and forgets what has left the window. */
  void note(long pane, double rate) {
    if (changes.isEmpty() || changes.getLast().getLearningRate() != rate) {
      changes.addLast(RateChange.newBuilder().setPane(pane).setLearningRate(rate).build());
    }
    long oldest = pane - windowPanes + 1;
    while (changes.size() > 1 && second().getPane() <= oldest) {
      changes.removeFirst();
    }
  }

  /** Whether a rate is more than 20 % away from the one at the window's start. */
  boolean isLeftBy(double rate) {
    if (changes.isEmpty()) {
      return false;
    }
    double start = changes.getFirst().getLearningRate();
    return start > 0 && rate > 0 && Math.abs(rate / start - 1) > TOLERANCE;
  }

  List<RateChange> changes() {
    return List.copyOf(changes);
  }

  private RateChange second() {
    var entries = changes.iterator();
    entries.next();
    return entries.next();
  }
}
