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

class PickandsTest {
  private static TailProfile profile(double... sample) {
    return TailProfile.of(sample, TailSide.BOTH);
  }

  private static double gamma(TailProfile profile, int k) {
    return Pickands.at(profile, k).defined().orElseThrow().gamma();
  }

  @Test
  void fourSamplesAreItsDefinition() {
    // X_(1) - X_(2) = 8, X_(2) - X_(4) = 4 - 2.
    assertThat(gamma(profile(12, 4, 3, 2), 1)).isCloseTo(2, within(1e-15));
  }

  @Test
  void exactParetoQuantilesGiveTheirIndex() {
    double[] quantiles = new double[4000];
    Arrays.setAll(quantiles, i -> Math.pow((i + 1) / 4000., -.5));
    assertThat(gamma(profile(quantiles), 700)).isCloseTo(.5, within(1e-12));
  }

  @Test
  void shiftAndScaleChangeNothing() {
    double[] sample = Samples.pareto(2, 1000, 1);
    double gamma = gamma(profile(sample), 50);
    double[] moved = Arrays.stream(sample).map(x -> 1000 + 3 * x).toArray();
    // Differences of values near 1000 keep 12 digits.
    assertThat(gamma(profile(moved), 50)).isCloseTo(gamma, within(1e-10));
    double[] scaled = Arrays.stream(sample).map(x -> 64 * x).toArray();
    assertThat(gamma(profile(scaled), 50)).isEqualTo(gamma);
  }

  @Test
  void lightTailsReadZeroOrLess() {
    double[] uniform = new Random(2).doubles(40_000).toArray();
    double[] exponential = Arrays.stream(uniform).map(u -> 100 - Math.log(u)).toArray();
    // 4 standard errors at k = 5000: 0.09 at gamma = -1, 0.07 at 0.
    assertThat(gamma(profile(uniform), 5000)).isCloseTo(-1, within(.1));
    assertThat(gamma(profile(exponential), 5000)).isCloseTo(0, within(.11));
  }

  @Test
  void varianceIsTheKnownOneAndContinuous() {
    assertThat(Pickands.variance(.5)).isCloseTo(3.79, within(.005));
    assertThat(Pickands.variance(1e-9)).isCloseTo(Pickands.variance(0), within(1e-6));
    assertThat(Pickands.variance(0)).isCloseTo(3 / (4 * Math.pow(Math.log(2), 4)), within(1e-12));
  }

  @Test
  void standardErrorIsTheScatterOfSimulatedSamples() {
    double[] estimates = new double[500];
    for (int r = 0; r < 500; r++) {
      estimates[r] = gamma(profile(Samples.pareto(2, 2000, 10 + r)), 100);
    }
    double mean = Arrays.stream(estimates).average().orElseThrow();
    double deviation =
        Math.sqrt(Arrays.stream(estimates).map(x -> (x - mean) * (x - mean)).sum() / 499);
    // The error of a standard deviation of 500 is 3.2 %, of which 4 are allowed.
    assertThat(deviation / Math.sqrt(Pickands.variance(.5) / 100)).isBetween(.87, 1.13);
  }

  @Test
  void tiesAndTooFewAreUndefinedWithAReason() {
    assertThat(Pickands.at(profile(3, 3, 2, 1), 1))
        .isEqualTo(
            new Opinion.Undefined("ties: the samples of rank k, 2k and 4k are 3.0, 3.0, 1.0"));
    assertThat(Pickands.at(profile(3, 2, 1), 1))
        .isEqualTo(new Opinion.Undefined("4 k must be at most n: k is 1, n is 3"));
    assertThat(Pickands.at(profile(), 1).defined()).isEmpty();
    assertThat(Pickands.at(profile(1, 2, 3, 4), Long.MAX_VALUE).defined()).isEmpty();
    assertThat(Pickands.at(profile(1e308, 1e-300, 1, 1e-323), 1).defined()).isPresent();
    assertThatThrownBy(() -> Pickands.at(profile(1), 0)).hasMessage("k must be at least 1: was 0");
  }

  @Test
  void sketchIsWithinOneStandardError() {
    for (int seed = 0; seed < 5; seed++) {
      double[] sample = Samples.studentT(3, 20_000, seed);
      TailProfile sketch =
          TailProfile.of(Samples.sketch(SketchLayout.SIGNED, sample), TailSide.BOTH);
      for (int k : new int[] {250, 1000}) {
        double allowed = Pickands.at(profile(sample), k).defined().orElseThrow().standardError();
        assertThat(gamma(sketch, k)).isCloseTo(gamma(profile(sample), k), within(allowed));
      }
    }
  }
}
