// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tailwatch.tails.estimate.Samples;
import io.tailwatch.tails.estimate.guard.LocationShift.Kind;
import io.tailwatch.tails.estimate.hill.TailProfile;
import io.tailwatch.tails.estimate.hill.TailSide;
import io.tailwatch.tails.sketch.SketchLayout;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class LocationShiftTest {
  private static final int N = 20_000;

  private static double[] map(double[] sample, DoubleUnaryOperator function) {
    return Arrays.stream(sample).map(x -> (float) function.applyAsDouble(x)).toArray();
  }

  private static LocationShift exact(double[] sample, TailSide side) {
    TailProfile profile = TailProfile.of(sample, side);
    double threshold = profile.threshold(profile.nearestFraction(0.02));
    return LocationShift.of(sample, side, threshold, 1).orElseThrow();
  }

  private static LocationShift sketched(double[] sample) {
    double threshold = exact(sample, TailSide.BOTH).threshold();
    return LocationShift.of(
            Samples.sketch(SketchLayout.SIGNED, sample), TailSide.BOTH, threshold, 1)
        .orElseThrow();
  }

  private static void assertKind(double[] sample, Kind kind) {
    assertThat(exact(sample, TailSide.BOTH).kind()).isEqualTo(kind);
    assertThat(sketched(sample).kind()).isEqualTo(kind);
  }

  @Test
  void centredAndOneSidedSamplesAreLeftAlone() {
    assertKind(Samples.studentT(3, N, 1), Kind.NONE);
    assertKind(Samples.gaussian(N, 2), Kind.NONE);
    assertKind(Samples.pareto(1.5, N, 3), Kind.NONE);
    assertKind(Samples.pareto(5, N, 4), Kind.NONE);
    assertKind(map(Samples.gaussian(N, 5), Math::exp), Kind.NONE);
  }

  @Test
  void aMedianOffZeroByATenthOfTheThresholdIsTold() {
    // The threshold of t(3) at 2 % is 4.54.
    assertKind(map(Samples.studentT(3, N, 6), x -> x + 0.4), Kind.NONE);
    double[] shifted = map(Samples.studentT(3, N, 7), x -> x + 0.6);
    assertKind(shifted, Kind.OFF_CENTRE);
    Finding finding = exact(shifted, TailSide.BOTH).finding().orElseThrow();
    assertThat(finding.code()).isEqualTo(WarningCode.LOCATION_SHIFT);
    assertThat(finding.message())
        .matches("the median 0\\.\\d+ is 1\\d(\\.\\d)? % of the threshold.*");
  }

  @Test
  void oneTailAllowsLess() {
    double[] shifted = map(Samples.studentT(3, N, 8), x -> x + 0.2);
    assertThat(exact(shifted, TailSide.BOTH).kind()).isEqualTo(Kind.NONE);
    assertThat(exact(shifted, TailSide.RIGHT).kind()).isEqualTo(Kind.OFF_CENTRE);
  }

  @Test
  void aMedianWithinItsErrorIsZero() {
    double[] few = Samples.studentT(3, 30, 9);
    assertThat(LocationShift.of(few, TailSide.BOTH, 0.01, 1).orElseThrow().kind())
        .isEqualTo(Kind.NONE);
  }

  @Test
  void theErrorOfTheMedianIsThatOfANormalSample() {
    // sqrt(pi/2/n), the quartiles of 20,000 samples being good to 2 %.
    assertThat(exact(Samples.gaussian(N, 10), TailSide.BOTH).standardError())
        .isCloseTo(Math.sqrt(Math.PI / 2 / N), within(0.0005));
  }

  @Test
  void samplesOfOneSizeAreFar() {
    assertKind(map(Samples.gaussian(N, 11), x -> x + 100), Kind.FAR);
    assertKind(map(Samples.gaussian(N, 12), x -> -x - 100), Kind.FAR);
    assertKind(map(Samples.pareto(1.5, N, 13), x -> x + 1000), Kind.FAR);
  }

  @Test
  void aLiftedParetoIsSeenByItsFallingReading() {
    assertKind(map(Samples.pareto(1.5, N, 14), x -> x + 1), Kind.LIFTED);
    assertKind(map(Samples.pareto(1.5, N, 15), x -> x + 10), Kind.LIFTED);
    assertKind(map(Samples.pareto(1.5, N, 15), x -> -x - 10), Kind.LIFTED);
  }

  @Test
  void anUnsignedSketchCountsAsOneSided() {
    var sketch = Samples.sketch(SketchLayout.UNSIGNED, Samples.studentT(3, N, 16));
    assertThat(LocationShift.of(sketch, TailSide.BOTH, 4, 1).orElseThrow().kind())
        .isEqualTo(Kind.NONE);
  }

  @Test
  void nothingHasNoLocation() {
    assertThat(LocationShift.of(new double[] {0, Double.NaN}, TailSide.BOTH, 1, 1)).isEmpty();
    assertThat(LocationShift.of(Samples.sketch(SketchLayout.SIGNED), TailSide.BOTH, 1, 1))
        .isEmpty();
    assertThat(LocationShift.of(new double[] {1e300, -1e300, 1e-300}, TailSide.BOTH, 1, 1))
        .isPresent();
  }
}
