// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.apache.commons.statistics.inference.PValueMethod;

/**
 * The Kolmogorov-Smirnov tests of <em>independent</em> samples: distance {@code D = sup |F_n - F|}
 * to a law given beforehand, {@code D = sup |F_n - G_m|} of two samples, and the probability of a
 * distance at least as great if the null hypothesis holds. Distances and p-values are those of
 * Commons Statistics (Simard and L'Ecuyer, 2011; Viehmann, 2021); where the two samples hold ties
 * the exact p-value is counted here.
 *
 * <p>The p-values hold neither for a law fitted to the same sample, see {@link GoodnessOfFit}, nor
 * for dependent values, see {@link #testDependent(double[], double, Law)}. For large samples every
 * difference is significant: an alert needs a distance that matters and a p-value, both.
 *
 * <p>Infinities are values like others; NaN and samples of fewer than two values throw {@link
 * IllegalArgumentException}. Samples are left as they are. Static and thread-safe. Cost: a sort,
 * one evaluation of the law per value, and n m steps for an exact p-value of two samples.
 */
public final class KolmogorovSmirnov {
  /** The greatest size of either of two samples for which the exact p-value is counted. */
  public static final int GREATEST_EXACT_SIZE = 10_000;

  private static final KolmogorovSmirnovTest EXACT =
      KolmogorovSmirnovTest.withDefaults().with(PValueMethod.EXACT);
  private static final KolmogorovSmirnovTest ASYMPTOTIC =
      KolmogorovSmirnovTest.withDefaults().with(PValueMethod.ASYMPTOTIC);

  private KolmogorovSmirnov() {}

  /**
   * A sample against a law given beforehand.
   *
   * @param distance D, in [0, 1]; right with ties as well
   * @param n size of the sample
   * @param exactP from the law of D for this n (relative error below 1e-6 or absolute below 1e-10,
   *     as Simard and L'Ecuyer state); for a continuous law without ties
   * @param asymptoticP from Kolmogorov's limit, {@code 2 sum (-1)^(j-1) exp(-2 j^2 n D^2)}
   */
  public record OneSample(double distance, int n, double exactP, double asymptoticP) {}

  /**
   * Two samples.
   *
   * @param distance D, in [0, 1]
   * @param n size of the first sample
   * @param m size of the second
   * @param exactP the share of the orders of the pooled sample with a distance as great; with ties,
   *     of the orders that keep the ties, so that it is exact then too; empty if a sample is
   *     greater than {@link #GREATEST_EXACT_SIZE}
   * @param asymptoticP from the law of the one-sample D for the rounded size {@code nm/(n + m)}
   * @param tied whether a value occurs in both samples or twice in one
   */
  public record TwoSample(
      double distance, int n, int m, OptionalDouble exactP, double asymptoticP, boolean tied) {}

  /**
   * A test of dependent values.
   *
   * @param naive of all values: its p-values are invalid, far too small where neighbours are alike
   * @param corrected of every m-th value, m the size over the effective size rounded up: distance
   *     and p-values belong together, and the sizes say how much was left. Some dependence stays:
   *     of autoregressions with coefficient 0.9, thinned by 20, 7.5 % were rejected at 5 %
   * @param <T> {@link OneSample} or {@link TwoSample}
   */
  public record Dependent<T>(T naive, T corrected) {}

  /** sup |F_n - F|. O(n log n) and n evaluations of the law. */
  public static double distance(double[] sample, Law law) {
    check("sample", sample);
    return EXACT.statistic(sample, law::cumulative);
  }

  /** Tests a sample against a law that does not depend on it. O(n log n). */
  public static OneSample test(double[] sample, Law law) {
    check("sample", sample);
    var exact = EXACT.test(sample, law::cumulative);
    var asymptotic = ASYMPTOTIC.test(sample, law::cumulative);
    return new OneSample(
        exact.getStatistic(), sample.length, exact.getPValue(), asymptotic.getPValue());
  }

  /** Tests whether two samples come from one law. O(n log n), and n m for the exact p-value. */
  public static TwoSample test(double[] first, double[] second) {
    check("first sample", first);
    check("second sample", second);
    double[] pooled = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, pooled, first.length, second.length);
    Arrays.sort(pooled);
    boolean[] complete = new boolean[pooled.length + 1];
    boolean tied = false;
    for (int i = 1; i <= pooled.length; i++) {
      // Not by bits: -0.0 is a tie of 0.0.
      complete[i] = i == pooled.length || pooled[i] != pooled[i - 1];
      tied |= !complete[i];
    }
    var asymptotic = ASYMPTOTIC.test(first, second);
    double distance = asymptotic.getStatistic();
    int n = first.length;
    int m = second.length;
    OptionalDouble exact = OptionalDouble.empty();
    if (Math.max(n, m) <= GREATEST_EXACT_SIZE) {
      exact =
          OptionalDouble.of(
              tied
                  ? tiedProbability(distance, n, m, complete)
                  : EXACT.test(first, second).getPValue());
    }
    return new TwoSample(distance, n, m, exact, asymptotic.getPValue(), tied);
  }

  /**
   * Tests a dependent sample against a law that does not depend on it.
   *
   * @param sample in its order of time
   * @param effectiveSize how many independent values it is worth, positive
   */
  public static Dependent<OneSample> testDependent(double[] sample, double effectiveSize, Law law) {
    int step = Thinning.step(sample.length, effectiveSize);
    return new Dependent<>(test(sample, law), test(Thinning.every(step, sample), law));
  }

  /**
   * Tests whether two dependent samples, independent of each other, come from one law.
   *
   * @param first in its order of time, as is {@code second}
   * @param firstEffectiveSize how many independent values it is worth, positive
   */
  public static Dependent<TwoSample> testDependent(
      double[] first, double firstEffectiveSize, double[] second, double secondEffectiveSize) {
    int firstStep = Thinning.step(first.length, firstEffectiveSize);
    int secondStep = Thinning.step(second.length, secondEffectiveSize);
    return new Dependent<>(
        test(first, second),
        test(Thinning.every(firstStep, first), Thinning.every(secondStep, second)));
  }

  /**
   * The share of the orders whose path leaves the band at a point where all equal values are
   * passed. A path that ends at (i, j) came from (i - 1, j) in i of i + j cases, so that the share
   * of paths that have left is the mean of both, and 1 outside the band: no small differences, and
   * as precise for a small share.
   *
   * @param complete whether the first i values of the pooled sample hold all equals of the last
   */
  private static double tiedProbability(double distance, int n, int m, boolean[] complete) {
    long limit = Math.round(distance * n * m);
    double[] left = new double[m + 1];
    for (int i = 0; i <= n; i++) {
      for (int j = 0; j <= m; j++) {
        boolean outside =
            (complete[i + j] || i + j == 0) && Math.abs((long) i * m - (long) j * n) >= limit;
        if (outside) {
          left[j] = 1;
        } else if (i + j > 0) {
          double before = j == 0 ? 0 : left[j - 1];
          left[j] = (i * left[j] + j * before) / (i + j);
        }
      }
    }
    return left[m];
  }

  private static void check(String name, double[] sample) {
    Parameters.require(sample.length >= 2, name, "of two values at least", sample.length);
    for (double x : sample) {
      Parameters.require(!Double.isNaN(x), name, "without NaN", x);
    }
  }
}
