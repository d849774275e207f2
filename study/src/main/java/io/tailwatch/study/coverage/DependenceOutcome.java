// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study.coverage;

import io.tailwatch.tails.estimate.hill.ExactHill;
import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.TailSide;
import io.tailwatch.tails.estimate.interval.BatchMeans;
import io.tailwatch.tails.estimate.interval.Exceedances;
import io.tailwatch.tails.estimate.interval.ExtremalIndex;
import io.tailwatch.tails.estimate.interval.Extremogram;
import io.tailwatch.tails.estimate.interval.KernelInterval;
import io.tailwatch.tails.estimate.interval.ReadingInterval;

/**
 * What the measures of dependence say of one sample in time order.
 *
 * @param logDeviation ln(reading / population reading)
 * @param inflation by the extremogram
 * @param extremogram the interval that follows from it
 * @param theta the extremal index by the intervals estimator
 * @param runs the extremal index by runs of {@value #RUN} steps
 */
record DependenceOutcome(
    double logDeviation,
    double population,
    double inflation,
    Limits extremogram,
    ReadingInterval flatTop,
    ReadingInterval bartlett,
    ReadingInterval batchMeans,
    ReadingInterval independent,
    double theta,
    double runs) {
  static final int K = 500;
  static final int LAGS = 100;
  static final int RUN = 10;
  private static final double QUANTILE = 1.959963984540054;

  static DependenceOutcome of(double[] sample, Population population) {
    ExactHill hill = ExactHill.of(sample, TailSide.BOTH);
    // The threshold is the next sample below the k largest, so that it is one exceedance itself.
    HillPoint point = hill.atThreshold(hill.atRank(K).threshold());
    Exceedances series = Exceedances.of(sample, TailSide.BOTH, point.threshold());
    double inflation = Extremogram.of(series, LAGS).inflation();
    double reach = Math.exp(QUANTILE * Math.sqrt(inflation / point.exceedances()));
    double truth = population.reading(point.tailFraction());
    return new DependenceOutcome(
        Math.log(point.reading() / truth),
        truth,
        inflation,
        new Limits(point.reading() / reach, point.reading() * reach),
        KernelInterval.flatTop(series, LAGS),
        KernelInterval.bartlett(series, LAGS),
        BatchMeans.of(point, hill.batches(point.threshold(), WindowOutcome.PANES)),
        BatchMeans.independent(point),
        ExtremalIndex.intervals(series).orElseThrow(),
        ExtremalIndex.runs(series, RUN).orElseThrow());
  }
}
