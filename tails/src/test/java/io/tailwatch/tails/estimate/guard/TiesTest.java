// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.tailwatch.tails.estimate.Samples;
import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.TailSide;
import io.tailwatch.tails.sketch.SketchLayout;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TiesTest {
  private static final int N = 20_000;

  private static Ties sketched(double[] sample, double threshold) {
    return Ties.of(Samples.sketch(SketchLayout.SIGNED, sample), TailSide.BOTH, threshold);
  }

  @Test
  void distinctSamplesHaveNone() {
    double[] sample = Samples.studentT(3, N, 1);
    assertThat(Ties.of(sample, TailSide.BOTH, 4).repeatShare()).isLessThan(0.01);
    assertThat(sketched(sample, 4).repeats()).isZero();
    assertThat(sketched(sample, 4).finding()).isEmpty();
  }

  @Test
  void roundingIsSeenOnTheSketchWhereABucketHoldsOneValue() {
    double[] sample = Arrays.stream(Samples.studentT(3, N, 2)).map(Math::rint).toArray();
    Ties exact = Ties.of(sample, TailSide.BOTH, 4);
    Ties sketched = sketched(sample, 4);
    assertThat(sketched.tail()).isEqualTo(exact.tail());
    // The sketch counts per sign and bucket, and never more than there are.
    assertThat(sketched.repeats()).isLessThanOrEqualTo(exact.repeats());
    assertThat((double) sketched.repeats()).isCloseTo(exact.repeats(), within(40.0));
    assertThat(sketched.finding().orElseThrow().code()).isEqualTo(WarningCode.TIES);
  }

  @Test
  void shortNumberFormatsAreSeenByTheirEmptyBits() {
    double[] sample =
        Arrays.stream(Samples.studentT(3, N, 3))
            .map(x -> Float.intBitsToFloat(Float.floatToRawIntBits((float) x) & 0xffff_0000))
            .toArray();
    assertThat(sketched(sample, 4).repeatShare()).isGreaterThan(0.5);
  }

  @Test
  void repeatsAreCountedAndToldExactly() {
    Ties ties = Ties.of(new double[] {1, -5, 5, 5, 6, 7, 0, Double.NaN}, TailSide.BOTH, 5);
    assertThat(ties).isEqualTo(new Ties(5, 2, 1, 7));
    assertThat(ties.finding().orElseThrow().message())
        .isEqualTo(
            "2 of the 5 values of the tail repeat another one: rounding or duplicates blur the"
                + " reading");
    assertThat(Ties.of(new double[] {-5, 5, 5}, TailSide.RIGHT, 5)).isEqualTo(new Ties(2, 1, 0, 3));
  }

  @Test
  void zerosAreToldByTheirShare() {
    double[] sample = Samples.pareto(2, 1_000, 4);
    Arrays.fill(sample, 0, 300, 0);
    assertThat(Ties.of(sample, TailSide.BOTH, 3).finding().orElseThrow().message())
        .isEqualTo(
            "300 of 1000 values (30.0 %) are zero and left out: the tail fraction is of the"
                + " others");
    assertThat(sketched(sample, 3).zeroShare()).isEqualTo(0.3);
  }

  @Test
  void nothingHasNoTies() {
    assertThat(Ties.of(new double[0], TailSide.BOTH, 1).finding()).isEmpty();
    assertThat(sketched(new double[0], 1)).isEqualTo(new Ties(0, 0, 0, 0));
  }

  @Test
  void anUnsignedSketchHasNoSides() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Ties.of(Samples.sketch(SketchLayout.UNSIGNED, 1, 2), TailSide.RIGHT, 1))
        .withMessage("side must be BOTH for an unsigned sketch: was RIGHT");
  }

  @Test
  void aCutFarFromTheWantedOneIsTold() {
    HillPoint far = new HillPoint(1, 900, 1_000, 5);
    assertThat(Ties.cut(0.02, far).orElseThrow().message())
        .isEqualTo(
            "too many values share a bucket of the sketch: it cuts the tail at 90.0 % instead of"
                + " 2.00 %");
    assertThat(Ties.cut(0.5, far)).isEmpty();
    assertThat(Ties.cut(0.0001, new HillPoint(1, 1, 1_000, 5))).isEmpty();
  }
}
