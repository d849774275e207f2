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
   * The interval about the reading of a whole sample, from the batches it was cut into.
   *
   * @param whole the point of the whole sample; the interval is about its reading
   * @param batches at least two points of the same threshold that make up the whole; a batch
   *     without exceedances counts as one. Their log-excess sums may differ from the whole's by the
   *     error of the sketch
   * @throws IllegalArgumentException for fewer than two batches, batches that do not make up the
   *     whole, no exceedances or none above the threshold
   */
  public static ReadingInterval of(HillPoint whole, List<HillPoint> batches) {
    if (batches.size() < 2) {
      throw new IllegalArgumentException("batches must be at least 2: were " + batches.size());
    }
    requireReading(whole);
    double sum = 0;
    long exceedances = 0;
    for (HillPoint batch : batches) {
      if (batch.threshold() != whole.threshold()) {
        throw new IllegalArgumentException(
            "batches must have the threshold " + whole.threshold() + ": was " + batch.threshold());
      }
      exceedances += batch.exceedances();
      sum += batch.sumLogExcess();
    }
    if (exceedances != whole.exceedances()) {
      throw new IllegalArgumentException(
          "batches must have "
              + whole.exceedances()
              + " exceedances together: were "
              + exceedances);
    }
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
    return new ReadingInterval(
        whole.reading(),
        whole.reading() * StrictMath.exp(-reach),
        whole.reading() * StrictMath.exp(reach),
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
    requireReading(point);
    ChiSquaredDistribution law = new ChiSquaredDistribution(null, 2.0 * point.exceedances());
    double tail = (1 - LEVEL) / 2;
    return new ReadingInterval(
        point.reading(),
        law.inverseCumulativeProbability(tail) / (2 * point.sumLogExcess()),
        law.inverseCumulativeProbability(1 - tail) / (2 * point.sumLogExcess()),
        1 / StrictMath.sqrt(point.exceedances()),
        1);
  }

  private static void requireReading(HillPoint point) {
    if (point.exceedances() == 0 || point.sumLogExcess() == 0) {
      throw new IllegalArgumentException("there must be samples above the threshold: was " + point);
    }
  }
}
