// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.tailwatch.producer.data.DataSet;
import io.tailwatch.producer.data.DataSets;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;

class RidgeSgdTest {
  private static RidgeSgd sgd(String data, double ridge, int batch, double rate, long seed) {
    return new RidgeSgd(
        new RidgeRegression(DataSets.named(data), ridge),
        batch,
        LearningRateSchedule.constant(rate),
        seed,
        RidgeSgd.Start.ZERO);
  }

  @Test
  void equalsTheFormulaInMatrixForm() {
    DataSet data = DataSets.named("diabetes");
    double ridge = 0.05;
    int batch = 4;
    RidgeSgd sgd =
        new RidgeSgd(
            new RidgeRegression(data, ridge),
            batch,
            LearningRateSchedule.steps(0.1, new TreeMap<>(Map.of(50L, 0.2))),
            99,
            RidgeSgd.Start.ZERO);
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(99L);
    RealVector x = new ArrayRealVector(data.dimension());
    for (int step = 0; step < 100; step++) {
      double[][] drawn = new double[batch][];
      double[] targets = new double[batch];
      for (int k = 0; k < batch; k++) {
        int row = random.nextInt(data.size());
        drawn[k] = data.rows()[row];
        targets[k] = data.targets()[row];
      }
      RealMatrix a = new Array2DRowRealMatrix(drawn);
      RealVector residual = a.operate(x).subtract(new ArrayRealVector(targets));
      RealVector gradient =
          a.transpose().operate(residual).mapDivide(batch).add(x.mapMultiply(ridge));
      x = x.subtract(gradient.mapMultiply(step < 50 ? 0.1 : 0.2));

      sgd.step();

      assertThat(sgd.batchLoss())
          .isCloseTo(residual.dotProduct(residual) / (2 * batch), within(1e-12));
    }
    // Another order of operations: rounding only, in 100 steps of numbers of order 1.
    assertThat(sgd.parameters()).containsExactly(x.toArray(), within(1e-12));
    assertThat(sgd.learningRate()).isEqualTo(0.2);
    assertThat(sgd.steps()).isEqualTo(100);
  }

  @Test
  void sameSeedGivesTheSameBitsAndAnotherSeedDoesNot() {
    RidgeSgd first = sgd("concrete", 0.1, 8, 0.3, 5);
    RidgeSgd second = sgd("concrete", 0.1, 8, 0.3, 5);
    RidgeSgd other = sgd("concrete", 0.1, 8, 0.3, 6);
    for (int step = 0; step < 10_000; step++) {
      first.step();
      second.step();
      other.step();
    }
    assertThat(second.parameters()).containsExactly(first.parameters());
    assertThat(other.parameters()).isNotEqualTo(first.parameters());
  }

  @Test
  void stationaryMeanIsTheMinimiser() {
    RidgeRegression problem = new RidgeRegression(DataSets.named("concrete"), 0.1);
    RidgeSgd sgd =
        new RidgeSgd(problem, 8, LearningRateSchedule.constant(0.1), 7, RidgeSgd.Start.MINIMISER);
    int batches = 50;
    int steps = 20_000;
    int d = sgd.dimension();
    double[] sum = new double[d];
    double[] squares = new double[d];
    for (int b = 0; b < batches; b++) {
      double[] mean = new double[d];
      for (int i = 0; i < steps; i++) {
        sgd.step();
        for (int j = 0; j < d; j++) {
          mean[j] += sgd.parameters()[j] / steps;
        }
      }
      for (int j = 0; j < d; j++) {
        sum[j] += mean[j];
        squares[j] += mean[j] * mean[j];
      }
    }
    for (int j = 0; j < d; j++) {
      double mean = sum[j] / batches;
      double variance = (squares[j] / batches - mean * mean) / (batches - 1);
      // Four standard errors by batch means: batches of 20,000 steps are far longer than the
      // memory, about
      // 1 / (0.1 * 0.13) = 77 steps.
      assertThat(mean).isCloseTo(problem.minimiser()[j], within(4 * StrictMath.sqrt(variance)));
    }
  }

