// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.tailwatch.tails.fit.FitResult.Undefined;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StableFitTest {
  private final StableFit fit = new StableFit();

  @ParameterizedTest
  @CsvSource({
    "0.6, 0",
    "0.6, 0.7",
    "0.8, -0.5",
    "1, 0",
    "1, 0.6",
    "1.2, -0.9",
    "1.3, 0.3",
    "1.5, 0",
    "1.5, 0.8",
    "1.75, -0.3",
    "1.9, 0"
  })
  void recoversParametersWithinTheirStandardErrors(double alpha, double beta) {
    var truth = new StableLaw(alpha, beta, 3, -2);
    double[] sample = Draws.of(truth, 20_000, 3);
    var law = fitted(sample);
    var errors = StableErrors.of(truth, sample.length).orElseThrow();
    // Of 44 values one beyond four errors has a probability of 0.003.
    assertThat(law.alpha()).isCloseTo(alpha, within(4 * errors.alpha()));
    assertThat(law.beta()).isCloseTo(beta, within(4 * errors.beta()));
    assertThat(law.scale()).isCloseTo(3, within(4 * errors.scale()));
    assertThat(law.location()).isCloseTo(-2, within(4 * errors.location()));
  }

  @Test
  void standardErrorsAreTheSpreadOfTheEstimates() {
    var truth = new StableLaw(1.5, 0.3, 2, 1);
    int n = 1000;
    int runs = 100;
    var errors = StableErrors.of(truth, n).orElseThrow();
    double alphas = 0;
    double betas = 0;
    double scales = 0;
    double locations = 0;
    for (int run = 0; run < runs; run++) {
      var law = fitted(Draws.of(truth, n, 100 + run));
      alphas += Math.pow(law.alpha() - 1.5, 2) / runs;
      betas += Math.pow(law.beta() - 0.3, 2) / runs;
      scales += Math.pow(law.scale() - 2, 2) / runs;
      locations += Math.pow(law.location() - 1, 2) / runs;
    }
    // A root mean square of 100 runs has a relative error of 7 percent: three of them and a bit.
    assertThat(Math.sqrt(alphas)).isCloseTo(errors.alpha(), withinPercentage(25));
    assertThat(Math.sqrt(betas)).isCloseTo(errors.beta(), withinPercentage(25));
    assertThat(Math.sqrt(scales)).isCloseTo(errors.scale(), withinPercentage(25));
    assertThat(Math.sqrt(locations)).isCloseTo(errors.location(), withinPercentage(25));
  }

  @Test
  void standardErrorsOfTheIndexAreNearTheInformationBound() {
    // Inverse Fisher information by differences of the density, computed apart: 1.2190, 1.5354.
    assertThat(StableErrors.of(new StableLaw(1.1, 0, 1, 0), 1).orElseThrow().alpha())
        .isBetween(1.2190, 1.2190 * 1.02);
    assertThat(StableErrors.of(new StableLaw(1.5, 0, 1, 0), 1).orElseThrow().alpha())
        .isBetween(1.5354, 1.5354 * 1.01);
    assertThat(StableErrors.of(new StableLaw(2, 0, 1, 0), 100)).isEmpty();
    assertThat(StableErrors.of(new StableLaw(1.5, 1, 1, 0), 100)).isEmpty();
    assertThatThrownBy(() -> StableErrors.of(new StableLaw(1.5, 0, 1, 0), 0))
        .hasMessage("n must be positive: was 0");
  }

  @Test
  void likelihoodIsAboveThatOfTheTruthAndOfTheQuantileFit() {
    var truth = new StableLaw(1.6, -0.5, 1, 0);
    double[] sample = Draws.of(truth, 3000, 4);
    double likelihood = fit.fit(sample).fitted().orElseThrow().logLikelihood();
    var exact = truth.tabulated();
    double ofTruth = Arrays.stream(sample).map(exact::logDensity).sum();
    double ofQuantiles = new McCullochFit().fit(sample).fitted().orElseThrow().logLikelihood();
    assertThat(likelihood).isGreaterThan(ofTruth).isGreaterThan(ofQuantiles);
    // Twice the gain is chi squared with four degrees of freedom: above 18.5 once in a thousand.
    assertThat(2 * (likelihood - ofTruth)).isLessThan(18.5);
  }

  @Test
  void gaussianSamplesEndAtOrNextToAlphaTwo() {
    for (int seed = 0; seed < 10; seed++) {
      var law = fitted(Draws.of(new StableLaw(2, 0, 1, 0), 2000, seed));
      assertThat(law.alpha()).isBetween(1.95, 2.0);
      if (law.alpha() == 2) {
        assertThat(law.beta()).isZero();
      }
      assertThat(law.scale()).isCloseTo(1, within(0.08));
    }
  }

  @Test
  void totallySkewedSamplesMayEndAtTheBound() {
    for (int seed = 0; seed < 5; seed++) {
      var law = fitted(Draws.of(new StableLaw(1.5, -1, 1, 0), 2000, seed));
      assertThat(law.alpha()).isCloseTo(1.5, within(0.15));
      assertThat(law.beta()).isBetween(-1.0, -0.9);
    }
  }

  @Test
  void shiftsAndStretchesWithTheSample() {
    double[] sample = Draws.of(new StableLaw(1.3, 0.4, 1, 0), 1000, 6);
    var law = fitted(sample);
    var moved = fitted(Arrays.stream(sample).map(x -> 1e-6 * x + 3).toArray());
    var stretched = fitted(Arrays.stream(sample).map(x -> 1e200 * x).toArray());
    // 3 + 1e-6 x keeps ten digits of x.
    assertThat(moved.alpha()).isCloseTo(law.alpha(), within(1e-6));
    assertThat(moved.beta()).isCloseTo(law.beta(), within(1e-6));
    assertThat(moved.scale()).isCloseTo(1e-6 * law.scale(), withinPercentage(1e-4));
    assertThat(moved.location()).isCloseTo(3 + 1e-6 * law.location(), within(1e-12));
    assertThat(stretched.alpha()).isCloseTo(law.alpha(), within(1e-8));
    assertThat(stretched.scale()).isCloseTo(1e200 * law.scale(), withinPercentage(1e-6));
  }

  @Test
  void mirroredSamplesHaveTheMirroredLaw() {
    double[] sample = Draws.of(new StableLaw(1.1, 0.7, 1, 5), 1000, 6);
    var law = fitted(sample);
    var mirrored = fitted(Arrays.stream(sample).map(x -> -x).toArray());
    assertThat(mirrored.alpha()).isCloseTo(law.alpha(), within(1e-6));
    assertThat(mirrored.beta()).isCloseTo(-law.beta(), within(1e-6));
    assertThat(mirrored.scale()).isCloseTo(law.scale(), within(1e-6));
    assertThat(mirrored.location()).isCloseTo(-law.location(), within(1e-6));
  }

  @Test
  void orderDoesNotMatterAndTheSampleIsLeftAlone() {
    double[] sample = Draws.of(new StableLaw(1.5, 0, 1, 0), 500, 8);
    double[] copy = sample.clone();
    double[] sorted = sample.clone();
    Arrays.sort(sorted);
    assertThat(fit.fit(sample)).isEqualTo(fit.fit(sorted));
    assertThat(sample).isEqualTo(copy);
  }

  @Test
  void samplesThatCannotBeFittedSayWhy() {
    assertThat(problem(new double[0])).isEqualTo(FitProblem.TOO_FEW);
    assertThat(problem(new double[] {1, 2, 3})).isEqualTo(FitProblem.TOO_FEW);
    assertThat(problem(new double[50])).isEqualTo(FitProblem.CONSTANT);
    double[] sample = Draws.of(new StableLaw(1.5, 0, 1, 0), 50, 1);
    sample[7] = Double.NEGATIVE_INFINITY;
    assertThat(problem(sample)).isEqualTo(FitProblem.NOT_FINITE);
    assertThat(problem(Draws.of(new StableLaw(0.3, 0, 1, 0), 1000, 1)))
        .isEqualTo(FitProblem.OUT_OF_RANGE);
    double[] tied = new double[100];
    Arrays.fill(tied, 0, 20, 1);
    assertThat(fit.fit(tied))
        .isInstanceOfSatisfying(
            Undefined.class,
            undefined -> {
              assertThat(undefined.problem()).isEqualTo(FitProblem.OUT_OF_RANGE);
              assertThat(undefined.detail())
                  .isEqualTo("quartile range over greatest magnitude must exceed 1e-100: was 0.0");
            });
  }

  @Test
  void hostileSamplesEndWithALawOrAReason() {
    double[] gauss = Draws.of(new StableLaw(2, 0, 1, 0), 200, 2);
    double[] wild = gauss.clone();
    wild[0] = 1e300;
    wild[1] = -1e300;
    double[] tiny = Arrays.stream(gauss).map(x -> x * 1e-307).toArray();
    double[] two = new double[100];
    Arrays.fill(two, 0, 50, 1);
    double[] twoHumps = new double[200];
    Arrays.setAll(twoHumps, i -> gauss[i] + (i % 2 == 0 ? 1000 : -1000));
    double[] lattice = new double[200];
    Arrays.setAll(lattice, i -> Math.rint(gauss[i]));
    double[] powers = new double[600];
    Arrays.setAll(powers, i -> Math.scalb(1.0, i - 300));
    double[] large = new double[100];
    Arrays.setAll(large, i -> i % 2 == 0 ? Double.MAX_VALUE * (1 - i * 1e-3) : -1e308 / (i + 1));
    for (double[] sample : new double[][] {wild, tiny, two, twoHumps, lattice, powers, large}) {
      fit.fit(sample)
          .fitted()
          .ifPresent(
              found -> {
                assertThat(found.law().alpha()).isBetween(0.5, 2.0);
                assertThat(found.law().cumulative(0)).isBetween(0.0, 1.0);
                assertThat(found.logLikelihood()).isNotNaN();
              });
    }
    // Two wild values of 200 do not move a bounded influence far.
    assertThat(fit.fit(gauss).fitted()).isPresent();
  }

  private StableLaw fitted(double[] sample) {
    return fit.fit(sample).fitted().orElseThrow().law();
  }

  private FitProblem problem(double[] sample) {
    return ((Undefined<StableLaw>) fit.fit(sample)).problem();
  }
}
