// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tailwatch.tails.fit.FitResult.Fitted;
import io.tailwatch.tails.fit.GoodnessOfFit.Bootstrap;
import io.tailwatch.tails.fit.GoodnessOfFit.NaiveFlaw;
import io.tailwatch.tails.fit.GoodnessOfFit.Unavailable;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GoodnessOfFitTest {
  private static final GaussianFit GAUSSIAN = new GaussianFit();
  private static final BootstrapOptions OPTIONS = BootstrapOptions.standard().withBootstraps(99);

  @Test
  void naivePIsTooLargeForFittedParametersAndCorrectedPIsUniform() {
    int samples = 400;
    int naiveRejections = 0;
    int rejections = 0;
    double sum = 0;
    for (int i = 0; i < samples; i++) {
      double[] sample = Draws.of(new Gaussian(3, 2), 50, 1000 + i);
      GoodnessOfFit<Gaussian> test = test(GAUSSIAN, sample, OPTIONS.withSeed(i));
      double p = test.corrected().bootstrap().orElseThrow().pValue();
      naiveRejections += test.naiveP() <= 0.05 ? 1 : 0;
      rejections += p <= 0.05 ? 1 : 0;
      sum += p;
    }
    // A right p-value rejects 20 of 400 (standard error 4.4); the naive one almost none.
    assertThat(naiveRejections).isLessThanOrEqualTo(1);
    assertThat(rejections).isBetween(7, 33);
    // Mean of multiples of 1/100 from 1/100 to 1: 0.505, standard error 0.289/20.
    assertThat(sum / samples).isCloseTo(0.505, within(0.044));
  }

  @Test
  void dependenceIsThinnedAway() {
    double phi = 0.9;
    int samples = 200;
    double effective = 1000 * (1 - phi) / (1 + phi);
    int ignoring = 0;
    int thinning = 0;
    for (int i = 0; i < samples; i++) {
      double[] sample = Draws.autoregression(phi, new Gaussian(0, 1), 1000, 50 + i);
      BootstrapOptions options = OPTIONS.withBootstraps(39).withSeed(i);
      if (i < 50) {
        ignoring += p(GAUSSIAN, sample, options) <= 0.05 ? 1 : 0;
      }
      thinning += p(GAUSSIAN, sample, options.withEffectiveSize(effective)) <= 0.05 ? 1 : 0;
    }
    // 5 % of 200 are 10, standard error 3.1; without thinning about 40 % of 50 are
    // rejected.
    assertThat(ignoring).isGreaterThan(10);
    assertThat(thinning).isBetween(1, 20);
  }

  @Test
  void theWrongLawIsRejectedAndTheRightOneAsRarelyAsItShould() {
    int wrong = 0;
    int right = 0;
    for (int i = 0; i < 40; i++) {
      double[] sample = Draws.of(new StudentT(3, 1, 2), 150, 5 + i);
      wrong += p(GAUSSIAN, sample, OPTIONS.withBootstraps(39)) <= 0.05 ? 1 : 0;
      right += p(new StudentTFit(), sample, OPTIONS.withBootstraps(39)) <= 0.05 ? 1 : 0;
    }
    // 5 % of 40 are 2; more than 7 come less than once in a thousand. 150 values let the distance
    // find the wrong law in more than half of the samples.
    assertThat(right).isLessThanOrEqualTo(7);
    assertThat(wrong).isGreaterThan(14);
  }

  @Test
  void theResultSaysWhatWasDone() {
    double[] sample = Draws.of(new Gaussian(0, 1), 1000, 5);
    BootstrapOptions options = OPTIONS.withEffectiveSize(300).withSeed(7);
    GoodnessOfFit<Gaussian> test = test(GAUSSIAN, sample, options);
    assertThat(test.naiveFlaws())
        .containsExactlyInAnyOrder(NaiveFlaw.FITTED_PARAMETERS, NaiveFlaw.DEPENDENT);
    assertThat(test.tied()).isFalse();
    assertThat(test.distance()).isEqualTo(KolmogorovSmirnov.distance(sample, test.fit().law()));
    Bootstrap bootstrap = test.corrected().bootstrap().orElseThrow();
    assertThat(bootstrap.thinning()).isEqualTo(4);
    assertThat(bootstrap.n()).isEqualTo(250);
    assertThat(bootstrap.bootstraps()).isEqualTo(99);
    assertThat(bootstrap.unfitted()).isZero();
    assertThat(bootstrap.seed()).isEqualTo(7);
    assertThat(bootstrap.distance()).isGreaterThan(test.distance() / 2);
    assertThat(test(GAUSSIAN, sample, options)).isEqualTo(test);
  }

  @Test
  void aLargeIndependentSampleIsThinnedToTheBoundAndNotCalledDependent() {
    double[] sample = Draws.of(new Gaussian(0, 1), 5001, 5);
    GoodnessOfFit<Gaussian> test = test(GAUSSIAN, sample, OPTIONS.withGreatestSize(1000));
    assertThat(test.naiveFlaws()).containsExactly(NaiveFlaw.FITTED_PARAMETERS);
    assertThat(test.corrected().bootstrap().orElseThrow().n()).isEqualTo(834);
  }

  @Test
  void tiedSampleIsDeclared() {
    double[] sample = Draws.of(new Gaussian(0, 1), 1000, 5);
    double[] rounded = Arrays.stream(sample).map(Math::rint).toArray();
    assertThat(test(GAUSSIAN, rounded, OPTIONS).tied()).isTrue();
  }

  @Test
  void thinnedTooFarForAFitHasAReasonInsteadOfAP() {
    double[] sample = Draws.of(new StudentT(3, 0, 1), 100, 5);
    var test = test(new StudentTFit(), sample, OPTIONS.withEffectiveSize(5));
    assertThat(test.corrected().bootstrap()).isEmpty();
    assertThat(test.corrected())
        .isEqualTo(new Unavailable(FitProblem.TOO_FEW, "needs at least 10 values: were 5"));
    assertThat(test(GAUSSIAN, sample, OPTIONS.withEffectiveSize(1e-300)).corrected().bootstrap())
        .hasValueSatisfying(bootstrap -> assertThat(bootstrap.n()).isEqualTo(2));
  }

  @Test
  void samplesWithoutAFitCountAsAsGreat() {
    double[] sample = Draws.of(new Gaussian(0, 1), 30, 5);
    AtomicInteger calls = new AtomicInteger();
    Fitter<Gaussian> moody =
        new Fitter<>() {
          @Override
          public String name() {
            return "moody";
          }

          @Override
          public FitResult<Gaussian> fit(double[] values) {
            return calls.getAndIncrement() < 2
                ? GAUSSIAN.fit(values)
                : new FitResult.Undefined<>(FitProblem.NOT_CONVERGED, "no mood");
          }
        };
    Bootstrap bootstrap = test(moody, sample, OPTIONS).corrected().bootstrap().orElseThrow();
    assertThat(bootstrap.pValue()).isEqualTo(1);
    assertThat(bootstrap.unfitted()).isEqualTo(99);
  }

  @Test
  void stopsWhenCancelled() {
    AtomicInteger asked = new AtomicInteger();
    BootstrapOptions options =
        OPTIONS.withBootstraps(100_000).withCancellation(() -> asked.incrementAndGet() > 3);
    double[] sample = Draws.of(new Gaussian(0, 1), 30, 5);
    assertThatThrownBy(() -> test(GAUSSIAN, sample, options))
        .isInstanceOf(CancellationException.class)
        .hasMessage("bootstrap cancelled after 3 samples");
  }

  @Test
  void optionsAreChecked() {
    assertThatThrownBy(() -> OPTIONS.withBootstraps(18))
        .hasMessage("bootstraps must be in [19, 100000]: was 18");
    assertThatThrownBy(() -> OPTIONS.withEffectiveSize(Double.NaN))
        .hasMessage("effectiveSize must be positive: was NaN");
    assertThatThrownBy(() -> OPTIONS.withGreatestSize(9))
        .hasMessage("greatestSize must be at least 10: was 9");
    assertThat(OPTIONS.effectiveSize()).isEqualTo(OptionalDouble.empty());
  }

  private static <L extends Law> GoodnessOfFit<L> test(
      Fitter<L> fitter, double[] sample, BootstrapOptions options) {
    Fitted<L> fit = fitter.fit(sample).fitted().orElseThrow();
    return GoodnessOfFit.of(fitter, fit, sample, options);
  }

  private static <L extends Law> double p(
      Fitter<L> fitter, double[] sample, BootstrapOptions options) {
    return test(fitter, sample, options).corrected().bootstrap().orElseThrow().pValue();
  }
}
