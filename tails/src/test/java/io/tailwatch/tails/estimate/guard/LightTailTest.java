// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.tailwatch.tails.estimate.Samples;
import io.tailwatch.tails.estimate.guard.LightTail.Verdict;
import io.tailwatch.tails.estimate.hill.TailProfile;
import io.tailwatch.tails.estimate.hill.TailSide;
import io.tailwatch.tails.sketch.SketchLayout;
import io.tailwatch.tails.sketch.TailSketch;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LightTailTest {
  private static final int N = 20_000;

  private static LightTail of(double... sample) {
    List<TailSketch> panes = Samples.panes(SketchLayout.SIGNED, sample, 32);
    return LightTail.of(panes, Samples.sum(panes), TailSide.BOTH);
  }

  private static double[] exponential(int n, long seed) {
    return new Random(seed).doubles(n).map(u -> (float) -Math.log1p(-u)).toArray();
  }

  private static double[] logNormal(double s, int n, long seed) {
    return Arrays.stream(Samples.gaussian(n, seed)).map(z -> (float) Math.exp(s * z)).toArray();
  }

  @Test
  void powerLawsAreHeavy() {
    assertThat(of(Samples.pareto(1.5, N, 1)).verdict()).isEqualTo(Verdict.HEAVY);
    assertThat(of(Samples.pareto(3, N, 2)).verdict()).isEqualTo(Verdict.HEAVY);
    assertThat(of(Samples.studentT(2, N, 3)).verdict()).isEqualTo(Verdict.HEAVY);
    assertThat(of(Samples.studentT(3, N, 4)).verdict()).isEqualTo(Verdict.HEAVY);
  }

  @Test
  void lightLawsAreNotHeavyAndSoonLight() {
    assertThat(of(Samples.gaussian(N, 1)).verdict()).isEqualTo(Verdict.LIGHT);
    assertThat(of(exponential(N, 2)).verdict()).isEqualTo(Verdict.LIGHT);
    assertThat(of(logNormal(1, 100_000, 3)).verdict()).isEqualTo(Verdict.LIGHT);
    assertThat(of(logNormal(2, N, 4)).verdict()).isEqualTo(Verdict.LIGHT);
  }

  @Test
  void aHeavyTailHasNoFindingAndALightOneSaysWhy() {
    assertThat(of(Samples.pareto(2, N, 5)).finding()).isEmpty();
    assertThat(of(Samples.pareto(2, N, 5)).message())
        .matches(
            "the tail is heavy: .* at least 0\\.\\d\\d, .* by \\d\\.\\d and \\d\\.\\d standard"
                + " errors");
    Finding finding = of(Samples.gaussian(N, 6)).finding().orElseThrow();
    assertThat(finding.code()).isEqualTo(WarningCode.LIGHT_TAIL);
    assertThat(finding.message())
        .matches("the tail is light: the moment estimate of gamma is at most -?0\\.\\d\\d, .*");
  }

  @Test
  void fewSamplesLeaveItOpen() {
    LightTail few = of(Samples.pareto(1, 999, 7));
    assertThat(few.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(few.moment()).isEmpty();
    assertThat(few.finding().orElseThrow().message())
        .isEqualTo(
            "it cannot be told whether the tail is heavy: 999 usable samples are fewer than the"
                + " 1000 needed");
  }

  @Test
  void noSamplesAndEqualSamplesLeaveItOpen() {
    assertThat(of().verdict()).isEqualTo(Verdict.UNDECIDED);
    double[] equal = new double[5_000];
    Arrays.fill(equal, 3.25);
    assertThat(of(equal).verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(LightTail.of(TailProfile.of(equal, TailSide.BOTH), 1).verdict())
        .isNotEqualTo(Verdict.HEAVY);
    assertThat(of(equal).message()).contains("too many samples are of one size");
  }

  @Test
  void twoValuesLeaveItOpen() {
    double[] two = new double[5_000];
    Arrays.setAll(two, i -> i % 20 == 0 ? 8 : 1);
    assertThat(of(two).verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(LightTail.of(TailProfile.of(two, TailSide.BOTH), 1).verdict())
        .isNotEqualTo(Verdict.HEAVY);
  }

  @Test
  void extremeValuesDoNotHang() {
    double[] sample = Samples.pareto(1.5, 2_000, 8);
    sample[0] = 1e300;
    sample[1] = 1e-300;
    sample[2] = Double.NaN;
    sample[3] = Double.POSITIVE_INFINITY;
    LightTail one = LightTail.of(TailProfile.of(sample, TailSide.BOTH), 1);
    assertThat(one.near().orElseThrow().logNormal()).isFinite();
    double[] wide = new double[2_000];
    Random random = new Random(9);
    Arrays.setAll(wide, i -> Math.pow(10, 600 * random.nextDouble() - 300));
    assertThat(LightTail.of(TailProfile.of(wide, TailSide.BOTH), 1).deep().orElseThrow().weibull())
        .isFinite();
  }

  @Test
  void dependenceWidensTheErrors() {
    double[] sample = Samples.studentT(3, N, 10);
    TailProfile profile = TailProfile.of(sample, TailSide.BOTH);
    LightTail independent = LightTail.of(profile, 1);
    LightTail dependent = LightTail.of(profile, 100);
    assertThat(independent.verdict()).isEqualTo(Verdict.HEAVY);
    assertThat(dependent.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(dependent.near().orElseThrow().logNormal())
        .isCloseTo(independent.near().orElseThrow().logNormal() / 10, within(1e-12));
    assertThat(dependent.moment().orElseThrow().standardError())
        .isCloseTo(10 * independent.moment().orElseThrow().standardError(), within(1e-12));
  }

  @Test
  void aFactorBelowOneCountsAsOne() {
    TailProfile profile = TailProfile.of(Samples.studentT(3, 5_000, 11), TailSide.BOTH);
    assertThat(LightTail.of(profile, 0.3)).isEqualTo(LightTail.of(profile, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LightTail.of(profile, Double.NaN))
        .withMessage("dependenceFactor must not be negative: was NaN");
  }

  @Test
  void sketchAndSortedSampleAgree() {
    // The sketch cuts at the nearest edge, up to 3 % off in u and some 10 % in k. t(2) is far
    // enough from a lognormal that this cannot change the verdict.
    double[] sample = Samples.studentT(2, N, 12);
    LightTail exact = LightTail.of(TailProfile.of(sample, TailSide.BOTH), 1);
    TailProfile sketched =
        TailProfile.of(Samples.sketch(SketchLayout.SIGNED, sample), TailSide.BOTH);
    LightTail rough = LightTail.of(sketched, 1);
    assertThat(rough.verdict()).isEqualTo(exact.verdict());
    assertThat(rough.near().orElseThrow().logNormal())
        .isCloseTo(exact.near().orElseThrow().logNormal(), within(0.5));
    assertThat(rough.moment().orElseThrow().gamma())
        .isCloseTo(exact.moment().orElseThrow().gamma(), within(0.03));
  }

  @Test
  void scaleAndOrderDoNotMatter() {
    double[] sample = Samples.studentT(3, 5_000, 13);
    double[] moved = sample.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] = 1024 * sample[moved.length - 1 - i];
    }
    LightTail before =
        LightTail.of(
            TailProfile.of(Samples.sketch(SketchLayout.UNSIGNED, sample), TailSide.BOTH), 1);
    LightTail after =
        LightTail.of(
            TailProfile.of(Samples.sketch(SketchLayout.UNSIGNED, moved), TailSide.BOTH), 1);
    assertThat(after.verdict()).isEqualTo(before.verdict());
    // The logarithms of the thresholds move with the scale, by rounding only.
    assertThat(after.near().orElseThrow().logNormal())
        .isCloseTo(before.near().orElseThrow().logNormal(), within(1e-9));
  }

  @Test
  void equalSamplesGiveEqualBits() {
    double[] sample = Samples.studentT(3, 5_000, 14);
    assertThat(of(sample)).isEqualTo(of(sample.clone()));
  }

  @Test
  void oneSideOfASignedSketchIsJudgedAlone() {
    double[] sample = new double[N];
    double[] heavy = Samples.pareto(1.5, N, 15);
    double[] light = Samples.gaussian(N, 16);
    Arrays.setAll(sample, i -> i % 2 == 0 ? heavy[i] : -Math.abs(light[i]));
    List<TailSketch> panes = Samples.panes(SketchLayout.SIGNED, sample, 32);
    TailSketch sum = Samples.sum(panes);
    assertThat(LightTail.of(panes, sum, TailSide.RIGHT).verdict()).isEqualTo(Verdict.HEAVY);
    assertThat(LightTail.of(panes, sum, TailSide.LEFT).verdict()).isEqualTo(Verdict.LIGHT);
  }
}
