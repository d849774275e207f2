// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.within;

import io.tailwatch.tails.estimate.Samples;
import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.StudentTReading;
import io.tailwatch.tails.estimate.hill.TailProfile;
import io.tailwatch.tails.estimate.hill.TailSide;
import io.tailwatch.tails.sketch.SketchLayout;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The guards of a few lines, and the growth of a reading. */
class SmallGuardsTest {
  private static Constant constant(double... sample) {
    TailProfile profile = TailProfile.of(sample, TailSide.BOTH);
    return Constant.of(profile, profile.size() - 1);
  }

  @Test
  void codesAreThoseOfTheContract() {
    assertThat(Arrays.stream(WarningCode.values()).map(WarningCode::code))
        .containsExactly(
            "light-tail",
            "location-shift",
            "ties",
            "truncated",
            "dependent",
            "too-few",
            "constant",
            "body-mismatch");
    assertThatNullPointerException().isThrownBy(() -> new Finding(null, "text"));
  }

  @Test
  void equalValuesAreConstant() {
    Constant equal = constant(2, 2, 2, -2);
    assertThat(equal).isEqualTo(new Constant(4, 1, 0));
    Finding finding = equal.finding().orElseThrow();
    assertThat(finding.code()).isEqualTo(WarningCode.CONSTANT);
    assertThat(finding.message())
        .isEqualTo(
            "the 4 largest values are all equal or nearly so: there is no range to read an"
                + " index from");
  }

  @Test
  void twoValuesAreConstantAndThreeAreNot() {
    assertThat(constant(2, 2, 5).finding().orElseThrow().message()).contains("only 2 different");
    assertThat(constant(2, 3, 5).finding()).isEmpty();
    assertThat(constant(2, 3, 5).logRange()).isCloseTo(Math.log(2.5), within(1e-12));
  }

  @Test
  void roundingNoiseIsConstant() {
    double up = Math.nextUp(1.0);
    assertThat(constant(1, up, Math.nextUp(up), Math.nextUp(Math.nextUp(up))).finding())
        .isPresent();
  }

  @Test
  void aSketchNeedsThreeBuckets() {
    TailProfile two =
        TailProfile.of(Samples.sketch(SketchLayout.UNSIGNED, 1, 1.01, 2), TailSide.BOTH);
    TailProfile three =
        TailProfile.of(Samples.sketch(SketchLayout.UNSIGNED, 1, 2, 3), TailSide.BOTH);
    assertThat(Constant.of(two, 1).finding()).isPresent();
    assertThat(Constant.of(three, 2).finding()).isEmpty();
  }

  @Test
  void fewExceedancesAndFewPanesAreTold() {
    List<HillPoint> many = Stream.generate(() -> new HillPoint(1, 20, 50, 9)).limit(8).toList();
    assertThat(TooFew.of(many).finding()).isEmpty();
    assertThat(TooFew.of(many.subList(0, 4)).finding().orElseThrow().message())
        .isEqualTo("80 values in the tail, fewer than the 100 that an interval needs");
    assertThat(TooFew.of(many.subList(0, 7)).finding().orElseThrow().message())
        .isEqualTo(
            "the tail lies in 7 of 7 consecutive panes, fewer than the 8 that an interval needs:"
                + " sorted, or one excursion");
    assertThat(TooFew.of(List.of()).finding()).isPresent();
  }

  @Test
  void clustersAreToldByWhatTheyAreWorth() {
    assertThat(new Dependence(500, 5).finding()).isEmpty();
    assertThat(new Dependence(500, 5.1).finding().orElseThrow())
        .isEqualTo(
            new Finding(WarningCode.DEPENDENT, "500 exceedances are worth 98 independent ones"));
    assertThat(new Dependence(99, 5).finding()).isEmpty();
    assertThat(new Dependence(110, 1.49).finding()).isEmpty();
    assertThat(new Dependence(110, 1.5).finding()).isPresent();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Dependence(500, 0))
        .withMessage("dependenceFactor must be positive: was 0.0");
  }

  @Test
  void bodiesMismatchAboveFifteenPercentEitherWay() {
    assertThat(new BodyMismatch(3, 3.44).finding()).isEmpty();
    assertThat(new BodyMismatch(3.44, 3).finding()).isEmpty();
    assertThat(new BodyMismatch(3, 3.46).finding().orElseThrow())
        .isEqualTo(
            new Finding(
                WarningCode.BODY_MISMATCH,
                "the de-biased index 3.00, which assumes a Student-t body, and the bias-reduced one"
                    + " 3.46 differ by more than 15 %"));
    assertThat(new BodyMismatch(Double.POSITIVE_INFINITY, 9).finding()).isPresent();
    assertThat(new BodyMismatch(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY).ratio())
        .isEqualTo(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BodyMismatch(3, Double.NaN))
        .withMessage("biasReduced must be positive: was NaN");
  }

  @Test
  void growthOfStudentsPopulationReadingsHasNoExcess() {
    for (double nu : new double[] {2, 3, 10, Double.POSITIVE_INFINITY}) {
      double outer = StudentTReading.reading(nu, 0.05);
      double inner = StudentTReading.reading(nu, 0.005);
      ReadingGrowth growth =
          ReadingGrowth.between(
              new HillPoint(1, 1_000, 20_000, 1_000 / outer),
              new HillPoint(2, 100, 20_000, 100 / inner),
              4);
      assertThat(growth.growth()).isPositive();
      assertThat(growth.standardError()).isCloseTo(Math.sqrt(4 * 0.009), within(1e-12));
      // The index is found to 1e-10; a Gaussian's is infinite or very large.
      assertThat(growth.excess()).isCloseTo(0, within(1e-4));
    }
  }

  @Test
  void paretoGrowsLessAndLognormalMoreThanStudent() {
    HillPoint outer = new HillPoint(1, 5_000, 100_000, 5_000 / 2.39);
    // Readings of Pareto stay; those of exp(Z) go from 2.39 to 3.16.
    assertThat(ReadingGrowth.between(outer, new HillPoint(2, 500, 100_000, 500 / 2.39), 1).excess())
        .isNegative();
    assertThat(ReadingGrowth.between(outer, new HillPoint(2, 500, 100_000, 500 / 3.16), 1).excess())
        .isGreaterThan(3);
  }
}
