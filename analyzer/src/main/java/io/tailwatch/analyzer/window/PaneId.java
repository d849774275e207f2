// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.window;

import io.tailwatch.analyzer.state.v1.PanePart;
import java.util.Comparator;

/** A pane of one attempt; those of a later attempt come after all of an earlier one. */
record PaneId(int attempt, long pane) implements Comparable<PaneId> {
  private static final Comparator<PaneId> ORDER =
      Comparator.comparingInt(PaneId::attempt).thenComparingLong(PaneId::pane);

  /** Before all others. */
  static final PaneId NONE = new PaneId(0, -1);

  static PaneId of(PanePart part) {
    return new PaneId(part.getAttempt(), part.getPane());
  }

  @Override
  public int compareTo(PaneId other) {
    return ORDER.compare(this, other);
  }
}
