// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.tailwatch.tails.fit.FitResult.Fitted;
import io.tailwatch.tails.fit.FitResult.Undefined;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.SimpleValueChecker;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.SimplexOptimizer;
import org.apache.commons.statistics.distribution.TDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StudentTFitTest {
  private final StudentTFit fitter = new StudentTFit();

  @ParameterizedTest
  @CsvSource({"0.5, 500", "1, 60", "1.5, 2000", "3, 1000", "3, 40", "8, 1000", "20, 2000"})
  void agreesWithAnIndependentMaximisation(double nu, int n) {
    double[] sample = Draws.of(new StudentT(nu, 5, 0.2), n, 3);
    Fitted<StudentT> fit = fitter.fit(sample).fitted().orElseThrow();
    double[] other = simplexMaximum(sample, 5, 0.2, nu);
    assertThat(fit.law().location()).isCloseTo(other[0], within(1e-6 * fit.law().scale()));
    assertThat(fit.law().scale()).isCloseTo(other[1], withinPercentage(1e-4));
    assertThat(fit.law().nu()).isCloseTo(other[2], withinPercentage(1e-3));
    // No lower than what the simplex found, but for rounding.
    assertThat(fit.logLikelihood()).isGreaterThan(other[3] - 1e-8 * n);
    assertThat(fit.n()).isEqualTo(n);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 1.5, 3, 5})
  void recoversTheParametersWithinTheirStandardErrors(double nu) {
    int n = 40_000;
    StudentT law = fitted(Draws.of(new StudentT(nu, -3, 2), n, 17));
    // Inverse Fisher information (Lange, Little and Taylor, 1989): location and nu; four standard
    // errors, on a fixed seed.
    double locationError = 2 * Math.sqrt((nu + 3) / (nu + 1) / n);
    assertThat(law.location()).isCloseTo(-3, within(4 * locationError));
    double[] errors = scaleAndNuErrors(nu, n);
    assertThat(Math.log(law.scale() / 2)).isCloseTo(0, within(4 * errors[0]));
    assertThat(law.nu()).isCloseTo(nu, within(4 * errors[1]));
  }

  @Test
  void theScoreIsZeroAtTheFit() {
    double[] sample = Draws.of(new StudentT(2.5, 0, 1), 4000, 8);
    StudentT law = fitted(sample);
    double h = 1e-4;
    double[] slopes = {
      slope(x -> logLikelihood(sample, law.nu(), law.location() + x, law.scale()), h),
      slope(x -> logLikelihood(sample, law.nu(), law.location(), law.scale() * Math.exp(x)), h),
      slope(x -> logLikelihood(sample, law.nu() * Math.exp(x), law.location(), law.scale()), h)
    };
    // Curvatures are about n; so parameters are right to 1e-6 even by differences of 1e-4.
    for (double slope : slopes) {
      assertThat(slope / sample.length).isCloseTo(0, within(1e-6));
    }
  }

  @Test
  void gaussianSampleHasNoNuToReportAndItsOwnMoments() {
    // Quantiles of the normal law: tails lighter than normal, so that nu is infinite.
    double[] sample = new double[1000];
    Arrays.setAll(sample, i -> new Gaussian(3, 2).quantile((i + 0.5) / 1000));
    StudentT law = fitted(sample);
    Gaussian gaussian = new GaussianFit().fit(sample).fitted().orElseThrow().law();
    assertThat(law.reportedNu()).isEmpty();
    assertThat(law.nu()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(law.location()).isCloseTo(gaussian.mean(), within(1e-9));
    assertThat(law.scale()).isCloseTo(gaussian.standardDeviation(), within(1e-9));
    assertThat(law.description()).startsWith("t(nu > 200");
  }

  @Test
  void moderatelyManyTiesAreFitted() {
    // To one decimal, about 4 % of the values at the mode.
    double[] exact = Draws.of(new StudentT(3, 0, 1), 10_000, 5);
    double[] rounded = Arrays.stream(exact).map(x -> Math.rint(10 * x) / 10).toArray();
    assertThat(fitted(rounded).nu()).isCloseTo(fitted(exact).nu(), withinPercentage(1));
  }

  @Test
  void thirtyPercentZerosAreRefusedNotFittedByATinyNu() {
    double[] sample = Draws.of(new StudentT(3, 0, 1), 1000, 5);
    Arrays.fill(sample, 0, 300, 0);
    Undefined<StudentT> result = undefined(sample);
    assertThat(result.problem()).isEqualTo(FitProblem.UNBOUNDED_LIKELIHOOD);
    assertThat(result.detail())
        .isEqualTo("300 of 1000 values are identical: must be fewer than one in five");
  }

  @Test
  void aCrowdOfNearlyEqualValuesEndsAsUndefined() {
    Random random = new Random(1);
    double[] sample = Draws.of(new StudentT(0.3, 0, 1), 1000, 5);
    for (int i = 0; i < 600; i++) {
      sample[i] = 1e-12 * random.nextDouble();
    }
    assertThat(undefined(sample).problem()).isEqualTo(FitProblem.UNBOUNDED_LIKELIHOOD);
  }

  @Test
  void refusesWhatHasNoFit() {
    double[] ten = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    assertThat(fitter.fit(ten).fitted()).isPresent();
    assertThat(undefined(new double[0]).detail()).isEqualTo("needs at least 10 values: were 0");
    assertThat(undefined(Arrays.copyOf(ten, 9)).problem()).isEqualTo(FitProblem.TOO_FEW);
    double[] constant = new double[20];
    Arrays.fill(constant, 7);
    assertThat(undefined(constant).problem()).isEqualTo(FitProblem.CONSTANT);
    constant[3] = 8;
    assertThat(undefined(constant).problem()).isEqualTo(FitProblem.UNBOUNDED_LIKELIHOOD);
    ten[4] = Double.NaN;
    assertThat(undefined(ten).detail()).isEqualTo("values must be finite: value 4 was NaN");
    ten[4] = Double.NEGATIVE_INFINITY;
    assertThat(undefined(ten).problem()).isEqualTo(FitProblem.NOT_FINITE);
  }

  @Test
  void refusesAQuartileRangeLostAgainstTheGreatestValue() {
    double[] sample = Draws.of(new StudentT(3, 0, 1), 100, 5);
    sample[50] = 1e300;
    assertThat(undefined(sample).problem()).isEqualTo(FitProblem.OUT_OF_RANGE);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1000, -40, 3, 900})
  void scaleEquivariantExactlyForPowersOfTwo(int power) {
    double[] sample = Draws.of(new StudentT(3, 1, 1), 500, 6);
    StudentT law = fitted(sample);
    StudentT scaled = fitted(Arrays.stream(sample).map(x -> Math.scalb(x, power)).toArray());
    assertThat(scaled.nu()).isEqualTo(law.nu());
    assertThat(scaled.scale()).isEqualTo(Math.scalb(law.scale(), power));
    assertThat(scaled.location()).isEqualTo(Math.scalb(law.location(), power));
  }

  @Test
  void equivariantUnderShiftAndReflectionAndBlindToOrder() {
    double[] sample = Draws.of(new StudentT(3, 1, 1), 500, 6);
    StudentT law = fitted(sample);
    StudentT moved = fitted(Arrays.stream(sample).map(x -> 40 - 3 * x).toArray());
    assertThat(moved.nu()).isCloseTo(law.nu(), withinPercentage(1e-6));
    assertThat(moved.scale()).isCloseTo(3 * law.scale(), withinPercentage(1e-6));
    assertThat(moved.location()).isCloseTo(40 - 3 * law.location(), within(1e-8));
    double[] sorted = sample.clone();
    Arrays.sort(sorted);
    assertThat(fitter.fit(sorted)).isEqualTo(fitter.fit(sample));
  }

  @Test
  void digammaDifferenceHasItsClosedFormsAndExpansion() {
    // psi(1) - psi(1/2) = 2 ln 2 and psi(3/2) - psi(1) = 2 - 2 ln 2.
    assertThat(DegreesOfFreedom.normalisation(1)).isCloseTo(2 * Math.log(2) - 1, within(1e-14));
    assertThat(DegreesOfFreedom.normalisation(2)).isCloseTo(1.5 - 2 * Math.log(2), within(1e-14));
    assertThat(DegreesOfFreedom.normalisation(1e5)).isCloseTo(5e-11, withinPercentage(1e-7));
    // Continuous where the series takes over.
    assertThat(DegreesOfFreedom.normalisation(32 - 1e-9))
        .isCloseTo(DegreesOfFreedom.normalisation(32), withinPercentage(1e-6));
  }

  private StudentT fitted(double[] sample) {
    return fitter.fit(sample).fitted().orElseThrow().law();
  }

  private Undefined<StudentT> undefined(double[] sample) {
    return (Undefined<StudentT>) fitter.fit(sample);
  }

  private static double slope(DoubleUnaryOperator f, double h) {
    return (f.applyAsDouble(h) - f.applyAsDouble(-h)) / (2 * h);
  }

  /** By the library's density, apart from the code under test. */
  private static double logLikelihood(double[] sample, double nu, double location, double scale) {
    TDistribution law = TDistribution.of(nu);
    double sum = -sample.length * Math.log(scale);
    for (double x : sample) {
      sum += law.logDensity((x - location) / scale);
    }
    return sum;
  }

  private static double[] simplexMaximum(
      double[] sample, double location, double scale, double nu) {
    double[] point = {location, Math.log(scale), Math.log(nu)};
    double value = 0;
    for (double size : new double[] {0.1, 0.01, 1e-3}) {
      var found =
          new SimplexOptimizer(new SimpleValueChecker(-1, 1e-12))
              .optimize(
                  new MaxEval(5000),
                  GoalType.MAXIMIZE,
                  new ObjectiveFunction(
                      p -> logLikelihood(sample, Math.exp(p[2]), p[0], Math.exp(p[1]))),
                  new InitialGuess(point),
                  new NelderMeadSimplex(3, size));
      point = found.getPoint();
      value = found.getValue();
    }
    return new double[] {point[0], Math.exp(point[1]), Math.exp(point[2]), value};
  }

  /**
   * Standard errors of ln scale and nu from the information per value, by numerical integration.
   */
  private static double[] scaleAndNuErrors(double nu, int n) {
    int steps = 4_000;
    double[][] information = new double[2][2];
    TDistribution law = TDistribution.of(nu);
    TDistribution above = TDistribution.of(nu + 1e-4);
    TDistribution below = TDistribution.of(nu - 1e-4);
    for (int i = 0; i < steps; i++) {
      double z = law.inverseCumulativeProbability((i + 0.5) / steps / 2);
      double scaleScore = (nu + 1) * z * z / (nu + z * z) - 1;
      double nuScore = (above.logDensity(z) - below.logDensity(z)) / 2e-4;
      information[0][0] += scaleScore * scaleScore / steps;
      information[0][1] += scaleScore * nuScore / steps;
      information[1][1] += nuScore * nuScore / steps;
    }
    double determinant =
        information[0][0] * information[1][1] - information[0][1] * information[0][1];
    return new double[] {
      Math.sqrt(information[1][1] / determinant / n), Math.sqrt(information[0][0] / determinant / n)
    };
  }
}
