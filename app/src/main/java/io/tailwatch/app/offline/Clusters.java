// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.interval.Exceedances;
import io.tailwatch.tails.estimate.interval.ExtremalIndex;
import io.tailwatch.tails.estimate.interval.Extremogram;
import io.tailwatch.tails.estimate.interval.Interval;
import io.tailwatch.tails.estimate.interval.KernelInterval;
import io.tailwatch.tails.estimate.interval.ReadingInterval;
import java.util.OptionalDouble;

/**
 * Serial dependence of the exceedances, from the times of single ones, beside the batch means of
 * panes.
 *
 * @param kernel interval of the reading by the long-run variance of its influence
 * @param inflation of the variance of the reading, by the extremogram
 * @param extremalIndex one over the mean size of a cluster
 */
record Clusters(Interval kernel, double inflation, OptionalDouble extremalIndex) {

  private static final int MAX_LAG = 1_000;

  /** The clusters of a sample at a point with an interval. */
  static Clusters of(FileSample sample, HillPoint point) {
    Exceedances series = Exceedances.of(sample.centred(), sample.side(), point.threshold());
    int maxLag = Math.min(MAX_LAG, series.length() / 4);
    ReadingInterval kernel = KernelInterval.flatTop(series, maxLag);
    double scale = point.reading() / kernel.reading();
    return new Clusters(
        new Interval(kernel.lower() * scale, kernel.upper() * scale),
        Extremogram.of(series, maxLag).inflation(),
        ExtremalIndex.intervals(series));
  }
}
