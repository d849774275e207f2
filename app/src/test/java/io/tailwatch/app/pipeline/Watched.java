// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.pipeline;

import io.tailwatch.events.v1.TailEstimate;
import io.tailwatch.events.v1.Verdict;
import io.tailwatch.producer.training.Trainer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A process to be watched.
 *
 * @param run its name
 * @param trainer makes it
 * @param windows how many disjoint windows of {@value #WINDOW_STEPS} steps it is watched for
 */
record Watched(String run, Supplier<Trainer> trainer, int windows) {
  static final int WINDOW_STEPS = 100_000;
  static final int WINDOW_PANES = 32;

  /**
   * One window more: burn-in takes a pane, and the first full window starts after it. The rest
   * leaves a last pane that only the end of the series can close.
   */
  long steps() {
    return (windows + 1L) * WINDOW_STEPS + 1_000;
  }

  /** Of its estimates, those of full windows that share no pane. */
  static List<TailEstimate> disjointWindows(List<TailEstimate> estimates) {
    List<TailEstimate> full =
        estimates.stream()
            .filter(e -> e.getPanes() == WINDOW_PANES && e.getReading().hasLower())
            .filter(e -> !e.getEndOfSeries())
            .sorted(Comparator.comparingLong(TailEstimate::getPane))
            .toList();
    if (full.isEmpty()) {
      throw new AssertionError("no full window among " + estimates.size() + " estimates");
    }
    long first = full.get(0).getPane();
    return full.stream().filter(e -> (e.getPane() - first) % WINDOW_PANES == 0).toList();
  }

  /** How often each verdict was given. */
  static Map<Verdict, Long> verdicts(List<TailEstimate> estimates) {
    return estimates.stream()
        .collect(
            Collectors.groupingBy(TailEstimate::getVerdict, TreeMap::new, Collectors.counting()));
  }
}
