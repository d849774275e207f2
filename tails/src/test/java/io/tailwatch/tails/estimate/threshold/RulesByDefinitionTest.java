// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tailwatch.tails.estimate.Samples;
import io.tailwatch.tails.estimate.hill.TailProfile;
import io.tailwatch.tails.estimate.hill.TailSide;
import io.tailwatch.tails.estimate.opinion.SecondOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rules against their definitions, computed one k at a time. */
class RulesByDefinitionTest {
  private static final double[][] SAMPLES = {
    Samples.studentT(3, 1500, 1), Samples.pareto(1.5, 1200, 2), Samples.gaussian(1000, 3)
  };

  private static TailProfile profile(double... sample) {
    return TailProfile.of(sample, TailSide.BOTH);
  }

  /** X_(1) at 0 and so on. */
  private static double[] descending(double[] sample) {
    return Arrays.stream(sample).map(x -> -Math.abs(x)).sorted().map(x -> -x).toArray();
  }

  /** H(k) at k, nothing at 0. */
  private static double[] hills(double[] x) {
    double[] hills = new double[x.length];
    for (int k = 1; k < x.length; k++) {
      for (int i = 0; i < k; i++) {
        hills[k] += Math.log(x[i] / x[k]) / k;
      }
    }
    return hills;
  }

  private static long k(ThresholdRule rule, double[] sample) {
    return rule.choose(profile(sample)).chosen().orElseThrow().point().exceedances();
  }

  @Test
  void minDistance() {
    for (double[] sample : SAMPLES) {
      double[] x = descending(sample);
      double[] hills = hills(x);
      int range = (int) (.15 * x.length);
      int best = 0;
      double least = Double.POSITIVE_INFINITY;
      for (int k = 2; k <= range; k++) {
        double largest = 0;
        for (int j = 1; j <= range; j++) {
          largest = Math.max(largest, Math.abs(x[j] - x[k] * Math.pow((double) k / j, hills[k])));
        }
        if (largest < least) {
          least = largest;
          best = k;
        }
      }
      ThresholdChoice.Chosen chosen =
          new MinDistance().choose(profile(sample)).chosen().orElseThrow();
      assertThat(chosen.point().exceedances()).isEqualTo(best);
      assertThat(chosen.diagnostics().get("distance")).isCloseTo(least, within(1e-9 * least));
    }
  }

  @Test
  void stability() {
    for (double[] sample : SAMPLES) {
      double[] hills = hills(descending(sample));
      int window = (int) Math.ceil(.01 * sample.length);
      int k = 0;
      int near;
      do {
        k++;
        near = 0;
        for (int j = 1; j <= window; j++) {
          near += Math.abs(1 / hills[k + j] - 1 / hills[k]) <= .3 ? 1 : 0;
        }
      } while (near < .9 * window);
      assertThat(k(new Stability(), sample)).isEqualTo(k);
    }
  }

  @Test
  void plotThatIsNowhereFlatHasNoStableThreshold() {
    // Samples that decay double-exponentially: the index grows without bound.
    double[] sample = new double[1000];
    Arrays.setAll(sample, i -> 1 + 1e-6 * i);
    assertThat(new Stability().choose(profile(sample)))
        .isEqualTo(
            new ThresholdChoice.None(
                "no k up to 0.15 n has 0.9 of the next 10 readings within 0.3 of its own"));
  }

  @Test
  void reissThomas() {
    for (double[] sample : SAMPLES) {
      double[] hills = hills(descending(sample));
      int best = 0;
      double least = Double.POSITIVE_INFINITY;
      for (int k = (int) Math.ceil(Math.sqrt(sample.length)); k < sample.length; k++) {
        double[] sorted = Arrays.copyOfRange(hills, 1, k + 1);
        Arrays.sort(sorted);
        double median = sorted[(k - 1) / 2];
        double distance = Arrays.stream(sorted).map(h -> Math.abs(h - median)).sum() / k;
        if (distance < least) {
          least = distance;
          best = k;
        }
      }
      ThresholdChoice.Chosen chosen =
          new ReissThomas().choose(profile(sample)).chosen().orElseThrow();
      assertThat(chosen.point().exceedances()).isEqualTo(best);
      assertThat(chosen.diagnostics().get("distance")).isCloseTo(least, within(1e-10));
    }
  }

  @Test
  void dreesKaufmann() {
    for (double[] sample : SAMPLES) {
      double n = sample.length;
      double[] hills = hills(descending(sample));
      double pilot = hills[(int) Math.rint(2 * Math.sqrt(n))];
      double r = 2.5 * pilot * Math.pow(n, .25);
      while (firstBeyond(hills, r) == 0 || firstBeyond(hills, Math.pow(r, .7)) == 0) {
        r *= .9;
      }
      double ratio = firstBeyond(hills, Math.pow(r, .7)) / Math.pow(firstBeyond(hills, r), .7);
      double k = Math.pow(2 * pilot * pilot, 1 / 3.) / 3 * Math.pow(ratio, 1 / .3);
      assertThat((double) k(new DreesKaufmann(), sample))
          .isCloseTo(Math.min(n - 1, Math.max(1, k)), within(.51));
    }
  }

