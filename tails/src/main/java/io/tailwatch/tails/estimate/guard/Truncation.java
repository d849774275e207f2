// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.guard;

import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.StudentTReading;
import io.tailwatch.tails.estimate.hill.TailProfile;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Whether the tail ends where its law would go on: gradient clipping, overflow of a short number
 * format, or rejected samples.
 *
 * <p>Aban, Meerschaert, Panorska 2006 (JASA 101, 270-277): the largest of n samples of a Pareto
 * tail with k exceedances of u lies below X_(1) with probability about
 *
 * <pre>p = exp(-k (X_(1)/u)^-alpha),   alpha the Hill reading.</pre>
 *
 * <p>That rejects every law whose reading rises with the threshold, Student's t among them. Here
 * the expected number beyond X_(1) is therefore taken from Student's t with the index read at
 * {@value #FRACTION}, or from a Gaussian when the reading has no finite index; the index is put up
 * by {@value #ERRORS} standard errors, because a reading too low promises too large a maximum; and
 * the largest of dependent samples is that of fewer: n over the dependence factor. The Pareto form
 * stands beside it for comparison.
 *
 * <p>Of a sketch X_(1) is the mean of its top bucket, exact when that holds one sample. A power law
 * that comes in slowly from the heavier side (Burr) is closer to being rejected than t. Pure and
 * thread-safe; constant cost: one inversion of {@link StudentTReading} and a few quantiles.
 *
 * @param largest X_(1), in size
 * @param index the upper limit of the index that is taken; infinite for a Gaussian
 * @param expectedBeyond how many effective samples are expected beyond the largest
 * @param pValue exp(-expectedBeyond)
 * @param paretoPValue that of the formula above
 */
public record Truncation(
    double largest, double index, double expectedBeyond, double pValue, double paretoPValue) {
  /** Where the index is read. */
  public static final double FRACTION = 0.05;

  /** The least number of exceedances there. */
  public static final int MIN_EXCEEDANCES = 100;

  /** The share of whole tails that is called truncated. */
  public static final double SIGNIFICANCE = 0.001;

  private static final double ERRORS = 2;

  /** Student's t beyond this is a Gaussian. */
  private static final double GAUSSIAN_INDEX = 300;

  /** Student's t below this is Pareto's law at 5 %, and its quantiles leave the range of double. */
  private static final double PARETO_INDEX = 0.2;

  /** Where number formats end: bfloat16 and float32 have nearly the same range. */
  private static final double FLOAT16_MAX = 65504;

  private static final double BFLOAT16_MAX = 3.3895313892515355e38;

  /** The largest sample lies within this share of the end. */
  private static final double AT_END = 1.0 / 16;

  /**
   * The test; empty below {@value #MIN_EXCEEDANCES} exceedances and where all are at the threshold.
   *
   * @param dependenceFactor as in {@link LightTail#of(TailProfile, double)}
   */
  public static Optional<Truncation> of(TailProfile profile, double dependenceFactor) {
    int i = profile.nearestFraction(FRACTION);
    if (i < 1
        || profile.exceedances(i) < MIN_EXCEEDANCES
        || profile.sumLogExcess(i) == 0
        || profile.exceedances(i) == profile.sampleSize()) {
      return Optional.empty();
    }
    HillPoint point = profile.point(i);
    double factor = Math.max(1, dependenceFactor);
    double k = point.exceedances();
    double logLargest =
        StrictMath.log(profile.threshold(0)) + profile.sumLogExcess(0) / profile.exceedances(0);
    double logExcess = logLargest - StrictMath.log(point.threshold());
    double reach = StrictMath.exp(ERRORS * StrictMath.sqrt(factor / k));
    double index = StudentTReading.index(point.reading() * reach, point.tailFraction());
    double expected = point.sampleSize() / factor * beyond(index, point.tailFraction(), logExcess);
    return Optional.of(
        new Truncation(
            StrictMath.exp(logLargest),
            index,
            expected,
            StrictMath.exp(-expected),
            StrictMath.exp(-k * StrictMath.exp(-point.reading() * logExcess))));
  }

  /** P(|T| &gt; u e^y) for the scale with P(|T| &gt; u) = f. */
  private static double beyond(double index, double f, double logExcess) {
    if (index < PARETO_INDEX) {
      return f * StrictMath.exp(-index * logExcess);
    }
    double ratio = StrictMath.exp(Math.min(logExcess, 600));
    if (index > GAUSSIAN_INDEX) {
      NormalDistribution gaussian = new NormalDistribution(null, 0, 1);
      return 2
          * gaussian.cumulativeProbability(gaussian.inverseCumulativeProbability(f / 2) * ratio);
    }
    TDistribution student = new TDistribution(null, index);
    return 2 * student.cumulativeProbability(student.inverseCumulativeProbability(f / 2) * ratio);
  }

  /**
   * What to say of samples that left the range of a number format: infinite ones beside finite ones
   * that reach the end of float16, bfloat16 or float32.
   *
   * @param largest the largest finite sample in size
   * @param infinities how many were infinite
   */
  public static Optional<Finding> overflow(double largest, long infinities) {
    boolean half = largest <= FLOAT16_MAX && largest > FLOAT16_MAX * (1 - AT_END);
    boolean whole = largest > BFLOAT16_MAX * (1 - AT_END) && largest <= Float.MAX_VALUE;
    return infinities == 0 || !(half || whole)
        ? Optional.empty()
        : finding(
            "%d samples were infinite and the largest finite one, %.4g, is near the end of %s:"
                + " overflow cuts the tail",
            infinities, largest, half ? "float16" : "bfloat16 and float32");
  }

  /** What to say of a truncated tail. */
  public Optional<Finding> finding() {
    return pValue >= SIGNIFICANCE
        ? Optional.empty()
        : finding(
            "the tail ends at %.4g, where %.0f independent samples were expected beyond (p %.1g):"
                + " clipped, overflown or rejected values",
            largest, expectedBeyond, pValue);
  }

  private static Optional<Finding> finding(String format, Object... values) {
    return Optional.of(
        new Finding(WarningCode.TRUNCATED, String.format(Locale.ROOT, format, values)));
  }
}
