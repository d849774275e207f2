// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.opinion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tailwatch.tails.estimate.Samples;
import io.tailwatch.tails.estimate.hill.TailProfile;
import io.tailwatch.tails.estimate.hill.TailSide;
import io.tailwatch.tails.sketch.SketchLayout;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MomentEstimatorTest {
  private static TailProfile profile(double... sample) {
    return TailProfile.of(sample, TailSide.BOTH);
  }

  private static Opinion.Defined at(TailProfile profile, int k) {
    return MomentEstimator.at(profile, profile.nearest(k)).defined().orElseThrow();
  }

  private static double naive(double[] sample, int k) {
    double[] sorted = Arrays.stream(sample).map(Math::abs).sorted().toArray();
    int n = sorted.length;
    double first = 0;
    double second = 0;
    for (int i = n - k; i < n; i++) {
      double y = Math.log(sorted[i] / sorted[n - 1 - k]);
      first += y / k;
      second += y * y / k;
    }
    return first + 1 - .5 / (1 - first * first / second);
  }

  @Test
  void agreesWithItsDefinition() {
    double[] sample = Samples.studentT(3, 5000, 1);
    TailProfile profile = profile(sample);
    for (int k : new int[] {2, 10, 500, 4999}) {
      assertThat(at(profile, k).gamma()).isCloseTo(naive(sample, k), within(1e-9));
    }
  }

  @Test
  void twoExceedancesHaveAClosedForm() {
    // y = ln 4, ln 2: H = 1.5 ln 2, M2 = 2.5 (ln 2)^2, H^2/M2 = 0.9.
    assertThat(at(profile(4, 2, 1), 2).gamma()).isCloseTo(1.5 * Math.log(2) + 1 - 5, within(1e-12));
  }

  @Test
  void lightTailsReadNotHeavy() {
    Random random = new Random(2);
    double[] uniform = random.doubles(20_000).toArray();
    double[] exponential = random.doubles(20_000).map(u -> 20 - Math.log(1 - u)).toArray();
    // 4 standard errors: 1/sqrt(1000) for gamma = 0, sqrt(4.8/1000) for -1, and a bias of second
    // order.
    assertThat(at(profile(uniform), 1000).gamma()).isCloseTo(-1, within(.28));
    assertThat(at(profile(uniform), 1000).index()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(at(profile(exponential), 1000).gamma()).isCloseTo(0, within(.17));
    assertThat(at(profile(Samples.pareto(2, 20_000, 3)), 1000).gamma()).isCloseTo(.5, within(.15));
  }

  @Test
  void standardErrorIsTheScatterOfSimulatedSamples() {
    // 400 samples: the error of a standard deviation is 3.5 %, of which 4 are allowed.
    for (double gamma : new double[] {.5, -.5}) {
      double[] estimates = new double[400];
      double claimed = 0;
      for (int r = 0; r < estimates.length; r++) {
        Random random = new Random(100 + r);
        // gamma < 0: 1 - U^-gamma reaches its end point 1 as a generalised Pareto law does.
        double[] sample =
            random
                .doubles(2000)
                .map(u -> gamma > 0 ? Math.pow(u, -gamma) : 1 - Math.pow(u, -gamma))
                .toArray();
        Opinion.Defined defined = at(profile(sample), 200);
        estimates[r] = defined.gamma();
        claimed += defined.standardError() / estimates.length;
      }
      double mean = Arrays.stream(estimates).average().orElseThrow();
      double deviation =
          Math.sqrt(Arrays.stream(estimates).map(x -> (x - mean) * (x - mean)).sum() / 399);
      assertThat(deviation / claimed).isBetween(.86, 1.14);
    }
  }

  @Test
  void varianceIsContinuousAtZeroAndTheKnownOneAtMinusOne() {
    assertThat(MomentEstimator.variance(0)).isEqualTo(1);
    assertThat(MomentEstimator.variance(-1e-12)).isCloseTo(1, within(1e-10));
    assertThat(MomentEstimator.variance(-1)).isCloseTo(4.8, within(1e-12));
    assertThat(MomentEstimator.variance(.5)).isEqualTo(1.25);
  }

  @Test
  void fewerEffectiveExceedancesWidenTheErrorOnly() {
    TailProfile profile = profile(Samples.pareto(2, 1000, 4));
    Opinion.Defined all = at(profile, 100);
    Opinion.Defined few = MomentEstimator.at(profile, 99, 25).defined().orElseThrow();
    assertThat(few.gamma()).isEqualTo(all.gamma());
    assertThat(few.standardError()).isCloseTo(2 * all.standardError(), within(1e-15));
    assertThatThrownBy(() -> MomentEstimator.at(profile, 99, 0))
        .hasMessage("effectiveExceedances must be positive: was 0.0");
  }

  @Test
  void sketchAgreesWithTheSampleAtItsThreshold() {
    double[] sample = Samples.studentT(3, 65_536, 5);
    TailProfile sketch = TailProfile.of(Samples.sketch(SketchLayout.SIGNED, sample), TailSide.BOTH);
    for (double k : new double[] {300, 1000, 5000, 20_000}) {
      int i = sketch.nearest(k);
      double u = sketch.threshold(i);
      double[] above = Arrays.stream(sample).map(Math::abs).filter(x -> x >= u).toArray();
      double first = Arrays.stream(above).map(x -> Math.log(x / u)).average().orElseThrow();
      double second =
          Arrays.stream(above).map(x -> Math.pow(Math.log(x / u), 2)).average().orElseThrow();
      double exact = first + 1 - .5 / (1 - first * first / second);
      double found = MomentEstimator.at(sketch, i).defined().orElseThrow().gamma();
      assertThat(found).isCloseTo(exact, within(1e-3));
    }
  }

  @Test
  void withoutSpreadItIsUndefinedWithAReason() {
    assertThat(MomentEstimator.at(profile(), -1))
        .isEqualTo(new Opinion.Undefined("there is no threshold -1: the profile has 0"));
    assertThat(MomentEstimator.at(profile(3, 3, 3, 3), 1))
        .isEqualTo(new Opinion.Undefined("no exceedance of the threshold 3.0 lies above it"));
    assertThat(MomentEstimator.at(profile(3, 3, 3, 1), 2))
        .isEqualTo(
            new Opinion.Undefined(
                "the exceedances of the threshold 1.0 all lie at one distance from it"));
    assertThat(MomentEstimator.at(profile(3, 1), 0).defined()).isEmpty();
    assertThat(MomentEstimator.at(profile(1e300, 1e-300, 1e-300), 0).defined()).isEmpty();
  }
}
