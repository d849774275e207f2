// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tailwatch.producer.data.DataSet;
import io.tailwatch.producer.data.DataSets;
import io.tailwatch.producer.data.Hyperparameters;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The trainer against the simulated readings of the theory table: an implementation that is not
 * ours.
 */
class SyntheticReadingsTest {
  private static final int WINDOWS = 40;
  private static final int STEPS = 100_000;
  private static final double TAIL_FRACTION = 0.005;

  /** Readings of |v1.(x - x_delta)| at the top 0.5 %, with the standard error the table states. */
  @ParameterizedTest
  @CsvSource({"P1, 3.03, 0.03", "P3, 4.07, 0.06", "P5, 3.07, 0.05"})
  void readingsOfFortyWindowsAgreeWithTheTable(String name, double table, double tableError) {
    DataSet data = DataSets.named(name);
    Hyperparameters defaults = data.defaults().orElseThrow();
    RidgeRegression problem = new RidgeRegression(data, defaults.ridge());
    RidgeSgd sgd =
        new RidgeSgd(
            problem,
            defaults.batchSize(),
            LearningRateSchedule.constant(defaults.learningRate()),
            1,
            RidgeSgd.Start.MINIMISER);
    for (int i = 0; i < 1000; i++) {
      sgd.step();
    }
    double[] inverse = new double[WINDOWS];
    for (int w = 0; w < WINDOWS; w++) {
      inverse[w] = 1 / reading(projections(problem, sgd));
    }
    double mean = Arrays.stream(inverse).average().orElseThrow();
    double variance =
        Arrays.stream(inverse).map(h -> (h - mean) * (h - mean)).sum() / (WINDOWS - 1);
    double error = StrictMath.sqrt(variance / WINDOWS) / (mean * mean);
    // Three standard errors of the difference of two independent simulations. The mean is of
    // 1/reading, which
    // is nearly unbiased in a window.
    double tolerance = 3 * StrictMath.hypot(tableError, error);
    assertThat(1 / mean).isCloseTo(table, within(tolerance));
    assertThat(tolerance).as("the comparison is sharp enough to mean something").isLessThan(0.3);
  }

  private static double[] projections(RidgeRegression problem, RidgeSgd sgd) {
    double[] direction = problem.topDirection();
    double[] centre = problem.minimiser();
    double[] sample = new double[STEPS];
    for (int i = 0; i < STEPS; i++) {
      sgd.step();
      double projection = 0;
      for (int j = 0; j < centre.length; j++) {
        projection += direction[j] * (sgd.parameters()[j] - centre[j]);
      }
      sample[i] = Math.abs(projection);
    }
    return sample;
  }

  /** Hill (1975) by the definition: the k largest values relative to the k-th largest. */
  private static double reading(double[] sample) {
    Arrays.sort(sample);
    int k = (int) (TAIL_FRACTION * sample.length);
    int first = sample.length - k;
    double sum = 0;
    for (int i = first; i < sample.length; i++) {
      sum += StrictMath.log(sample[i] / sample[first]);
    }
    return k / sum;
  }
}
