// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tailwatch.tails.estimate.Samples;
import io.tailwatch.tails.estimate.hill.TailProfile;
import io.tailwatch.tails.estimate.hill.TailSide;
import io.tailwatch.tails.sketch.SketchLayout;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TruncationTest {
  private static final int N = 20_000;

  private static Truncation exact(double[] sample) {
    return Truncation.of(TailProfile.of(sample, TailSide.BOTH), 1).orElseThrow();
  }

  private static Truncation sketched(double[] sample) {
    return Truncation.of(
            TailProfile.of(Samples.sketch(SketchLayout.SIGNED, sample), TailSide.BOTH), 1)
        .orElseThrow();
  }

  private static double[] clipped(double[] sample, double limit) {
    return Arrays.stream(sample).map(x -> Math.max(-limit, Math.min(limit, x))).toArray();
  }

  @Test
  void wholeTailsAreNotCalledTruncated() {
    assertThat(exact(Samples.pareto(1.2, N, 1)).finding()).isEmpty();
    assertThat(exact(Samples.studentT(3, N, 2)).finding()).isEmpty();
    assertThat(exact(Samples.studentT(8, N, 3)).finding()).isEmpty();
    assertThat(exact(Samples.gaussian(N, 4)).finding()).isEmpty();
    assertThat(sketched(Samples.studentT(3, N, 5)).finding()).isEmpty();
  }

  @Test
  void clippingIsSeenInSampleAndSketch() {
    double[] sample = clipped(Samples.studentT(3, N, 6), 12.92);
    Finding finding = exact(sample).finding().orElseThrow();
    assertThat(finding.code()).isEqualTo(WarningCode.TRUNCATED);
    assertThat(finding.message())
        .matches(
            "the tail ends at 12\\.92, where \\d+ independent samples .* \\(p \\de-\\d+\\): .*");
    assertThat(sketched(sample).finding()).isPresent();
  }

  @Test
  void rejectionIsSeen() {
    double[] sample =
        Arrays.stream(Samples.pareto(1.2, N, 7)).filter(x -> x < Math.pow(1000, 1 / 1.2)).toArray();
    assertThat(sketched(sample).finding()).isPresent();
  }

  @Test
  void dependenceLeavesFewerSamplesToExpect() {
    TailProfile profile = TailProfile.of(clipped(Samples.studentT(3, N, 8), 12.92), TailSide.BOTH);
    Truncation independent = Truncation.of(profile, 1).orElseThrow();
    Truncation dependent = Truncation.of(profile, 10).orElseThrow();
    assertThat(dependent.expectedBeyond()).isLessThan(independent.expectedBeyond() / 5);
    assertThat(dependent.finding()).isEmpty();
  }

  @Test
  void paretoFormIsThatOfThePaper() {
    double[] sample = Samples.pareto(1.5, 2_000, 9);
    Truncation test = exact(sample);
    double[] sorted = Arrays.stream(sample).sorted().toArray();
    int k = 100;
    double u = sorted[2_000 - 1 - k];
    double hill = 0;
    for (int i = 0; i < k; i++) {
      hill += Math.log(sorted[2_000 - 1 - i] / u) / k;
    }
    assertThat(test.largest()).isCloseTo(sorted[1_999], within(1e-9 * sorted[1_999]));
    // C n = k u^alpha, p = exp(-n C X_(1)^-alpha).
    double expected = Math.exp(-k * Math.pow(u, 1 / hill) * Math.pow(sorted[1_999], -1 / hill));
    assertThat(test.paretoPValue()).isCloseTo(expected, within(1e-9));
  }

  @Test
  void fewOrConstantSamplesGiveNoTest() {
    double[] constant = new double[5_000];
    Arrays.fill(constant, 2);
    assertThat(Truncation.of(TailProfile.of(new double[0], TailSide.BOTH), 1)).isEmpty();
    assertThat(Truncation.of(TailProfile.of(constant, TailSide.BOTH), 1)).isEmpty();
    assertThat(Truncation.of(TailProfile.of(Samples.pareto(2, 1_000, 1), TailSide.BOTH), 1))
        .isEmpty();
  }

  @Test
  void overflowNeedsInfiniteSamplesAndALargestOneAtTheEnd() {
    assertThat(Truncation.overflow(64_992, 3).orElseThrow().message())
        .isEqualTo(
            "3 samples were infinite and the largest finite one, 6.499e+04, is near the end of"
                + " float16: overflow cuts the tail");
    assertThat(Truncation.overflow(3.3e38, 1).orElseThrow().message()).contains("float32");
    assertThat(Truncation.overflow(64_992, 0)).isEmpty();
    assertThat(Truncation.overflow(50_000, 3)).isEmpty();
    assertThat(Truncation.overflow(70_000, 3)).isEmpty();
  }

  @Test
  void extremeValuesDoNotHang() {
    double[] sample = Samples.pareto(1.5, 5_000, 10);
    sample[0] = 1e300;
    sample[1] = 1e-300;
    assertThat(exact(sample).pValue()).isBetween(0.99, 1.0);
    double[] wide = new double[5_000];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = Math.pow(10, 600.0 * i / wide.length - 300);
    }
    assertThat(exact(wide).pValue()).isBetween(0.0, 1.0);
  }
}
