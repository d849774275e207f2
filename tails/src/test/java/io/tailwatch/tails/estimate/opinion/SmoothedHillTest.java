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
import java.util.List;
import org.junit.jupiter.api.Test;

class SmoothedHillTest {
  private static TailProfile profile(double... sample) {
    return TailProfile.of(sample, TailSide.BOTH);
  }

  private static double gamma(TailProfile profile, int k) {
    return SmoothedHill.at(profile, k).defined().orElseThrow().gamma();
  }

  private static double naive(double[] sample, int k) {
    double[] x = Arrays.stream(sample).map(v -> -Math.abs(v)).sorted().map(v -> -v).toArray();
    double sum = 0;
    for (int p = k + 1; p <= 2 * k; p++) {
      for (int i = 0; i < p; i++) {
        sum += Math.log(x[i] / x[p]) / p;
      }
    }
    return sum / k;
  }

  @Test
  void agreesWithItsDefinition() {
    double[] sample = Samples.studentT(3, 2000, 1);
    for (int k : new int[] {1, 7, 200, 999}) {
      assertThat(gamma(profile(sample), k)).isCloseTo(naive(sample, k), within(1e-9));
    }
  }

  @Test
  void standardErrorIsTheScatterOfSimulatedSamples() {
    double[] estimates = new double[500];
    for (int r = 0; r < 500; r++) {
      estimates[r] = gamma(profile(Samples.pareto(2, 1000, 10 + r)), 200);
    }
    double mean = Arrays.stream(estimates).average().orElseThrow();
    double deviation =
        Math.sqrt(Arrays.stream(estimates).map(x -> (x - mean) * (x - mean)).sum() / 499);
    assertThat(SmoothedHill.VARIANCE).isCloseTo(.614, within(.001));
    // The error of a standard deviation of 500 is 3.2 %, of which 4 are allowed.
    assertThat(deviation / (.5 * Math.sqrt(SmoothedHill.VARIANCE / 200))).isBetween(.87, 1.13);
  }

  @Test
  void sketchIsWithinOnePercent() {
    for (int seed = 0; seed < 5; seed++) {
      double[] sample = Samples.studentT(3, 20_000, seed);
      TailProfile sketch =
          TailProfile.of(Samples.sketch(SketchLayout.SIGNED, sample), TailSide.BOTH);
      for (int k : new int[] {250, 1000}) {
        double exact = gamma(profile(sample), k);
        assertThat(gamma(sketch, k)).isCloseTo(exact, within(.01 * exact));
      }
    }
  }

  @Test
  void withoutThresholdsOrSpreadItIsUndefinedWithAReason() {
    assertThat(SmoothedHill.at(profile(), 1))
        .isEqualTo(new Opinion.Undefined("there are no thresholds from 1 to 2 exceedances"));
    assertThat(SmoothedHill.at(profile(4, 3, 2), 2).defined()).isEmpty();
    assertThat(SmoothedHill.at(profile(4, 4, 4, 4), 1).defined()).isEmpty();
    assertThatThrownBy(() -> SmoothedHill.at(profile(1), 0))
        .hasMessage("k must be at least 1: was 0");
  }

  @Test
  void curveJoinsTheThresholdsByStraightLines() {
    HillCurve curve = new HillCurve(profile(8, 4, 2, 1));
    double ln2 = Math.log(2);
    // H(1) = ln 2, H(2) = 1.5 ln 2, H(3) = 2 ln 2.
    assertThat(curve.at(2)).isCloseTo(1.5 * ln2, within(1e-15));
    assertThat(curve.at(2.5)).isCloseTo(1.75 * ln2, within(1e-15));
    assertThat(curve.first()).isEqualTo(1);
    assertThat(curve.last()).isEqualTo(3);
    assertThatThrownBy(() -> curve.at(3.5)).hasMessage("k must be in [1, 3]: was 3.5");
    assertThatThrownBy(() -> new HillCurve(profile()))
        .hasMessage("profile must have a threshold: had none");
  }

  @Test
  void alternativePlotIsHillAtPowersOfTheSampleSize() {
    double[] sample = Samples.pareto(2, 10_000, 2);
    TailProfile profile = profile(sample);
    List<AlternativeHill> plot = AlternativeHill.plot(profile, 5);
    assertThat(plot).extracting(AlternativeHill::theta).containsExactly(0., .25, .5, .75, 1.);
    assertThat(plot)
        .extracting(place -> place.point().exceedances())
        .containsExactly(1L, 10L, 100L, 1000L, 9999L);
    assertThat(plot.get(2).point()).isEqualTo(profile.point(99));
  }

  @Test
  void alternativePlotLeavesOutWhatItCannotShow() {
    assertThat(AlternativeHill.plot(profile(), 10)).isEmpty();
    assertThat(AlternativeHill.plot(profile(2, 2, 2), 10)).isEmpty();
    assertThat(AlternativeHill.plot(profile(4, 2, 1), 50)).hasSize(2);
    assertThatThrownBy(() -> AlternativeHill.plot(profile(), 1))
        .hasMessage("places must be at least 2: were 1");
  }
}