  private static int firstBeyond(double[] hills, double r) {
    for (int k = 1; k < hills.length; k++) {
      for (int i = 1; i <= k; i++) {
        if (Math.sqrt(i) * Math.abs(hills[i] - hills[k]) > r) {
          return k;
        }
      }
    }
    return 0;
  }

  @Test
  void amseBalancesBiasAndVariance() {
    TailProfile profile = profile(Samples.studentT(3, 20_000, 4));
    SecondOrder.Estimated p = SecondOrder.of(profile).estimated().orElseThrow();
    // The minimum over k of gamma^2/k + (gamma beta (n/k)^rho / (1 - rho))^2.
    int best = 1;
    double least = Double.POSITIVE_INFINITY;
    for (int k = 1; k < 20_000; k++) {
      double bias = p.beta() * Math.pow(20_000.0 / k, p.rho()) / (1 - p.rho());
      double error = 1.0 / k + bias * bias;
      if (error < least) {
        least = error;
        best = k;
      }
    }
    ThresholdChoice.Chosen chosen = new Amse().choose(profile).chosen().orElseThrow();
    assertThat((double) chosen.point().exceedances()).isCloseTo(best, within(1.0));
  }

  @Test
  void resamplesHaveTheMomentsOfTheirDefinition() {
    double[] x = descending(Samples.pareto(2, 50, 5));
    // The same draws, sorted and summed one k at a time.
    var random = org.apache.commons.rng.simple.RandomSource.XO_SHI_RO_256_PP.create(9);
    double[] resample = new double[30];
    Arrays.setAll(resample, i -> -x[random.nextInt(50)]);
    Arrays.sort(resample);
    double[] expected = new double[30];
    for (int k = 1; k < 30; k++) {
      double first = 0;
      double second = 0;
      for (int i = 0; i < k; i++) {
        double y = Math.log(resample[i] / resample[k]);
        first += y / k;
        second += y * y / k;
      }
      expected[k] = first - 10 * second;
    }
    int best = 5;
    for (int k = 5; k < 30; k++) {
      best = expected[k] < expected[best] ? k : best;
    }
    double[] least = {Double.POSITIVE_INFINITY};
    int found =
        new TailResampler(profile(x), 9)
            .argmin(
                30,
                1,
                5,
                (hill, second) -> {
                  least[0] = Math.min(least[0], hill - 10 * second);
                  return hill - 10 * second;
                });
    assertThat(found).isEqualTo(best);
    double smallest = Arrays.stream(expected, 1, 30).min().orElseThrow();
    assertThat(least[0]).isCloseTo(smallest, within(1e-12));
  }

  @Test
  void doubleBootstrapTakesAPowerLawNearlyWholeAndLeavesABodyOut() {
    double[] pareto = Samples.pareto(2, 5000, 6);
    assertThat(k(new DoubleBootstrap(100, 1), pareto)).isGreaterThan(2500);
    double[] student = Samples.studentT(3, 5000, 6);
    ThresholdChoice.Chosen chosen =
        new DoubleBootstrap(100, 1).choose(profile(student)).chosen().orElseThrow();
    // The optimum of the asymptotic formula is k = 206 (rho -2/3).
    assertThat(chosen.point().exceedances()).isBetween(30L, 1000L);
    assertThat(chosen.diagnostics()).containsOnlyKeys("k1", "k2", "rho");
    assertThat(chosen.diagnostics().get("rho")).isNegative();
  }

  @Test
  void doubleBootstrapAppliesQisExponent() {
    ThresholdChoice.Chosen chosen =
        new DoubleBootstrap(50, 2)
            .choose(profile(Samples.studentT(2, 3000, 7)))
            .chosen()
            .orElseThrow();
    double k1 = chosen.diagnostics().get("k1");
    double k2 = chosen.diagnostics().get("k2");
    double n1 = Math.floor(Math.pow(3000, .9));
    double k0 =
        k1
            * k1
            / k2
            * Math.pow(2 * Math.log(n1) / Math.log(k1) - 1, -(1 - Math.log(k1) / Math.log(n1)));
    assertThat((double) chosen.point().exceedances()).isCloseTo(k0, within(.51));
  }

  @Test
  void bootstrapFailsAfterBoundedAttemptsAndSaysSo() {
    // A comb of widely spaced ties: the smaller resamples choose far out.
    Random random = new Random(8);
    boolean failed = false;
    for (int seed = 0; seed < 40 && !failed; seed++) {
      double[] sample = random.doubles(600).map(u -> Math.pow(u, -.3)).toArray();
      ThresholdChoice choice = new DoubleBootstrap(1, seed).choose(profile(sample));
      failed = choice.chosen().isEmpty();
    }
    assertThat(failed).isTrue();
    assertThatThrownBy(() -> new DoubleBootstrap(0, 1))
        .hasMessage("resamples must be at least 1: were 0");
    assertThatThrownBy(() -> new Hall(0, 1)).hasMessage("resamples must be at least 1: were 0");
  }

  @Test
  void bootstrapsNeedEnoughSamples() {
    double[] few = Samples.pareto(2, 499, 9);
    ThresholdChoice none =
        new ThresholdChoice.None("499 usable samples, fewer than the 500 needed");
    assertThat(new DoubleBootstrap().choose(profile(few))).isEqualTo(none);
    assertThat(new Hall().choose(profile(few))).isEqualTo(none);
  }
}
