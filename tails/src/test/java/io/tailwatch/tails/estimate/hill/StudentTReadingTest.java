// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.hill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tailwatch.tails.estimate.Samples;
import java.math.BigDecimal;
import java.math.MathContext;
import org.apache.commons.math3.analysis.integration.IterativeLegendreGaussIntegrator;
import org.apache.commons.math3.distribution.TDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StudentTReadingTest {
  private static final double[] FRACTIONS = {0.1, 0.05, 0.02, 0.01, 0.005, 0.001, 0.0001};

  /** The published table of H_f(nu), to its printed digits. */
  @ParameterizedTest
  @CsvSource({
    "2, 1.85, 1.92, 1.97, 1.98, 1.99, 2.00, 2.00",
    "3, 2.45, 2.65, 2.81, 2.88, 2.93, 2.97, 2.99",
    "4, 2.87, 3.20, 3.49, 3.64, 3.74, 3.89, 3.96",
    "6, 3.37, 3.91, 4.45, 4.76, 5.02, 5.42, 5.73",
    "8, 3.67, 4.34, 5.07, 5.53, 5.91, 6.60, 7.21",
    "10, 3.86, 4.62, 5.50, 6.07, 6.56, 7.50, 8.41",
    "20, 4.27, 5.26, 6.49, 7.36, 8.18, 9.88, 11.9"
  })
  void everyEntryOfTheTableIsReproduced(
      double nu, String a, String b, String c, String d, String e, String f, String g) {
    String[] row = {a, b, c, d, e, f, g};
    for (int i = 0; i < row.length; i++) {
      BigDecimal printed = new BigDecimal(row[i]);
      BigDecimal value =
          new BigDecimal(StudentTReading.reading(nu, FRACTIONS[i]))
              .round(new MathContext(printed.precision()));
      assertThat(value).as("nu = %s, f = %s", nu, FRACTIONS[i]).isEqualByComparingTo(printed);
    }
  }

  /** Values by 25-digit arithmetic from the definition, integral of P(|T| > u e^z). */
  @ParameterizedTest
  @CsvSource({
    "1.5, 0.1, 1.45327079726",
    "1.5, 0.005, 1.499142096941",
    "2, 0.0001, 1.999849999583",
    "3, 0.1, 2.452581694363",
    "3, 0.005, 2.925484221689",
    "5.42, 0.005, 4.693217842348",
    "20, 0.0001, 11.91996212678",
    "100, 0.1, 4.624387496838",
    "100, 0.005, 9.83537350263",
    "100, 0.0001, 16.34531322297",
    "Infinity, 0.1, 4.71748212981",
    "Infinity, 0.02, 7.704701058699",
    "Infinity, 0.005, 10.30997606176",
    "Infinity, 0.001, 13.362738843340",
    "Infinity, 0.0001, 17.76849954993"
  })
  void readingsAgreeWithHighPrecisionValues(double nu, double f, double expected) {
    // The values have 12 significant digits.
    assertThat(StudentTReading.reading(nu, f)).isCloseTo(expected, within(1e-11 * expected));
  }

  /** The definition with other tools: quantile and tail of another library, integrated over z. */
  @ParameterizedTest
  @CsvSource({"0.7, 0.02", "1, 0.1", "3, 0.005", "5.42, 0.05", "12, 0.005", "40, 0.3"})
  void readingsAgreeWithTheDefinition(double nu, double f) {
    TDistribution law = new TDistribution(null, nu, 1e-14);
    double u = -law.inverseCumulativeProbability(f / 2);
    double end = 60 / nu + 8;
    double integral =
        new IterativeLegendreGaussIntegrator(12, 1e-11, 1e-14)
            .integrate(1_000_000, z -> 2 * law.cumulativeProbability(-u * Math.exp(z)), 0, end);
    // The library's quantile and tail are good to about 1e-9.
    assertThat(StudentTReading.reading(nu, f)).isCloseTo(f / integral, within(1e-8 * nu));
  }

  /** For nu = 2 the tail is 1 - x/sqrt(2 + x^2), and the integral has a closed form. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-6, 0.001, 0.1, 0.5, 0.9})
  void twoDegreesOfFreedomHaveAClosedForm(double f) {
    // P(|T| > x) = 1 - v with v = x/sqrt(2+x^2) = 1 - f; its integral over ln x is ln((1 + v) / (2
    // v)).
    double hill = Math.log1p(f / (2 * (1 - f))) / f;
    assertThat(StudentTReading.reading(2, f)).isCloseTo(1 / hill, within(1e-10));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-6, 1e-4, 0.001, 0.005, 0.02, 0.1, 0.5, 0.9})
  void indexUndoesReading(double f) {
    for (double nu : new double[] {0.02, 0.3, 0.9, 1, 2, 2.7, 4, 7, 13, 50, 300, 10_000}) {
      double back = StudentTReading.index(StudentTReading.reading(nu, f), f);
      // 1/nu comes back to 1e-14; at nu = 10,000 that is 1e-10 of nu.
      assertThat(back / nu).as("nu = %s", nu).isCloseTo(1, within(1e-9));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.0001, 0.005, 0.02, 0.5})
  void readingsGrowTowardsTheGaussianOne(double f) {
    double last = 0;
    for (double nu = 0.1; nu < 1e6; nu *= 1.3) {
      double reading = StudentTReading.reading(nu, f);
      assertThat(reading).isGreaterThan(last).isLessThan(nu * (1 + 1e-12));
      last = reading;
    }
    double limit = StudentTReading.gaussianReading(f);
    assertThat(last).isLessThan(limit).isCloseTo(limit, within(1e-4 * limit));
    assertThat(StudentTReading.reading(Double.POSITIVE_INFINITY, f)).isEqualTo(limit);
  }

  @Test
  void aGaussianReadingHasNoFiniteIndex() {
    double limit = StudentTReading.gaussianReading(0.005);
    assertThat(StudentTReading.index(limit, 0.005)).isInfinite();
    assertThat(StudentTReading.index(20, 0.005)).isInfinite();
    assertThat(StudentTReading.index(Double.POSITIVE_INFINITY, 0.005)).isInfinite();
    assertThat(StudentTReading.index(limit * 0.99, 0.005)).isFinite().isGreaterThan(100);
  }

  /** Seeded t(3): H_f(3) is what Hill reads, within four standard errors, reading / sqrt(k). */
  @ParameterizedTest
  @ValueSource(doubles = {0.005, 0.02, 0.1})
  void hillConvergesToThePopulationReading(double f) {
    HillPoint point = ExactHill.of(Samples.studentT(3, 400_000, 12), TailSide.BOTH).atFraction(f);
    double expected = StudentTReading.reading(3, f);
    assertThat(point.reading())
        .isCloseTo(expected, within(4 * expected / Math.sqrt(point.exceedances())));
  }

  @Test
  void repeatedCallsGiveTheSameBits() {
    double first = StudentTReading.index(2.9, 0.0051);
    for (int i = 0; i < 2000; i++) {
      StudentTReading.index(1.1 + i * 0.001, 0.0051);
    }
    assertThat(StudentTReading.index(2.9, 0.0051)).isEqualTo(first);
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertThatThrownBy(() -> StudentTReading.reading(0, 0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("nu must be positive: was 0.0");
    assertThatThrownBy(() -> StudentTReading.index(Double.NaN, 0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("reading must be positive: was NaN");
    assertThatThrownBy(() -> StudentTReading.gaussianReading(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tailFraction must be in (0, 1): was 1.0");
  }
}
