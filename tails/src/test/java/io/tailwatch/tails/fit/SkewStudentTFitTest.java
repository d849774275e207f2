// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.tailwatch.tails.fit.FitResult.Fitted;
import io.tailwatch.tails.fit.FitResult.Undefined;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SkewStudentTFitTest {
  private final SkewStudentTFit fitter = new SkewStudentTFit();

  @ParameterizedTest
  @CsvSource({"1, 1.3", "3, 1", "3, 0.5", "6, 2.5"})
  void recoversTheParametersOfALargeSample(double nu, double skew) {
    SkewStudentT law = fitted(Draws.of(new SkewStudentT(nu, 10, 0.3, skew), 10_000, 4));
    // Standard deviations over 60 such samples are at most 0.021 (ln skew, ln scale), 0.064 (ln nu)
    // and 0.023 scales (location): four of them.
    assertThat(Math.log(law.skew() / skew)).isCloseTo(0, within(0.084));
    assertThat(Math.log(law.scale() / 0.3)).isCloseTo(0, within(0.084));
    assertThat(Math.log(law.nu() / nu)).isCloseTo(0, within(0.26));
    assertThat(law.location()).isCloseTo(10, within(0.092 * 0.3));
  }

  @Test
  void noNearbyParametersAreLikelier() {
    double[] sample = Draws.of(new SkewStudentT(3, 0, 1, 1.5), 1000, 9);
    Fitted<SkewStudentT> fit = fitter.fit(sample).fitted().orElseThrow();
    SkewStudentT law = fit.law();
    for (double step : new double[] {-0.1, -0.01, -1e-3, 1e-3, 0.01, 0.1}) {
      double factor = Math.exp(step);
      for (SkewStudentT other :
          List.of(
              new SkewStudentT(law.nu() * factor, law.location(), law.scale(), law.skew()),
              new SkewStudentT(law.nu(), law.location() + step, law.scale(), law.skew()),
              new SkewStudentT(law.nu(), law.location(), law.scale() * factor, law.skew()),
              new SkewStudentT(law.nu(), law.location(), law.scale(), law.skew() * factor))) {
        double likelihood = Arrays.stream(sample).map(other::logDensity).sum();
        assertThat(likelihood).as(other.description()).isLessThan(fit.logLikelihood());
      }
    }
  }

  @Test
  void isNeverLessLikelyThanTheSymmetricFitAndAicTellsThemApart() {
    double[] symmetric = Draws.of(new StudentT(3, 0, 1), 2000, 2);
    double[] skew = Draws.of(new SkewStudentT(3, 0, 1, 1.5), 2000, 2);
    for (double[] sample : List.of(symmetric, skew)) {
      double gain =
          fitter.fit(sample).fitted().orElseThrow().logLikelihood()
              - new StudentTFit().fit(sample).fitted().orElseThrow().logLikelihood();
      assertThat(gain).isGreaterThan(-1e-9 * sample.length);
    }
    assertThat(new StudentTFit().fit(symmetric).fitted().orElseThrow().aic())
        .isLessThan(fitter.fit(symmetric).fitted().orElseThrow().aic());
    assertThat(fitter.fit(skew).fitted().orElseThrow().aic())
        .isLessThan(new StudentTFit().fit(skew).fitted().orElseThrow().aic());
  }

  @Test
  void mirroredSampleGivesTheMirroredLaw() {
    double[] sample = Draws.of(new SkewStudentT(3, 1, 1, 1.5), 800, 6);
    SkewStudentT law = fitted(sample);
    SkewStudentT mirrored = fitted(Arrays.stream(sample).map(x -> 5 - 1e200 * x).toArray());
    // The simplex stops where the likelihood is flat to rounding: 1e-5 is far below the
    // standard errors, 0.05 and more.
    assertThat(mirrored.nu()).isCloseTo(law.nu(), withinPercentage(1e-3));
    assertThat(mirrored.skew()).isCloseTo(1 / law.skew(), withinPercentage(1e-3));
    assertThat(mirrored.scale()).isCloseTo(1e200 * law.scale(), withinPercentage(1e-3));
    assertThat(mirrored.location()).isCloseTo(-1e200 * law.location(), withinPercentage(1e-3));
  }

  @Test
  void aSampleOnOneSideOfItsModeIsRefused() {
    double[] pareto = new double[500];
    Arrays.setAll(pareto, i -> Math.pow((i + 0.5) / 500, -1 / 2.0));
    Undefined<SkewStudentT> result = (Undefined<SkewStudentT>) fitter.fit(pareto);
    assertThat(result.problem()).isEqualTo(FitProblem.OUT_OF_RANGE);
    assertThat(result.detail()).contains("one side of its mode");
  }

  @Test
  void refusesWhatTheSymmetricFitRefuses() {
    for (double[] sample :
        List.of(
            new double[0],
            new double[] {1, Double.NaN},
            new double[50],
            new double[] {1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2})) {
      Undefined<SkewStudentT> result = (Undefined<SkewStudentT>) fitter.fit(sample);
      Undefined<StudentT> symmetric = (Undefined<StudentT>) new StudentTFit().fit(sample);
      assertThat(result.problem()).isEqualTo(symmetric.problem());
    }
  }

  private SkewStudentT fitted(double[] sample) {
    return fitter.fit(sample).fitted().orElseThrow().law();
  }
}
