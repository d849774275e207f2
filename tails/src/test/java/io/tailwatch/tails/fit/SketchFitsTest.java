// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tailwatch.tails.estimate.Samples;
import io.tailwatch.tails.sketch.SketchLayout;
import io.tailwatch.tails.sketch.TailSketch;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SketchFitsTest {
  private static final int N = 50_000;

  /** A bucket is 6 % wide at most; its mean stands for its samples. */
  private static final double RESOLUTION = 0.01;

  @ParameterizedTest
  @CsvSource({"1.5, 0, 1", "3, 2, 0.5", "5, -100, 20", "30, 0, 1"})
  void studentTIsThatOfTheWholeSample(double nu, double location, double scale) {
    double[] sample = Draws.of(new StudentT(nu, location, scale), N, 3);
    StudentT whole = new StudentTFit().fit(sample).fitted().orElseThrow().law();
    SketchFit.Fitted<StudentT> fit = studentT(SketchLayout.SIGNED, sample);
    assertThat(fit.law().nu()).isCloseTo(whole.nu(), within(3 * RESOLUTION * whole.nu()));
    assertThat(fit.law().location()).isCloseTo(whole.location(), within(RESOLUTION * scale));
    assertThat(fit.law().scale()).isCloseTo(whole.scale(), within(RESOLUTION * scale));
    assertThat(fit.distance()).isLessThan(0.01);
  }

  @ParameterizedTest
  @CsvSource({"1.5, 1", "3, 0.5", "10, 7"})
  void withoutSignsItIsTheLawOfTheSize(double nu, double scale) {
    double[] sample = Draws.of(new StudentT(nu, 0, scale), N, 4);
    StudentT whole = new StudentTFit().fit(sample).fitted().orElseThrow().law();
    SketchFit.Fitted<StudentT> fit = studentT(SketchLayout.UNSIGNED, sample);
    assertThat(fit.law().nu()).isCloseTo(whole.nu(), within(3 * RESOLUTION * whole.nu()));
    assertThat(fit.law().location()).isZero();
    assertThat(fit.law().scale()).isCloseTo(whole.scale(), within(RESOLUTION * scale));
    assertThat(fit.distance()).isLessThan(0.01);
  }

  @Test
  void aGaussianSampleHasLargeNu() {
    SketchFit.Fitted<StudentT> fit =
        studentT(SketchLayout.SIGNED, Draws.of(new Gaussian(0, 2), N, 5));
    assertThat(fit.law().nu()).isGreaterThan(50);
  }

  @ParameterizedTest
  @CsvSource({"1.2, 0, 1", "1.7, 0.5, 3", "1.5, -0.8, 0.1"})
  void stableIsThatOfTheQuantilesOfTheSample(double alpha, double beta, double scale) {
    double[] sample = Draws.of(new StableLaw(alpha, beta, scale, 0), N, 6);
    StableLaw whole = new McCullochFit().fit(sample).fitted().orElseThrow().law();
    SketchFit.Fitted<StableLaw> fit = stable(SketchLayout.SIGNED, sample);
    assertThat(fit.law().alpha()).isCloseTo(whole.alpha(), within(0.02));
    assertThat(fit.law().beta()).isCloseTo(whole.beta(), within(0.05));
    assertThat(fit.law().scale()).isCloseTo(whole.scale(), within(2 * RESOLUTION * scale));
    assertThat(fit.law().location()).isCloseTo(whole.location(), within(2 * RESOLUTION * scale));
    assertThat(fit.distance()).isLessThan(0.01);
  }

  @Test
  void withoutSignsStableIsSymmetric() {
    double[] sample = Draws.of(new StableLaw(1.6, 0, 2, 0), N, 7);
    StableLaw law = stable(SketchLayout.UNSIGNED, sample).law();
    assertThat(law.alpha()).isCloseTo(1.6, within(0.05));
    assertThat(law.beta()).isZero();
    assertThat(law.location()).isZero();
    assertThat(law.scale()).isCloseTo(2, within(0.05));
  }

  @Test
  void fewSamplesAreUndefined() {
    assertUndefined(
        Samples.sketch(SketchLayout.SIGNED, Samples.gaussian(99, 1)),
        FitProblem.TOO_FEW,
        "needs at least 100 samples: were 99");
  }

  @Test
  void samplesInOneBucketAreUndefined() {
    double[] sample = Samples.gaussian(1_000, 1);
    Arrays.fill(sample, 0, 250, 0);
    assertUndefined(
        Samples.sketch(SketchLayout.SIGNED, sample),
        FitProblem.TOO_COARSE,
        "25 % of the samples lie in one bucket of the sketch: must be fewer than 20 %");
  }

  @Test
  void aLawThatIsFarFromTheSamplesIsUndefined() {
    // The norm of a vector of many coordinates: far from 0, and not like the size of anything
    // symmetric about it.
    double[] norms = Arrays.stream(Samples.gaussian(N, 2)).map(x -> 10 + x).toArray();
    TailSketch sketch = Samples.sketch(SketchLayout.UNSIGNED, norms);
    var fit = SketchFits.studentT(sketch);
    assertThat(fit).isInstanceOf(SketchFit.Undefined.class);
    var undefined = (SketchFit.Undefined<StudentT>) fit;
    assertThat(undefined.problem()).isEqualTo(FitProblem.NO_FIT);
    assertThat(undefined.detail()).contains("of the distribution: must be at most 0.1");
    assertThat(SketchFits.stable(sketch).fitted()).isEmpty();
  }

  @Test
  void nothingFiniteIsUndefined() {
    TailSketch sketch = Samples.sketch(SketchLayout.UNSIGNED, Double.NaN, Double.NaN);
    assertThat(SketchFits.studentT(sketch).fitted()).isEmpty();
    assertThat(SketchFits.stable(sketch).fitted()).isEmpty();
  }

  @Test
  void quantilesAreExactAtTheEdges() {
    double[] sample = Samples.studentT(3, 5_000, 1);
    sample[3] = 0;
    TailSketch sketch = Samples.sketch(SketchLayout.SIGNED, sample);
    var points = QuantilePoints.of(sketch, 10_000);
    assertThat(points).hasSizeGreaterThan(100);
    for (QuantilePoints.Point point : points) {
      // Buckets of negative samples hold their inner edge: no sample lies on an edge here.
      long below = Arrays.stream(sample).filter(x -> x < point.value()).count();
      assertThat(point.probability()).isEqualTo(below / 5_000.0).isStrictlyBetween(0.0, 1.0);
    }
    assertThat(points).isSortedAccordingTo((a, b) -> Double.compare(a.value(), b.value()));
    assertThat(QuantilePoints.of(sketch, 15)).hasSizeBetween(8, 15).isSubsetOf(points);
    assertThat(QuantilePoints.of(TailSketch.empty(SketchLayout.SIGNED), 15)).isEmpty();
  }

  @Test
  void quantilesOfTheLawLieOnTheDiagonal() {
    var law = new SeenLaw(new StudentT(3, 0, 1), SketchLayout.UNSIGNED);
    TailSketch sketch = Samples.sketch(SketchLayout.UNSIGNED, Draws.of(law.law(), 100_000, 9));
    assertThat(QuantilePoints.of(sketch, 40))
        .filteredOn(point -> point.probability() > 0.01 && point.probability() < 0.99)
        .hasSizeGreaterThan(10)
        // Three standard errors of a quantile at 1 % are about 10 % of it.
        .allSatisfy(
            point ->
                assertThat(law.quantile(point.probability()) / point.value())
                    .isCloseTo(1, within(0.1)));
  }

  @Test
  void aLawIsSeenThroughItsLayout() {
    var t = new StudentT(4, 0, 2);
    var size = new SeenLaw(t, SketchLayout.UNSIGNED);
    assertThat(size.cumulative(3)).isCloseTo(t.cumulative(3) - t.cumulative(-3), within(1e-12));
    assertThat(size.cumulative(-1)).isZero();
    assertThat(size.survivalOfSize(1e6)).isCloseTo(2 * t.cumulative(-1e6), within(1e-30));
    assertThat(size.cumulative(size.quantile(0.9))).isCloseTo(0.9, within(1e-9));
    var shifted = new SeenLaw(new StudentT(4, 1, 2), SketchLayout.SIGNED);
    assertThat(shifted.right(5) + shifted.cumulative(5)).isCloseTo(1, within(1e-12));
    assertThat(shifted.left(5)).isEqualTo(shifted.cumulative(-5));
    assertThat(shifted.quantile(0.5)).isCloseTo(1, within(1e-9));
    var stable = new SeenLaw(new StableLaw(1.5, 0, 1, 0), SketchLayout.SIGNED);
    assertThat(stable.right(2)).isCloseTo(1 - stable.cumulative(2), within(1e-9));
  }

  @Test
  void anAnchoredLawGoesThroughItsPoint() {
    var size = new SeenLaw(AnchoredT.ofSize(3.3, 2.5, 0.005), SketchLayout.UNSIGNED);
    assertThat(size.survivalOfSize(2.5)).isCloseTo(0.005, within(1e-12));
    var side = new SeenLaw(AnchoredT.ofSide(3.3, 2.5, 0.004), SketchLayout.SIGNED);
    assertThat(side.right(2.5)).isCloseTo(0.004, within(1e-12));
    assertThat(side.left(2.5)).isCloseTo(0.004, within(1e-12));
    // Far out it falls as its index says.
    assertThat(size.survivalOfSize(2e6) / size.survivalOfSize(1e6))
        .isCloseTo(Math.pow(2, -3.3), within(1e-6));
  }

  private static void assertUndefined(TailSketch sketch, FitProblem problem, String detail) {
    for (SketchFit<?> fit :
        new SketchFit<?>[] {SketchFits.studentT(sketch), SketchFits.stable(sketch)}) {
      assertThat(fit).isInstanceOf(SketchFit.Undefined.class);
      assertThat(((SketchFit.Undefined<?>) fit).problem()).isEqualTo(problem);
      assertThat(((SketchFit.Undefined<?>) fit).detail()).isEqualTo(detail);
    }
  }

  private static SketchFit.Fitted<StudentT> studentT(SketchLayout layout, double[] sample) {
    return SketchFits.studentT(Samples.sketch(layout, sample)).fitted().orElseThrow();
  }

  private static SketchFit.Fitted<StableLaw> stable(SketchLayout layout, double[] sample) {
    return SketchFits.stable(Samples.sketch(layout, sample)).fitted().orElseThrow();
  }
}
