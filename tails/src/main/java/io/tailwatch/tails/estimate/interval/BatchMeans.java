// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.interval;

import io.tailwatch.tails.estimate.hill.HillPoint;
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
 * <pre>se(ln H) = sqrt(B/(B-1) sum S_b^2) / (k H),   interval = reading exp(se (-c -/+ t_v)).</pre>
 *
 * <p>Batches that are too short show in neighbours that go together: while the lag-1
 * autocorrelation of the S_b is above what independent ones have in 5 % of cases, 1.645/sqrt(B) -
 * 1/B, and at least 8 would remain, neighbours are added up in pairs (an odd last one stays alone).
 *
 * <p>Dependence within batches is thereby included, also at a fixed fraction: that the threshold
 * moves with the sample changes the influence by (1/alpha(u) - H) k_b, with alpha(u) the slope of
 * the tail at u, and that is below what the study of coverage can see.
 *
 * <p>Clusters of exceedances make the sums S_b skew and long-tailed, and a window with few large
 * clusters reads a light tail and a small error at once. With g and q the skewness and the kurtosis
 * (3 for a normal law) of the S_b, the interval is therefore
 *
 * <ul>
 *   <li>moved, c = (g/(3 sqrt(B)) - se/2) t_(B-1)^2 + g/(6 sqrt(B)): the first term of the
 *       Edgeworth expansion of a Student statistic (Johnson 1978, J. Am. Statist. Ass. 73, 536-544;
 *       Hall 1992, J. R. Statist. Soc. B 54, 221-228), less what the log scale already does, kept
 *       within -/+ t_v / 2 so that the interval holds the reading;
 *   <li>widened, v = 2 B / (1.5 q - 1) degrees of freedom in [3, B - 1]: the variance of a sample
 *       variance (Satterthwaite 1946, Biometrics Bulletin 2, 110-114). The factor 1.5 stands for
 *       what a kurtosis of 32 values cannot see; it comes from the study of coverage.
 * </ul>
 *
 * <p>Stateless and thread-safe; replays give the same bits. Cost: a few passes over the batches and
 * two quantiles of Student's t.
 */
public final class BatchMeans {
  /** The coverage the intervals are made for. */
  public static final double LEVEL = 0.95;

  private static final double KURTOSIS_FACTOR = 1.5;
  private static final int LEAST_FREEDOM = 3;
  private static final int LEAST_BATCHES = 8;
  private static final double NORMAL_95 = 1.645;

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
    double[] influences = new double[batches.size()];
    for (int b = 0; b < influences.length; b++) {
      HillPoint batch = batches.get(b);
      influences[b] = batch.sumLogExcess() - hill * batch.exceedances();
    }
    return interval(whole, sum, longEnough(influences));
  }

  /** Adds neighbours up while they go together, at the one-sided 5 % level. */
  private static double[] longEnough(double[] influences) {
    double[] sums = influences;
    while (sums.length >= 2 * LEAST_BATCHES
        && correlation(sums) > NORMAL_95 / StrictMath.sqrt(sums.length) - 1.0 / sums.length) {
      double[] pairs = new double[(sums.length + 1) / 2];
      for (int b = 0; b < sums.length; b++) {
        pairs[b / 2] += sums[b];
      }
      sums = pairs;
    }
    return sums;
  }

  /** The lag-1 autocorrelation of numbers with mean 0; 0 when there is none. */
  private static double correlation(double[] values) {
    double products = 0;
    double squares = values[0] * values[0];
    for (int b = 1; b < values.length; b++) {
      products += values[b] * values[b - 1];
      squares += values[b] * values[b];
    }
    return squares == 0 ? 0 : products / squares;
  }

  private static ReadingInterval interval(HillPoint whole, double sum, double[] influences) {
    int count = influences.length;
    double deviation = StrictMath.sqrt(meanPower(influences, 1, 2));
    if (deviation == 0) {
      return new ReadingInterval(whole.reading(), whole.reading(), whole.reading(), 0, 0);
    }
    double error = deviation * count / StrictMath.sqrt(count - 1.0) / sum;
    double skewness = meanPower(influences, deviation, 3) / StrictMath.sqrt(count);
    double kurtosis = meanPower(influences, deviation, 4);
    double most = count - 1.0;
    double freedom = 2 * count / (KURTOSIS_FACTOR * kurtosis - 1);
    double quantile = quantile(Math.min(most, Math.max(LEAST_FREEDOM, freedom)));
    double normal = quantile(most);
    double shift = (skewness / 3 - error / 2) * normal * normal + skewness / 6;
    double bounded = Math.max(-quantile / 2, Math.min(quantile / 2, shift));
    return new ReadingInterval(
        whole.reading(),
        whole.reading() * StrictMath.exp(error * (-bounded - quantile)),
        whole.reading() * StrictMath.exp(error * (-bounded + quantile)),
        error,
        error * error * whole.exceedances());
  }

  private static double meanPower(double[] values, double unit, int power) {
    double sum = 0;
    for (double value : values) {
      double scaled = value / unit;
      double square = scaled * scaled;
      sum += power == 2 ? square : power == 3 ? square * scaled : square * square;
    }
    return sum / values.length;
  }

  private static double quantile(double freedom) {
    return new TDistribution(null, freedom).inverseCumulativeProbability(0.5 + LEVEL / 2);
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

  static HillPoint requireReading(HillPoint point) {
    if (point.exceedances() == 0 || point.sumLogExcess() == 0) {
      throw new IllegalArgumentException("there must be samples above the threshold: was " + point);
    }
    return point;
  }
}
