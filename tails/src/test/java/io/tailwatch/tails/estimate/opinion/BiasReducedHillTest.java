// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.opinion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tailwatch.tails.estimate.Samples;
import io.tailwatch.tails.estimate.hill.TailProfile;
import io.tailwatch.tails.estimate.hill.TailSide;
import io.tailwatch.tails.sketch.SketchLayout;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BiasReducedHillTest {
  private static TailProfile profile(double... sample) {
    return TailProfile.of(sample, TailSide.BOTH);
  }

  private static TailProfile sketch(double... sample) {
    return TailProfile.of(Samples.sketch(SketchLayout.SIGNED, sample), TailSide.BOTH);
  }

  private static double[] burr(int n, long seed) {
    // P(X > x) = (1 + x)^-2: index 2, rho = -1/2.
    return new Random(seed).doubles(n).map(u -> (float) (Math.pow(1 - u, -.5) - 1)).toArray();
  }

  /** rho, beta and tau by their formulas, one k at a time. */
  private static double[] naive(double[] sample) {
    double[] x = Arrays.stream(sample).map(v -> -Math.abs(v)).sorted().map(v -> -v).toArray();
    int n = x.length;
    int from = (int) Math.pow(n, .995);
    int to = (int) Math.pow(n, .999);
    double[][] rhos = new double[2][to - from + 1];
    for (int k = from; k <= to; k++) {
      double[] m = new double[4];
      for (int i = 0; i < k; i++) {
        double y = Math.log(x[i] / x[k]);
        for (int j = 1; j <= 3; j++) {
          m[j] += Math.pow(y, j) / k;
        }
      }
      double t0 =
          (Math.log(m[1]) - Math.log(m[2] / 2) / 2)
              / (Math.log(m[2] / 2) / 2 - Math.log(m[3] / 6) / 3);
      double t1 =
          (m[1] - Math.pow(m[2] / 2, .5)) / (Math.pow(m[2] / 2, .5) - Math.pow(m[3] / 6, 1 / 3.));
      rhos[0][k - from] = -Math.abs(3 * (t0 - 1) / (t0 - 3));
      rhos[1][k - from] = -Math.abs(3 * (t1 - 1) / (t1 - 3));
    }
    int tau = variation(rhos[1]) < variation(rhos[0]) ? 1 : 0;
    double rho = rhos[tau][to - from];
    double d = 0;
    double plain = 0;
    double once = 0;
    double twice = 0;
    for (int i = 1; i <= to; i++) {
      double spacing = i * Math.log(x[i - 1] / x[i]);
      double place = (double) i / to;
      d += Math.pow(place, -rho) / to;
      plain += spacing / to;
      once += Math.pow(place, -rho) * spacing / to;
      twice += Math.pow(place, -2 * rho) * spacing / to;
    }
    double beta = Math.pow((double) to / n, rho) * (d * plain - once) / (d * once - twice);
    return new double[] {rho, beta, tau, to};
  }

  private static double variation(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    return Arrays.stream(values).map(v -> (v - median) * (v - median)).sum();
  }

  @Test
  void secondOrderParametersAgreeWithTheirDefinition() {
    for (double[] sample :
        new double[][] {
          Samples.studentT(3, 2000, 1), burr(2001, 2), Samples.pareto(2, 1500, 3), burr(150, 4)
        }) {
      double[] naive = naive(sample);
      SecondOrder.Estimated found = SecondOrder.of(profile(sample)).estimated().orElseThrow();
      assertThat(found.rho()).isCloseTo(naive[0], within(1e-7 * Math.abs(naive[0])));
      assertThat(found.beta()).isCloseTo(naive[1], within(1e-6 * Math.abs(naive[1])));
      assertThat((double) found.tau()).isEqualTo(naive[2]);
      assertThat((double) found.k()).isEqualTo(naive[3]);
    }
  }

  @Test
  void correctionIsItsFormula() {
    TailProfile profile = profile(Samples.studentT(3, 5000, 5));
    SecondOrder parameters = new SecondOrder.Estimated(-1, .5, 0, 4900);
    Opinion.Defined found = BiasReducedHill.at(profile, 499, parameters).defined().orElseThrow();
    // (n/k)^rho = 1/10, over 1 - rho = 2.
    double expected = profile.moment(499, 1) * (1 - .5 / 10 / 2);
    assertThat(found.gamma()).isCloseTo(expected, within(1e-15));
    assertThat(found.standardError()).isCloseTo(expected / Math.sqrt(500), within(1e-15));
    assertThat(found.note()).isEmpty();
  }

  @Test
  void biasOfBurrShrinksByAThird() {
    double plain = 0;
    double reduced = 0;
    for (int seed = 0; seed < 30; seed++) {
      TailProfile profile = profile(burr(5000, 20 + seed));
      plain += (profile.moment(249, 1) - .5) / 30;
      reduced += (BiasReducedHill.at(profile, 249).defined().orElseThrow().gamma() - .5) / 30;
    }
    // One standard error of either mean is 0.006. The estimated rho is near -0.76, not -0.5.
    assertThat(plain).isGreaterThan(.06);
    assertThat(Math.abs(reduced)).isLessThan(.7 * plain);
  }

  @Test
  void correctionThatCannotBeBelievedFallsBackToHillAndSaysSo() {
    TailProfile profile = profile(Samples.studentT(3, 5000, 6));
    for (SecondOrder parameters :
        new SecondOrder[] {
          new SecondOrder.Estimated(-3.01, .5, 0, 4900),
          new SecondOrder.Estimated(-.1, .5, 0, 4900),
          new SecondOrder.Estimated(-.5, 9, 0, 4900),
          new SecondOrder.Undefined("none")
        }) {
      Opinion.Defined found = BiasReducedHill.at(profile, 99, parameters).defined().orElseThrow();
      assertThat(found.gamma()).isEqualTo(profile.moment(99, 1));
      assertThat(found.note().orElseThrow()).startsWith("this is H, uncorrected: ");
    }
    assertThat(
            BiasReducedHill.at(profile, 99, new SecondOrder.Estimated(-.1, .5, 0, 4900))
                .defined()
                .orElseThrow()
                .note())
        .contains("this is H, uncorrected: rho -0.100 is outside [-3.0, -0.2]");
  }

  @Test
  void shiftedSamplesAreNotCorrectedIntoNonsense() {
    double[] shifted = Arrays.stream(Samples.pareto(2, 5000, 7)).map(x -> x + 10).toArray();
    Opinion.Defined found = BiasReducedHill.at(profile(shifted), 249).defined().orElseThrow();
    double hill = profile(shifted).moment(249, 1);
    assertThat(found.gamma() / hill).isBetween(.5, 1.5);
  }

  @Test
  void sketchIsCorrectedAsTheSampleIs() {
    for (int seed = 0; seed < 5; seed++) {
      double[] sample = seed % 2 == 0 ? burr(20_000, seed) : Samples.studentT(3, 20_000, seed);
      TailProfile sketch = sketch(sample);
      TailProfile exact = profile(sample);
      int i = sketch.nearestFraction(.05);
      int rank = (int) sketch.exceedances(i) - 1;
      double ofSketch =
          BiasReducedHill.at(sketch, i).defined().orElseThrow().gamma() / sketch.moment(i, 1);
      double ofSample =
          BiasReducedHill.at(exact, rank).defined().orElseThrow().gamma() / exact.moment(rank, 1);
      // 200 samples differed by at most 2e-4.
      assertThat(ofSketch).isCloseTo(ofSample, within(5e-4));
    }
  }

  @Test
  void fewConstantAndHostileSamplesAreUndefinedOrFallBack() {
    assertThat(SecondOrder.of(profile(Samples.pareto(2, 99, 8))))
        .isEqualTo(new SecondOrder.Undefined("99 usable samples, fewer than the 100 needed"));
    double[] constant = new double[200];
    Arrays.fill(constant, 7);
    assertThat(SecondOrder.of(profile(constant)))
        .isEqualTo(new SecondOrder.Undefined("the samples are all one value"));
    assertThat(BiasReducedHill.at(profile(constant), 5).defined()).isEmpty();
    assertThat(BiasReducedHill.at(profile(), 0).defined()).isEmpty();
    Random random = new Random(9);
    double[] extremes = random.doubles(500).map(u -> Math.pow(10, 600 * u - 300)).toArray();
    double[] two = random.doubles(500).map(u -> u < .5 ? 1e300 : 1e-300).toArray();
    for (double[] sample : new double[][] {extremes, two}) {
      Opinion.Defined found = BiasReducedHill.at(profile(sample), 300).defined().orElseThrow();
      assertThat(found.gamma()).isPositive().isFinite();
    }
  }

  @Test
  void exactParetoQuantilesNeedNoCorrection() {
    double[] quantiles = new double[2000];
    Arrays.setAll(quantiles, i -> Math.pow((i + .5) / 2000, -.5));
    TailProfile profile = profile(quantiles);
    double found = BiasReducedHill.at(profile, 199).defined().orElseThrow().gamma();
    assertThat(found).isCloseTo(profile.moment(199, 1), within(1e-3));
  }

  @Test
  void powerOfTwoChangesNothing() {
    double[] sample = Samples.studentT(3, 1000, 10);
    double[] scaled = Arrays.stream(sample).map(x -> x * 4096).toArray();
    assertThat(SecondOrder.of(profile(scaled))).isEqualTo(SecondOrder.of(profile(sample)));
    assertThat(BiasReducedHill.at(sketch(scaled), 20))
        .isEqualTo(BiasReducedHill.at(sketch(sample), 20));
  }
}
