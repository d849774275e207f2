// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study.drift;

import io.tailwatch.tails.drift.Cusum;
import io.tailwatch.tails.drift.DriftDetector;
import io.tailwatch.tails.drift.PageHinkley;
import java.util.List;
import java.util.Locale;

/** The detectors and the models of blocks that the tables share. */
final class Subjects {
  /** Exceedances of a window. */
  static final double K = 1000;

  /** Exceedances per independent one in a dependent series. */
  static final double CLUSTERED = 6;

  static final List<DriftDetector> DETECTORS = List.of(new Cusum(), new PageHinkley());

  private Subjects() {}

  static BlockModel windows(double dependence) {
    return BlockModel.panes(format("k 1,000, dependence %.0f", dependence), K, dependence, 32, 0);
  }

  static BlockModel shortErrors() {
    return BlockModel.panes(
        "k 1,000, dependence 6, neighbouring panes correlated 0.15", K, CLUSTERED, 32, 0.15);
  }

  static BlockModel quarters(double correlation) {
    return BlockModel.panes(
        "k 250 in 8 panes, dependence 6"
            + (correlation == 0 ? "" : format(", panes correlated %.2f", correlation)),
        K / 4,
        CLUSTERED,
        8,
        correlation);
  }

  static BlockModel correlated(double correlation) {
    return BlockModel.blocks(
        format("k 1,000, dependence 6, blocks correlated %.1f", correlation),
        K,
        CLUSTERED,
        correlation);
  }

  static List<Runs.Entrant> learning(List<DriftDetector> detectors) {
    return detectors.stream().map(Runs.Entrant::learning).toList();
  }

  static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
