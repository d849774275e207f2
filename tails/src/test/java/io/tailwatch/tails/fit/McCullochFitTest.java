// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tailwatch.tails.fit.FitResult.Undefined;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class McCullochFitTest {
  private final McCullochFit fit = new McCullochFit();

  @Test
  void tablesAreQuantilesOfTheLaw() {
    // Every sixth row and every column; all of them take the same code.
    for (int i = 0; i < McCullochTables.ALPHAS; i += 6) {
      for (int j = 0; j < McCullochTables.BETAS; j++) {
        double alpha = McCullochTables.FIRST_ALPHA + i * McCullochTables.ALPHA_STEP;
        var law = new StableLaw(alpha, j * McCullochTables.BETA_STEP, 1, 0);
        double q05 = law.quantile(0.05);
        double q50 = law.quantile(0.5);
        double q95 = law.quantile(0.95);
        double range = law.quantile(0.75) - law.quantile(0.25);
        double half = 5.1e-6;
        assertThat(McCullochTables.NU_ALPHA[i][j]).isCloseTo((q95 - q05) / range, within(half));
        assertThat(McCullochTables.NU_BETA[i][j])
            .isCloseTo((q95 + q05 - 2 * q50) / (q95 - q05), within(half));
        assertThat(McCullochTables.NU_C[i][j]).isCloseTo(range, within(half));
        assertThat(McCullochTables.NU_ZETA[i][j]).isCloseTo(-q50, within(half));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    // nu_alpha and alpha of the symmetric column of the printed table III.
    "2.439, 2",
    "2.5, 1.916",
    "2.7, 1.729",
    "3, 1.563",
    "3.5, 1.391",
    "4, 1.279",
    "5, 1.128",
    "6, 1.029",
    "8, 0.896",
    "10, 0.818",
    "15, 0.698",
    "25, 0.593"
  })
  void printedTableIsMetToItsRounding(double nuAlpha, double alpha) {
    var found = McCullochQuantiles.of(withQuantiles(-nuAlpha / 2, -0.5, 0, 0.5, nuAlpha / 2));
    // Straight lines in his table and in ours.
    assertThat(found.alpha()).isCloseTo(alpha, within(0.006));
    assertThat(found.beta()).isZero();
    assertThat(found.location()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"0.6, 0", "0.9, -0.5", "1, 1", "1.25, 0.3", "1.62, 0.8", "1.9, -0.6"})
  void quantilesOfALawGiveItsParameters(double alpha, double beta) {
    var law = new StableLaw(alpha, beta, 1, 0);
    var found =
        McCullochQuantiles.of(
            withQuantiles(
                law.quantile(0.05),
                law.quantile(0.25),
                law.quantile(0.5),
                law.quantile(0.75),
                law.quantile(0.95)));
    // Interpolation in straight lines.
    assertThat(found.alpha()).isCloseTo(alpha, within(0.004));
    assertThat(found.beta()).isCloseTo(beta, within(0.03));
  }

  @ParameterizedTest
  @CsvSource({"0.7, 0.5", "1.2, -0.4", "1.5, 0", "1.8, 0.5"})
  void recoversTheParametersOfASample(double alpha, double beta) {
    double[] sample = sample(new StableLaw(alpha, beta, 3, -2), 20_000);
    var law = fit.fit(sample).fitted().orElseThrow().law();
    var errors = StableErrors.of(law, sample.length).orElseThrow();
    // Its errors are at most three times those of the efficient fit; four of them, and the table's.
    assertThat(law.alpha()).isCloseTo(alpha, within(12 * errors.alpha() + 0.004));
    assertThat(law.beta()).isCloseTo(beta, within(12 * errors.beta() + 0.03));
    assertThat(law.scale()).isCloseTo(3, within(12 * errors.scale()));
    assertThat(law.location()).isCloseTo(-2, within(12 * errors.location() + 0.1));
  }

  @Test
  void signChangesWithTheSample() {
    double[] sample = sample(new StableLaw(1.4, 0.6, 1, 0), 2000);
    double[] mirror = Arrays.stream(sample).map(x -> -x).toArray();
    var law = fit.fit(sample).fitted().orElseThrow().law();
    var mirrored = fit.fit(mirror).fitted().orElseThrow().law();
    assertThat(mirrored.alpha()).isCloseTo(law.alpha(), within(1e-12));
    assertThat(mirrored.beta()).isCloseTo(-law.beta(), within(1e-12));
    assertThat(mirrored.location()).isCloseTo(-law.location(), within(1e-12));
  }

  @Test
  void lighterThanGaussianIsAlphaTwoWithoutBeta() {
    double[] uniform = new double[1001];
    Arrays.setAll(uniform, i -> i);
    var law = fit.fit(uniform).fitted().orElseThrow().law();
    assertThat(law.alpha()).isEqualTo(2);
    assertThat(law.beta()).isZero();
    assertThat(law.location()).isCloseTo(500, within(1e-9));
  }

  @Test
  void hostileSamplesAreUndefinedWithAReason() {
    assertThat(problem(new double[0])).isEqualTo(FitProblem.TOO_FEW);
    assertThat(problem(new double[29])).isEqualTo(FitProblem.TOO_FEW);
    assertThat(problem(new double[100])).isEqualTo(FitProblem.CONSTANT);
    double[] mostlyZero = new double[100];
    mostlyZero[3] = 1;
    assertThat(problem(mostlyZero)).isEqualTo(FitProblem.OUT_OF_RANGE);
    mostlyZero[3] = Double.NaN;
    assertThat(problem(mostlyZero)).isEqualTo(FitProblem.NOT_FINITE);
    double[] veryHeavy = sample(new StableLaw(0.3, 0, 1, 0), 500);
    assertThat(problem(veryHeavy)).isEqualTo(FitProblem.OUT_OF_RANGE);
  }

  private FitProblem problem(double[] sample) {
    return ((Undefined<StableLaw>) fit.fit(sample)).problem();
  }

  private static double[] sample(StableLaw law, int n) {
    return Draws.of(law, n, 5);
  }

  /** A hundred ascending values with these quantiles in the convention of the estimator. */
  private static double[] withQuantiles(double... quantiles) {
    double greatest = Math.max(Math.abs(quantiles[0]), Math.abs(quantiles[4]));
    int[] below = {5, 25, 50, 75, 95};
    double[] values = new double[100];
    for (int i = 0; i < values.length; i++) {
      int nearest = 0;
      for (int k = 1; k < below.length; k++) {
        if (Math.abs(i + 0.5 - below[k]) < Math.abs(i + 0.5 - below[nearest])) {
          nearest = k;
        }
      }
      values[i] = quantiles[nearest] / greatest;
    }
    return values;
  }
}
