// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate;

import java.util.List;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Intervals of a Hill reading from batches of consecutive samples, all cut at one common threshold.
 *
 * <p>With k_b exceedances and log-excess sum Y_b in batch b, k = sum k_b and H = sum Y_b / k, the
 * influence of a batch is S_b = Y_b - H k_b (Hsing 1991; Drees 2000), and for B batches that are
 * long against the memory of the series
 *
 * <pre>se(ln H) = sqrt(B/(B-1) sum S_b^2) / (k H),   interval = reading exp(-/+ t_{B-1} se).</pre>
 *
 * <p>Dependence within batches is thereby included. Stateless and thread-safe; replays give the
 * same bits.
 */
public final class BatchMeans {
  /** The coverage the intervals are made for. */
  public static final double LEVEL = 0.95;

  private BatchMeans() {}

  /**
   * The interval of the batches' common reading.
   *
   * @param batches at least two points of the same threshold, in time order; a batch without
   *     exceedances counts as one
   * @throws IllegalArgumentException for fewer than two batches, different thresholds, no
   *     exceedances or no exceedance above the threshold
   */
  public static ReadingInterval of(List<HillPoint> batches) {
    if (batches.size() < 2) {
      throw new IllegalArgumentException("batches must be at least 2: were " + batches.size());
    }
    double threshold = batches.get(0).threshold();
    long exceedances = 0;
    double sum = 0;
    for (HillPoint batch : batches) {
      if (batch.threshold() != threshold) {
        throw new IllegalArgumentException(
            "batches must have one threshold: were " + threshold + " and " + batch.threshold());
      }
      exceedances += batch.exceedances();
      sum += batch.sumLogExcess();
    }
    requireReading(exceedances, sum);
    double hill = sum / exceedances;
    double squares = 0;
    for (HillPoint batch : batches) {
      double influence = batch.sumLogExcess() - hill * batch.exceedances();
      squares += influence * influence;
    }
    int freedom = batches.size() - 1;
    double error = StrictMath.sqrt(squares * batches.size() / freedom) / sum;
    double reach =
        new TDistribution(null, freedom).inverseCumulativeProbability(0.5 + LEVEL / 2) * error;
    double reading = exceedances / sum;
    return new ReadingInterval(
        reading,
        reading * StrictMath.exp(-reach),
        reading * StrictMath.exp(reach),
        error,
        error * error * exceedances);
  }

  /**
   * The interval for independent exceedances of a power law, exact there: 2 k H alpha is
   * chi-squared with 2 k degrees of freedom. Too narrow for a time series; for samples that are too
   * few to cut into batches or known to be independent.
   *
   * @throws IllegalArgumentException when there is no exceedance above the threshold
   */
  public static ReadingInterval independent(HillPoint point) {
    requireReading(point.exceedances(), point.sumLogExcess());
    ChiSquaredDistribution law = new ChiSquaredDistribution(null, 2.0 * point.exceedances());
    double tail = (1 - LEVEL) / 2;
    return new ReadingInterval(
        point.reading(),
        law.inverseCumulativeProbability(tail) / (2 * point.sumLogExcess()),
        law.inverseCumulativeProbability(1 - tail) / (2 * point.sumLogExcess()),
        1 / StrictMath.sqrt(point.exceedances()),
        1);
  }

  private static void requireReading(long exceedances, double sumLogExcess) {
    if (exceedances == 0 || sumLogExcess == 0) {
      throw new IllegalArgumentException(
          "there must be samples above the threshold: exceedances were "
              + exceedances
              + ", their log-excess sum "
              + sumLogExcess);
    }
  }
}