  @Test
  void stepAllocatesNothing() {
    RidgeSgd sgd = sgd("concrete", 0.1, 8, 0.1, 1);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    sgd.step();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 100_000; i++) {
      sgd.step();
    }
    // One object a step would be at least 1.6 MB; the measurement itself may allocate a little.
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(20_000);
  }

  @Test
  void startsWhereAsked() {
    RidgeRegression problem = new RidgeRegression(DataSets.named("P3"), 0.1);
    LearningRateSchedule rate = LearningRateSchedule.constant(0.4);

    assertThat(new RidgeSgd(problem, 1, rate, 1, RidgeSgd.Start.ZERO).parameters())
        .containsExactly(0, 0);
    assertThat(new RidgeSgd(problem, 1, rate, 1, RidgeSgd.Start.MINIMISER).parameters())
        .containsExactly(problem.minimiser());
  }

  @Test
  void panesAreTheSameForAllLearningRatesOfARun() {
    RidgeSgd sgd =
        new RidgeSgd(
            new RidgeRegression(DataSets.named("P1"), 0.1),
            1,
            LearningRateSchedule.alternating(0.5, 0.001, 1000),
            1,
            RidgeSgd.Start.ZERO);

    assertThat(sgd.descriptor(0.5).getWindow()).isEqualTo(sgd.descriptor(0.001).getWindow());
    assertThat(sgd.descriptor(0.5).getWindow().getPaneSteps()).isGreaterThan(3125);
  }

  @Test
  void batchSizeMustBePositive() {
    assertThatThrownBy(() -> sgd("P1", 0, 0, 0.1, 1)).hasMessage("batchSize must be >= 1: was 0");
  }

  /** x' = x + m', m' = beta m - gamma g: two steps by hand on a problem of one row. */
  @Test
  void momentumIsTheHeavyBall() {
    var data =
        new DataSet(
            "one",
            List.of("a"),
            new double[][] {{2}},
            new double[] {1},
            "by hand",
            Optional.empty());
    var sgd =
        new RidgeSgd(
            new RidgeRegression(data, 0.5),
            RidgeSgd.Options.of(3).withMomentum(0.9),
            LearningRateSchedule.constant(0.1),
            1);
    sgd.step();
    // g = 2 (0 - 1) = -2, m = 0.2, x = 0.2
    assertThat(sgd.parameters()[0]).isCloseTo(0.2, within(1e-15));
    sgd.step();
    // g = 2 (0.4 - 1) + 0.1 = -1.1, m = 0.18 + 0.11 = 0.29, x = 0.49
    assertThat(sgd.parameters()[0]).isCloseTo(0.49, within(1e-15));
    assertThat(sgd.descriptor(0.1).getOptimizer().getMomentum()).isEqualTo(0.9);
    assertThat(sgd.descriptor(0.1).hasProblem()).isFalse();
    assertThat(sgd.kesten(0.1, () -> false)).isEmpty();
  }

  /** Published: streaming Gaussian P1 has index 2.976 (design spectrum; 2 % for the data's own). */
  @Test
  void streamingStatesTheKestenIndexOfGaussianRows() {
    var sgd =
        new RidgeSgd(
            new RidgeRegression(DataSets.named("P1"), 0.1),
            RidgeSgd.Options.of(1).withSampling(Sampling.STREAMING),
            LearningRateSchedule.constant(0.5),
            1);
    assertThat(sgd.kesten(0.5, () -> false).orElseThrow().getIndex())
        .isCloseTo(2.976, within(0.06));
    assertThat(sgd.descriptor(0.5).getProblem().getRows()).isZero();
    assertThat(sgd.descriptor(0.5).getProblem().getEigenvaluesCount()).isEqualTo(1);
  }
}
