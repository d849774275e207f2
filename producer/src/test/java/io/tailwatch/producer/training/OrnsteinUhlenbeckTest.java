// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.sun.management.ThreadMXBean;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.OptimizerKind;
import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.producer.training.OrnsteinUhlenbeck.Noise;
import io.tailwatch.producer.training.OrnsteinUhlenbeck.Options;
import io.tailwatch.tails.fit.Gaussian;
import io.tailwatch.tails.fit.KolmogorovSmirnov;
import io.tailwatch.tails.fit.Law;
import io.tailwatch.tails.fit.StableLaw;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrnsteinUhlenbeckTest {
  private static final double THETA = 2;
  private static final double SIGMA = 3;

  /** Coordinates are independent copies, so that one vector is a sample of this size. */
  private static final int COPIES = 5_000;

  /** By chance once in a thousand; seeds are fixed. */
  private static final double LEAST_P = 0.001;

  private static Options options(double alpha, double beta, double spacing) {
    Noise noise = alpha == 2 ? new Noise.Brownian() : new Noise.Stable(alpha, beta);
    return new Options(COPIES, THETA, SIGMA, noise, spacing);
  }

  /** Of sigma times the integral of exp(-theta t) dL over time. */
  private static Law law(double alpha, double beta, double time) {
    double share = 1 - Math.exp(-alpha * THETA * time);
    double scale = SIGMA * Math.pow(share / (alpha * THETA), 1 / alpha);
    if (alpha == 2) {
      return new Gaussian(0, scale);
    }
    double shift = beta == 0 ? 0 : beta * scale * Math.tan(Math.PI * alpha / 2);
    return new StableLaw(alpha, beta, scale, shift).tabulated();
  }

  private static double p(double[] sample, Law law) {
    return KolmogorovSmirnov.test(sample, law).exactP();
  }

  @ParameterizedTest
  @CsvSource({"2, 0", "1.8, 0", "1.5, 0", "1.5, 0.7", "1.2, -1", "1, 0", "0.8, 0.5", "0.5, 0"})
  void startsInItsStationaryLawAndStaysThere(double alpha, double beta) {
    var process = new OrnsteinUhlenbeck(options(alpha, beta, 0.3), 11);
    Law stationary = law(alpha, beta, Double.POSITIVE_INFINITY);

    assertThat(p(process.parameters(), stationary)).isGreaterThan(LEAST_P);
    for (int i = 0; i < 40; i++) {
      process.step();
    }
    assertThat(p(process.parameters(), stationary)).isGreaterThan(LEAST_P);
  }

  @ParameterizedTest
  @CsvSource({"2, 0", "1.8, 0", "1.5, 0.7", "1.2, 0", "1, 0", "0.8, 0.5"})
  void threeStepsAreTheTransitionOfThreeTimesTheTime(double alpha, double beta) {
    double spacing = 0.3;
    var process = new OrnsteinUhlenbeck(options(alpha, beta, spacing), 12);
    double[] before = process.parameters().clone();
    for (int i = 0; i < 3; i++) {
      process.step();
    }
    double[] added = new double[COPIES];
    int sameSign = 0;
    for (int i = 0; i < COPIES; i++) {
      added[i] = process.parameters()[i] - Math.exp(-3 * spacing) * before[i];
      sameSign += Math.signum(added[i]) == Math.signum(before[i]) ? 1 : 0;
    }

    assertThat(p(added, law(alpha, beta, 3 * spacing / THETA))).isGreaterThan(LEAST_P);
    // What is added does not know where it started: of symmetric ones, half have the same sign,
    // with
    // a standard error of 0.5 / sqrt(COPIES); four of them.
    if (beta == 0) {
      assertThat(sameSign / (double) COPIES).isCloseTo(0.5, within(2 / Math.sqrt(COPIES)));
    }
  }

  @Test
  void brownianAutocorrelationIsExponential() {
    double spacing = 0.4;
    int n = 400_000;
    var process =
        new OrnsteinUhlenbeck(
            Options.brownian().withTheta(THETA).withSigma(SIGMA).withSpacing(spacing), 5);
    double[] path = new double[n];
    for (int i = 0; i < n; i++) {
      process.step();
      path[i] = process.parameters()[0];
    }
    double variance = SIGMA * SIGMA / (2 * THETA);
    for (int lag = 0; lag <= 6; lag++) {
      double sum = 0;
      for (int i = lag; i < n; i++) {
        sum += path[i] * path[i - lag];
      }
      // The products of a Gaussian path have long-run variance (1 + rho^2)/(1 - rho^2) at lag 0
      // and less than twice that at any lag, in units of the variance squared.
      double rho = Math.exp(-spacing);
      double error = Math.sqrt(2 * (1 + rho * rho) / (1 - rho * rho) / n);
      assertThat(sum / (n - lag) / variance)
          .as("lag %d", lag)
          .isCloseTo(Math.exp(-lag * spacing), within(4 * error));
    }
  }

  @Test
  void sameSeedGivesTheSameValuesAndOtherSeedsIndependentOnes() {
    var first = new OrnsteinUhlenbeck(options(1.5, 0, 0.5), 1);
    var second = new OrnsteinUhlenbeck(options(1.5, 0, 0.5), 1);
    var other = new OrnsteinUhlenbeck(options(1.5, 0, 0.5), 2);
    for (int i = 0; i < 10; i++) {
      first.step();
      second.step();
      other.step();
    }
    int sameSign = 0;
    for (int i = 0; i < COPIES; i++) {
      sameSign += first.parameters()[i] > 0 == other.parameters()[i] > 0 ? 1 : 0;
    }

    assertThat(second.parameters()).containsExactly(first.parameters());
    // Four standard errors.
    assertThat(sameSign / (double) COPIES).isCloseTo(0.5, within(2 / Math.sqrt(COPIES)));
  }

  @Test
  void descriptorStatesCentreAndDirectionAndNoTheory() {
    SeriesDescriptor descriptor =
        new OrnsteinUhlenbeck(Options.stable(1.5).withDimension(3).withSpacing(0.001), 1)
            .descriptor(0);

    assertThat(descriptor.getCentreList()).containsExactly(0.0, 0.0, 0.0);
    assertThat(descriptor.getDirections(0).getComponentsList()).containsExactly(1.0, 0.0, 0.0);
    assertThat(descriptor.hasProblem()).isFalse();
    assertThat(descriptor.getOptimizer().getKind()).isEqualTo(OptimizerKind.OPTIMIZER_KIND_OTHER);
    assertThat(descriptor.getObservablesList())
        .containsExactly(Observable.OBSERVABLE_PROJECTION, Observable.OBSERVABLE_NORM);
    // Twenty relaxation times.
    assertThat(descriptor.getWindow().getPaneSteps()).isEqualTo(20_000);
    assertThat(descriptor.getWindow().getPanes()).isEqualTo(32);
    SeriesDescriptor single = new OrnsteinUhlenbeck(Options.brownian(), 1).descriptor(0);
    assertThat(single.getObservablesList()).containsExactly(Observable.OBSERVABLE_PROJECTION);
    assertThat(single.getWindow().getPaneSteps()).isEqualTo(3125);
  }

  @Test
  void trainsLiveWithoutALearningRate() throws InterruptedException {
    var sink = new RecordingSink();
    var options = LiveTraining.Options.defaults().withSteps(100);
    try (LiveTraining training =
        new LiveTraining(new OrnsteinUhlenbeck(Options.stable(0.5), 3), sink, options).start()) {
      assertThat(training.await(Duration.ofSeconds(30))).isTrue();
      assertThat(training.progress().state()).isEqualTo(LiveTraining.State.FINISHED);
    }
    assertThat(sink.iterates()).hasSize(100).allMatch(i -> i.learningRate() == 0);
    assertThat(sink.descriptors()).isNotEmpty().noneMatch(SeriesDescriptor::hasProblem);
  }

  @Test
  void lossIsThePotentialBeforeTheStep() {
    var process = new OrnsteinUhlenbeck(options(2, 0, 1), 4);
    assertThat(process.batchLoss()).isZero();
    double squares = Arrays.stream(process.parameters()).map(x -> x * x).sum();

    process.step();

    // The stream's sum is compensated, the process' is not.
    assertThat(process.batchLoss()).isCloseTo(THETA / 2 * squares, withinPercentage(1e-12));
  }

  @Test
  void stepAllocatesNothing() {
    for (double alpha : new double[] {2, 1.5}) {
      var process = new OrnsteinUhlenbeck(options(alpha, 0, 1).withDimension(10), 4);
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      process.step();
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 10_000; i++) {
        process.step();
      }
      // One object a step would be at least 160 kB; the measurement itself may allocate a little.
      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(20_000);
    }
  }

  @Test
  void optionsSayWhatIsWrong() {
    assertThatThrownBy(() -> Options.stable(2)).hasMessage("alpha must be in [0.5, 2): was 2.0");
    assertThatThrownBy(() -> Options.stable(0.4)).hasMessage("alpha must be in [0.5, 2): was 0.4");
    assertThatThrownBy(() -> new Noise.Stable(1.5, 1.1))
        .hasMessage("beta must be in [-1, 1]: was 1.1");
    assertThatThrownBy(() -> new Noise.Stable(1, 0.5))
        .hasMessage("beta must be 0 at alpha = 1: was 0.5");
    Options options = Options.brownian();
    assertThatThrownBy(() -> options.withDimension(0)).hasMessage("dimension must be >= 1: was 0");
    assertThatThrownBy(() -> options.withTheta(0))
        .hasMessage("theta must be finite and > 0: was 0.0");
    assertThatThrownBy(() -> options.withSigma(Double.POSITIVE_INFINITY))
        .hasMessage("sigma must be finite and > 0: was Infinity");
    assertThatThrownBy(() -> options.withSpacing(0))
        .hasMessage("spacing must be in [1e-6, 1e3]: was 0.0");
  }
}
