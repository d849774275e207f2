// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.stream.Stream;
import org.apache.commons.math3.analysis.integration.IterativeLegendreGaussIntegrator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LawTest {
  static Stream<Law> laws() {
    return Stream.of(
        new Gaussian(-2, 3),
        new StudentT(1, 4, 0.5),
        new StudentT(3.3, -1, 2),
        new StudentT(0.25, 0, 1),
        new StudentT(Double.POSITIVE_INFINITY, -2, 3),
        new SkewStudentT(2.7, 1, 2, 1.6),
        new SkewStudentT(4, 1, 2, 0.3),
        new SkewStudentT(Double.POSITIVE_INFINITY, 0, 1, 2));
  }

  @ParameterizedTest
  @MethodSource("laws")
  void cumulativeIsTheIntegralOfTheDensity(Law law) {
    var integrator = new IterativeLegendreGaussIntegrator(16, 1e-11, 1e-12);
    double a = law.quantile(0.15);
    // The second derivative of the skew law jumps at its mode: integrate up to there.
    double b = law instanceof SkewStudentT skew ? skew.location() : law.quantile(0.8);
    double integral = integrator.integrate(100_000, x -> Math.exp(law.logDensity(x)), a, b);
    // 1e-9 is the accuracy of quadrature and of quantiles near the centre.
    assertThat(integral).isCloseTo(law.cumulative(b) - law.cumulative(a), within(1e-9));
  }

  @ParameterizedTest
  @MethodSource("laws")
  void quantileInvertsCumulative(Law law) {
    for (double p : new double[] {1e-12, 1e-6, 0.01, 0.2, 0.35, 0.5, 0.77, 0.99}) {
      // The solver of quantiles stops at 1e-9 near zero; tails are relative.
      assertThat(law.cumulative(law.quantile(p)))
          .as("p %s", p)
          .isCloseTo(p, within(1e-9 * Math.min(1, p * 1e3)));
    }
    assertThat(law.quantile(0)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(law.quantile(1)).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @ParameterizedTest
  @MethodSource("laws")
  void endsOfTheLineAndNaN(Law law) {
    assertThat(law.cumulative(Double.NEGATIVE_INFINITY)).isZero();
    assertThat(law.cumulative(Double.POSITIVE_INFINITY)).isEqualTo(1);
    assertThat(law.logDensity(Double.NEGATIVE_INFINITY)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(law.logDensity(Double.POSITIVE_INFINITY)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(law.cumulative(Double.NaN)).isNaN();
    assertThat(law.logDensity(Double.NaN)).isNaN();
  }

  @ParameterizedTest
  @MethodSource("laws")
  void samplerDrawsFromTheLaw(Law law) {
    // Seeded; under the law p is uniform, so that 1e-3 is a rare miss, not a wrong sampler.
    double p = KolmogorovSmirnov.test(Draws.of(law, 2000, 11), law).exactP();
    assertThat(p).isGreaterThan(1e-3);
  }

  @Test
  void studentTHasTheClosedFormsOfOneAndTwoDegreesOfFreedom() {
    StudentT cauchy = new StudentT(1, 0, 1);
    StudentT two = new StudentT(2, 0, 1);
    for (double z : new double[] {-1e250, -1e120, -1e90, -1e8, -12, -1, -0.1}) {
      assertThat(cauchy.cumulative(z))
          .as("nu 1, z %s", z)
          .isCloseTo(Math.atan2(1, -z) / Math.PI, withinPercentage(1e-11));
      double root = Math.sqrt(2 + z * z);
      // 1/2 + z/(2 root), written without the difference of near numbers.
      double tail = z < -1e100 ? 1 / (2 * -z) / -z : 1 / (root * (root - z));
      assertThat(two.cumulative(z)).as("nu 2, z %s", z).isCloseTo(tail, withinPercentage(1e-11));
    }
    assertThat(cauchy.logDensity(3)).isCloseTo(-Math.log(10 * Math.PI), within(1e-14));
    assertThat(cauchy.logDensity(1e200))
        .isCloseTo(-Math.log(Math.PI) - 400 * Math.log(10), within(1e-11));
    assertThat(cauchy.quantile(1e-250)).isCloseTo(-1e250 / Math.PI, withinPercentage(1e-9));
    assertThat(cauchy.quantile(0.75)).isCloseTo(1, within(1e-12));
  }

  @Test
  void quantileBeyondTheDoublesIsInfinite() {
    assertThat(new StudentT(0.25, 0, 1).quantile(1e-100)).isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @Test
  void studentTOfInfiniteNuIsGaussian() {
    StudentT limit = new StudentT(Double.POSITIVE_INFINITY, 1, 2);
    Gaussian gaussian = new Gaussian(1, 2);
    for (double x : new double[] {-1e200, -70, 0, 3, 5}) {
      assertThat(limit.logDensity(x)).isCloseTo(gaussian.logDensity(x), within(1e-12));
      assertThat(limit.cumulative(x)).isCloseTo(gaussian.cumulative(x), within(1e-300));
    }
    assertThat(limit.reportedNu()).isEmpty();
    assertThat(limit.description()).isEqualTo("t(nu > 200, location 1.000, scale 2.000)");
    assertThat(new StudentT(200, 0, 1).reportedNu()).hasValue(200);
  }

  @Test
  void skewOfOneIsSymmetricAndItsInverseMirrors() {
    StudentT symmetric = new StudentT(3, 1, 2);
    SkewStudentT one = new SkewStudentT(3, 1, 2, 1);
    SkewStudentT right = new SkewStudentT(3, 1, 2, 1.7);
    SkewStudentT left = new SkewStudentT(3, 1, 2, 1 / 1.7);
    for (double d : new double[] {-9, -1, 0, 0.3, 40}) {
      assertThat(one.logDensity(1 + d)).isCloseTo(symmetric.logDensity(1 + d), within(1e-13));
      assertThat(one.cumulative(1 + d)).isCloseTo(symmetric.cumulative(1 + d), within(1e-14));
      assertThat(left.logDensity(1 - d)).isCloseTo(right.logDensity(1 + d), within(1e-12));
      assertThat(left.cumulative(1 - d)).isCloseTo(1 - right.cumulative(1 + d), within(1e-14));
    }
    assertThat(right.cumulative(1)).isCloseTo(1 / (1 + 1.7 * 1.7), within(1e-15));
    // Both tails have index 3; the right one weighs skew^8 times the left.
    double ratio = (1 - right.cumulative(1 + 1e4)) / right.cumulative(1 - 1e4);
    assertThat(ratio).isCloseTo(Math.pow(1.7, 8), withinPercentage(0.1));
  }

  @Test
  void hugeUnitsDoNotOverflow() {
    StudentT law = new StudentT(3, -1.5e308, 1e308);
    assertThat(law.cumulative(1.5e308))
        .isCloseTo(new StudentT(3, 0, 1).cumulative(3), within(1e-14));
    assertThat(new Gaussian(-1.5e308, 1e308).logDensity(1.5e308))
        .isCloseTo(-4.5 - Math.log(2 * Math.PI) / 2 - Math.log(1e308), within(1e-10));
  }

  @Test
  void parametersAreChecked() {
    assertThatThrownBy(() -> new StudentT(0, 0, 1)).hasMessage("nu must be positive: was 0.0");
    assertThatThrownBy(() -> new StudentT(Double.NaN, 0, 1))
        .hasMessage("nu must be positive: was NaN");
    assertThatThrownBy(() -> new StudentT(3, 0, -1))
        .hasMessage("scale must be positive and finite: was -1.0");
    assertThatThrownBy(() -> new SkewStudentT(3, 0, 1, Double.POSITIVE_INFINITY))
        .hasMessage("skew must be positive and finite: was Infinity");
    assertThatThrownBy(() -> new Gaussian(Double.NaN, 1))
        .hasMessage("mean must be finite: was NaN");
  }
}
