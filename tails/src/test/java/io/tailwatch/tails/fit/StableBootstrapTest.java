// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.tailwatch.tails.estimate.interval.EffectiveSize;
import io.tailwatch.tails.fit.AlphaInterval.Bootstrapped;
import io.tailwatch.tails.fit.AlphaInterval.Unavailable;
import io.tailwatch.tails.fit.FitResult.Fitted;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StableBootstrapTest {
  private static final BootstrapOptions OPTIONS = BootstrapOptions.standard();

  private static Fitted<StableLaw> fit(double[] sample) {
    return new StableFit().fit(sample).fitted().orElseThrow();
  }

  private static AlphaInterval interval(double[] sample, BootstrapOptions options) {
    double effective = EffectiveSize.of(sample);
    return StableBootstrap.of(
        fit(sample),
        sample,
        effective < sample.length ? options.withEffectiveSize(effective) : options);
  }

  private static Bootstrapped found(double[] sample) {
    return interval(sample, OPTIONS).bootstrapped().orElseThrow();
  }

  private static double width(double[] sample) {
    Bootstrapped found = found(sample);
    return found.upper() - found.lower();
  }

  /** Intervals of 95 % cover in 38 +- 1.4 of 40 samples; three standard errors. */
  @ParameterizedTest
  @CsvSource({"1.2, 0.37", "1.5, 0.6", "1.8, 0.8"})
  void coversTheAlphaOfDependentSamples(double alpha, double phi) {
    int runs = 40;
    int covered = 0;
    for (int run = 0; run < runs; run++) {
      double[] sample = Draws.autoregression(phi, new StableLaw(alpha, 0, 1, 0), 5_000, run);
      Bootstrapped found =
          interval(sample, OPTIONS.withBootstraps(79)).bootstrapped().orElseThrow();
      covered += found.lower() <= alpha && alpha <= found.upper() ? 1 : 0;
    }
    assertThat(covered).isBetween(33, 40);
  }

  @Test
  void ofIndependentValuesItIsAsWideAsTheStandardErrorSays() {
    var law = new StableLaw(1.5, 0.3, 2, 1);
    int n = 10_000;
    double error = StableErrors.of(law, n).orElseThrow().alpha();
    double widths = 0;
    for (int run = 0; run < 20; run++) {
      widths += width(Draws.of(law, n, 50 + run)) / 20;
    }
    // The widths of 120 samples had a spread of 16 %; of 20 it is 3.6 %, three times. A hundred
    // blocks widen by 2 %.
    assertThat(widths).isCloseTo(2 * 1.96 * error, withinPercentage(13));
  }

  @Test
  void dependenceWidensIt() {
    double[] dependent = Draws.autoregression(0.9, new StableLaw(1.5, 0, 1, 0), 20_000, 3);
    double[] independent = Draws.of(new StableLaw(1.5, 0, 1, 0), 20_000, 3);
    // Functions of the values have autocorrelations of up to 0.9^lag: up to 19 times the variance.
    assertThat(width(dependent) / width(independent)).isBetween(1.5, 5.0);
  }

  @Test
  void holdsTheFitAndStaysInItsRange() {
    for (double alpha : new double[] {0.6, 1.5, 2}) {
      double[] sample = Draws.of(new StableLaw(alpha, 0, 1, 0), 1_000, 4);
      Bootstrapped found = found(sample);
      double fitted = fit(sample).law().alpha();
      assertThat(found.lower()).isBetween(0.5, fitted);
      assertThat(found.upper()).isBetween(fitted, 2.0);
      assertThat(found.blocks()).isEqualTo(StableBootstrap.MOST_BLOCKS);
      assertThat(found.bootstraps()).isEqualTo(199);
    }
  }

  @Test
  void equalSeedsGiveEqualIntervals() {
    double[] sample = Draws.of(new StableLaw(1.5, 0, 1, 0), 1_000, 4);
    assertThat(found(sample)).isEqualTo(found(sample));
    assertThat(interval(sample, OPTIONS.withSeed(1))).isNotEqualTo(found(sample));
  }

  @Test
  void isTheSameInOtherUnits() {
    double[] sample = Draws.of(new StableLaw(1.5, 0.2, 1, 0), 1_000, 4);
    double[] scaled = new double[sample.length];
    for (int i = 0; i < sample.length; i++) {
      scaled[i] = Math.scalb(sample[i], 500);
    }
    // Powers of two change no digit.
    assertThat(found(scaled).lower()).isCloseTo(found(sample).lower(), withinPercentage(1e-6));
    assertThat(found(scaled).upper()).isCloseTo(found(sample).upper(), withinPercentage(1e-6));
  }

  @Test
  void tooDependentSamplesSayWhy() {
    double[] sample = Draws.of(new StableLaw(1.5, 0, 1, 0), 1_000, 4);
    AlphaInterval none = StableBootstrap.of(fit(sample), sample, OPTIONS.withEffectiveSize(100));
    assertThat(none)
        .isEqualTo(
            new Unavailable(
                FitProblem.TOO_FEW,
                "needs at least 20 blocks of 100 values, as 1000 values are worth 100 independent"
                    + " ones: were 10"));
    assertThat(none.bootstrapped()).isEmpty();
    assertThat(StableBootstrap.of(fit(sample), sample, OPTIONS.withEffectiveSize(200)))
        .isInstanceOfSatisfying(
            Bootstrapped.class, found -> assertThat(found.blocks()).isEqualTo(20));
  }

  @Test
  void endsWhenCancelled() {
    double[] sample = Draws.of(new StableLaw(1.5, 0, 1, 0), 1_000, 4);
    assertThatThrownBy(() -> interval(sample, OPTIONS.withCancellation(() -> true)))
        .isInstanceOf(CancellationException.class)
        .hasMessage("bootstrap cancelled after 0 resamples");
  }

  @Test
  void quantilesNeedEnoughResamples() {
    double[] sample = Draws.of(new StableLaw(1.5, 0, 1, 0), 1_000, 4);
    assertThatThrownBy(() -> interval(sample, OPTIONS.withBootstraps(38)))
        .hasMessage("bootstraps must be at least 39 for an interval: was 38");
    assertThat(interval(sample, OPTIONS.withBootstraps(39)).bootstrapped()).isPresent();
  }
}
