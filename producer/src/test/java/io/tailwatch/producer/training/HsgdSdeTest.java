// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.sun.management.ThreadMXBean;
import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.producer.data.BadDataException;
import io.tailwatch.producer.data.DataSet;
import io.tailwatch.producer.data.DataSets;
import io.tailwatch.tails.fit.KolmogorovSmirnov;
import io.tailwatch.tails.fit.StudentT;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HsgdSdeTest {
  private static final HsgdSde.Options DEFAULTS = HsgdSde.Options.defaults();

  private static HsgdSde sde(
      RidgeRegression problem, int batch, double rate, HsgdSde.Options options, long seed) {
    return new HsgdSde(problem, batch, LearningRateSchedule.constant(rate), options, seed);
  }

  private static RidgeRegression problem(String data, double ridge) {
    return new RidgeRegression(DataSets.named(data), ridge);
  }

  /**
   * Theory: in one dimension without a ridge the stationary law is exactly Student's t with eta*
   * degrees of freedom about the minimiser. Steps are eight relaxation times apart, of which
   * exp(-8) is left; the scheme makes the scale 0.5 % too large, which moves the distribution by
   * 0.001.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0.3, 0.7})
  void inOneDimensionItIsStudentsT(double rate) {
    int batch = 1;
    RidgeRegression problem = problem("P2", 0);
    double lambda = problem.eigenvalues()[0];
    double etaStar = 1 + 2 * batch / (rate * lambda);
    double scale = Math.sqrt(2 * problem.minimumLoss() / (lambda * etaStar));
    var law = new StudentT(etaStar, problem.minimiser()[0], scale);
    HsgdSde sde = sde(problem, batch, rate, DEFAULTS.withSpacing(8), 1);
    sde.step();
    double[] sample = new double[40_000];
    for (int i = 0; i < sample.length; i++) {
      sde.step();
      sample[i] = sde.parameters()[0];
    }

    var test = KolmogorovSmirnov.test(sample, law);
    assertThat(test.exactP()).isGreaterThan(0.001);
    // The test would notice another law: with twice the degrees of freedom it is rejected.
    var other = new StudentT(2 * etaStar, problem.minimiser()[0], scale);
    assertThat(KolmogorovSmirnov.test(sample, other).exactP()).isLessThan(0.001);
  }

  /**
   * Theory: second moments solve a closed linear system, whose solution is m_i = c lambda_i (K + S)
   * / (2 a_i), with K = E 2L at the centre and S = sum lambda_j m_j. A ridge shifts the centre of
   * the noise from that of the drift. The scheme divides 2 a_i by 1 / (1 - a_i h / 2), at most 1 %.
   */
  @ParameterizedTest
  @ValueSource(strings = {"P3", "P5"})
  void secondMomentsSolveTheirLinearSystem(String data) {
    double ridge = 0.3;
    double rate = 0.1;
    RidgeRegression problem = problem(data, ridge);
    HsgdSde sde = sde(problem, 1, rate, DEFAULTS.withSpacing(1), 2);
    int batches = 40;
    int steps = 5_000;
    int d = sde.dimension();
    double[][] moments = new double[d][batches];
    for (int i = 0; i < 100; i++) {
      sde.step();
    }
    for (int b = 0; b < batches; b++) {
      for (int i = 0; i < steps; i++) {
        sde.step();
        for (int k = 0; k < d; k++) {
          double y = coordinate(problem, sde.parameters(), k);
          moments[k][b] += y * y / steps;
        }
      }
    }
    double[] exact = secondMoments(problem, 1, rate);
    for (int k = 0; k < d; k++) {
      double mean = Arrays.stream(moments[k]).average().orElseThrow();
      double sum = Arrays.stream(moments[k]).map(m -> (m - mean) * (m - mean)).sum();
      double error = Math.sqrt(sum / (batches - 1) / batches);
      // Four standard errors by batch means, and the scheme.
      assertThat(mean).as("direction %d", k).isCloseTo(exact[k], within(4 * error + 0.01 * mean));
      assertThat(error).as("sharp enough to mean something").isLessThan(0.02 * mean);
    }
  }

  private static double coordinate(RidgeRegression problem, double[] x, int k) {
    double[] direction = problem.direction(k);
    double[] centre = problem.minimiser();
    double sum = 0;
    for (int j = 0; j < x.length; j++) {
      sum += direction[j] * (x[j] - centre[j]);
    }
    return sum;
  }

  private static double[] secondMoments(RidgeRegression problem, int batch, double rate) {
    double[] lambda = problem.eigenvalues();
    double c = rate * rate / batch;
    double[] centre = problem.minimiser();
    double square = 0;
    for (double component : centre) {
      square += component * component;
    }
    // The objective is the loss and the ridge's part.
    double k = 2 * problem.objective(centre) - problem.ridge() * square;
    double share = 0;
    for (double each : lambda) {
      share += c * each * each / (2 * rate * (each + problem.ridge()));
    }
    double all = k / (1 - share);
    return Arrays.stream(lambda)
        .map(each -> c * each * all / (2 * rate * (each + problem.ridge())))
        .toArray();
  }

  /**
   * In one dimension the scheme with step h has the second moment c lambda K / (2 a - a^2 h - c
   * lambda^2), which tends to that of the diffusion with h: what is simulated is what it says.
   */
  @Test
  void errorOfTheSchemeVanishesWithItsStep() {
    double rate = 0.2;
    RidgeRegression problem = problem("P2", 0);
    double lambda = problem.eigenvalues()[0];
    double a = rate * lambda;
    double c = rate * rate;
    double limit = secondMoments(problem, 1, rate)[0];
    double previous = Double.POSITIVE_INFINITY;
    for (double share : new double[] {0.5, 0.1, 0.02}) {
      HsgdSde sde = sde(problem, 1, rate, DEFAULTS.withSpacing(3).withEulerStep(share), 3);
      double h = sde.stepTime(rate) / sde.eulerSteps();
      double ofScheme =
          c * lambda * 2 * problem.minimumLoss() / (2 * a - a * a * h - c * lambda * lambda);
      sde.step();
      int n = 200_000;
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sde.step();
        double y = coordinate(problem, sde.parameters(), 0);
        sum += y * y / n;
      }
      // The squares of Student's t(11) have a relative standard deviation of 1.7, and three
      // relaxation times make them independent: 0.004 in the mean; four of them and a bit.
      assertThat(sum / ofScheme).as("step %s", share).isCloseTo(1, within(0.018));
      assertThat(Math.abs(ofScheme - limit)).isLessThan(previous);
      previous = Math.abs(ofScheme - limit);
    }
    assertThat(previous).isLessThan(0.012 * limit);
  }

  @Test
  void eulerStepsFollowTheFasterOfDriftAndNoise() {
    // gamma (lambda_1 + delta) against gamma^2 lambda_1 tr H / B.
    HsgdSde calm = sde(problem("P1", 0.1), 1, 0.5, DEFAULTS, 1);
    RidgeRegression many = problem("P11", 0);
    HsgdSde wild = sde(many, 1, 0.038, DEFAULTS, 1);
    double intensity = 0.038 * Arrays.stream(many.eigenvalues()).sum();

    assertThat(calm.eulerSteps()).isEqualTo(25);
    assertThat(intensity).isGreaterThan(1.5);
    assertThat(wild.eulerSteps()).isEqualTo((int) Math.ceil(25 * intensity));
    assertThat(calm.stepTime(0.5)).isEqualTo(0.5 / (0.5 * (calmEigenvalue() + 0.1)));
  }

  private static double calmEigenvalue() {
    return problem("P1", 0.1).eigenvalues()[0];
  }

  @Test
  void startsAtTheMinimiserAndFollowsTheSchedule() {
    RidgeRegression problem = problem("P3", 0.1);
    var schedule = LearningRateSchedule.steps(0.4, new TreeMap<>(Map.of(2L, 0.1)));
    HsgdSde sde = new HsgdSde(problem, 2, schedule, DEFAULTS, 7);

    assertThat(sde.parameters()).containsExactly(problem.minimiser());
    assertThat(sde.learningRate()).isEqualTo(0.4);
    assertThat(sde.batchLoss()).isZero();
    sde.step();
    assertThat(sde.parameters()).isNotEqualTo(problem.minimiser());
    assertThat(sde.batchLoss()).isCloseTo(loss(problem, problem.minimiser()), within(1e-12));
    double[] before = sde.parameters().clone();
    sde.step();
    assertThat(sde.batchLoss()).isCloseTo(loss(problem, before), within(1e-12));
    sde.step();
    assertThat(sde.learningRate()).isEqualTo(0.1);
    assertThat(sde.stepTime(0.1)).isCloseTo(4 * sde.stepTime(0.4), within(1e-12));
    assertThat(sde.steps()).isEqualTo(3);
  }

  private static double loss(RidgeRegression problem, double[] x) {
    double square = Arrays.stream(x).map(c -> c * c).sum();
    return problem.objective(x) - problem.ridge() / 2 * square;
  }

  @Test
  void sameSeedGivesTheSameValuesAndAnotherSeedDoesNot() {
    RidgeRegression problem = problem("P5", 0.05);
    HsgdSde first = sde(problem, 1, 0.4, DEFAULTS, 5);
    HsgdSde second = sde(problem, 1, 0.4, DEFAULTS, 5);
    HsgdSde other = sde(problem, 1, 0.4, DEFAULTS, 6);
    for (int i = 0; i < 100; i++) {
      first.step();
      second.step();
      other.step();
    }
    assertThat(second.parameters()).containsExactly(first.parameters());
    assertThat(other.parameters()).isNotEqualTo(first.parameters());
  }

  @Test
  void statesTheProblemOfSgdAndNoKestenIndex() {
    RidgeRegression problem = problem("P1", 0.1);
    HsgdSde sde = sde(problem, 1, 0.5, DEFAULTS, 1);
    var sink = new RecordingSink();
    // It is pending until the trainer has been asked for it, on a thread of its own.
    var training = new LiveTraining(sde, sink, LiveTraining.Options.defaults().withRate(1000));
    try (training) {
      training.start();
      await().atMost(Duration.ofSeconds(60)).until(() -> sink.descriptors().size() == 2);
    }
    SeriesDescriptor last = sink.descriptors().get(1);

    assertThat(last).isEqualTo(sde.descriptor(0.5));
    assertThat(last.getProblem().getEigenvaluesCount()).isEqualTo(1);
    assertThat(last.getProblem().hasKesten()).isFalse();
    assertThat(last).isEqualTo(problem.descriptor(0.5, 1, 3125));
    // Panes count published steps, of which 20 relaxation times take 200 here.
    var dense = sde(problem, 1, 0.5, DEFAULTS.withSpacing(0.005), 1);
    assertThat(dense.descriptor(0.5).getWindow().getPaneSteps()).isEqualTo(4_000);
  }

  @Test
  void withoutAStationaryLawTheTrainingFails() throws InterruptedException {
    var options = LiveTraining.Options.defaults().withSteps(1_000_000);
    HsgdSde sde = sde(problem("P11", 0), 1, 0.5, DEFAULTS, 1);
    try (LiveTraining training = new LiveTraining(sde, new RecordingSink(), options).start()) {
      assertThat(training.await(Duration.ofSeconds(60))).isTrue();
      assertThat(training.failure())
          .hasValueSatisfying(why -> assertThat(why).contains("no longer finite"));
    }
  }

  @Test
  void directionsWithoutCurvatureStayAtTheMinimiser() {
    double[][] rows = {{1, 1}, {-1, -1}, {2, 2}, {0.5, 0.5}};
    var data = dataSet(rows, 1, -2, 1, 0);
    RidgeRegression problem = new RidgeRegression(data, 0.1);
    HsgdSde sde = sde(problem, 1, 0.1, DEFAULTS, 1);
    for (int i = 0; i < 1000; i++) {
      sde.step();
    }
    assertThat(coordinate(problem, sde.parameters(), 0)).isNotZero();
    assertThat(coordinate(problem, sde.parameters(), 1)).isCloseTo(0, within(1e-6));
  }

  @Test
  void stepAllocatesNothing() {
    HsgdSde sde = sde(problem("P5", 0.05), 1, 0.4, DEFAULTS, 5);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    sde.step();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 10_000; i++) {
      sde.step();
    }
    // One object a step would be at least 160 kB; the measurement itself may allocate a little.
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(20_000);
  }

  @Test
  void saysWhatIsWrong() {
    RidgeRegression problem = problem("P1", 0.1);
    assertThatThrownBy(() -> sde(problem, 0, 0.5, DEFAULTS, 1))
        .hasMessage("batchSize must be >= 1: was 0");
    assertThatThrownBy(() -> DEFAULTS.withSpacing(0))
        .hasMessage("spacing must be in [1e-3, 1e3]: was 0.0");
    assertThatThrownBy(() -> DEFAULTS.withEulerStep(1))
        .hasMessage("eulerStep must be in [1e-4, 0.5]: was 1.0");
    var exact = dataSet(new double[][] {{1, 0}, {0, 1}, {1, 1}}, 2, 3, 5);
    assertThatThrownBy(() -> sde(new RidgeRegression(exact, 0), 1, 0.1, DEFAULTS, 1))
        .isInstanceOf(BadDataException.class)
        .hasMessage("test: the rows are fitted exactly, so that hSGD has no noise");
  }

  private static DataSet dataSet(double[][] rows, double... targets) {
    return new DataSet("test", List.of("a", "b"), rows, targets, "made up", Optional.empty());
  }
}
