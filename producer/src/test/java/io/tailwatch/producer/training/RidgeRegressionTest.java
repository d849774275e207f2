// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.producer.data.BadDataException;
import io.tailwatch.producer.data.DataSet;
import io.tailwatch.producer.data.DataSets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RidgeRegressionTest {
  private static DataSet data(double[][] rows, double... targets) {
    return new DataSet("test", List.of("a", "b"), rows, targets, "made up", Optional.empty());
  }

  @Test
  void diagonalProblemIsSolvedAsByHand() {
    // H = diag(2, 0.5), A^T b / n = (2, 0.5), so x_LS = (1, 1) and it fits exactly.
    DataSet data = data(new double[][] {{2, 0}, {0, 1}, {2, 0}, {0, 1}}, 2, 1, 2, 1);

    RidgeRegression problem = new RidgeRegression(data, 0.5);

    assertThat(problem.eigenvalues()).containsExactly(new double[] {2, 0.5}, within(1e-14));
    assertThat(problem.topDirection()).containsExactly(new double[] {1, 0}, within(1e-14));
    assertThat(problem.minimiser()).containsExactly(new double[] {0.8, 0.5}, within(1e-14));
    assertThat(problem.minimumLoss()).isCloseTo(0, within(1e-14));
  }

  @Test
  void gradientVanishesAtTheMinimiserAndLossIsSmallestThere() {
    RidgeRegression problem = new RidgeRegression(DataSets.named("concrete"), 0.1);
    double[] x = problem.minimiser();
    double smallest = problem.objective(x);

    double step = 1e-4;
    for (int j = 0; j < x.length; j++) {
      double kept = x[j];
      x[j] = kept + step;
      double up = problem.objective(x);
      x[j] = kept - step;
      double down = problem.objective(x);
      x[j] = kept;
      // A quadratic: the central difference is the gradient, up to the rounding of the objective
      // over the step.
      assertThat((up - down) / (2 * step)).isCloseTo(0, within(1e-10));
      assertThat(Math.min(up, down)).isGreaterThan(smallest);
    }
    assertThat(problem.minimumLoss()).isPositive().isLessThan(smallest);
  }

  @Test
  void minimumLossIsTheLossOfTheUnpenalisedMinimiser() {
    RidgeRegression problem = new RidgeRegression(DataSets.named("diabetes"), 0);

    // Rounding of sums over 442 rows of numbers of order 1.
    assertThat(problem.minimumLoss())
        .isCloseTo(problem.objective(problem.minimiser()), within(1e-12));
  }

  @Test
  void dependentFeaturesNeedARidge() {
    DataSet data = data(new double[][] {{1, 2}, {2, 4}, {3, 6}}, 1, 2, 4);

    assertThatThrownBy(() -> new RidgeRegression(data, 0))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("linearly dependent")
        .hasMessageContaining("use a ridge > 0");
    assertThat(new RidgeRegression(data, 0.1).minimumLoss()).isPositive();
  }

  @Test
  void zeroFeaturesAreRefusedWhateverTheRidge() {
    DataSet data = data(new double[][] {{0, 0}, {0, 0}}, 1, 2);

    assertThatThrownBy(() -> new RidgeRegression(data, 1)).isInstanceOf(BadDataException.class);
  }

  @Test
  void negativeRidgeIsRefused() {
    DataSet data = DataSets.named("P1");

    assertThatThrownBy(() -> new RidgeRegression(data, -0.1))
        .hasMessage("ridge must be finite and >= 0: was -0.1");
  }

  @Test
  void panesSpanTwentyRelaxationTimesAndAtLeastTheDefault() {
    RidgeRegression problem =
        new RidgeRegression(data(new double[][] {{1, 0}, {0, 1}}, 1, 1), 0.5); // lambda_1 = 0.5

    assertThat(problem.paneSteps(0.1)).isEqualTo(3125);
    assertThat(problem.paneSteps(0.001)).isEqualTo(20_000);
  }

  @Test
  void descriptorHoldsWhatAVerdictNeeds() {
    RidgeRegression problem = new RidgeRegression(DataSets.named("P3"), 0.1);

    SeriesDescriptor descriptor = problem.descriptor(0.4, 2, 3125);

    assertThat(descriptor.getObservablesList())
        .containsExactly(Observable.OBSERVABLE_PROJECTION, Observable.OBSERVABLE_NORM);
    assertThat(descriptor.getWindow().getPaneSteps()).isEqualTo(3125);
    assertThat(descriptor.getWindow().getPanes()).isEqualTo(32);
    assertThat(descriptor.getOptimizer().getLearningRate()).isEqualTo(0.4);
    assertThat(descriptor.getOptimizer().getBatchSize()).isEqualTo(2);
    assertThat(descriptor.getOptimizer().getRidge()).isEqualTo(0.1);
    assertThat(descriptor.getProblem().getRows()).isEqualTo(1000);
    assertThat(descriptor.getProblem().getDimension()).isEqualTo(2);
    assertThat(descriptor.getProblem().getEigenvalues(0)).isEqualTo(problem.eigenvalues()[0]);
    assertThat(descriptor.getProblem().hasKesten()).isFalse();
    assertThat(descriptor.getCentre(1)).isEqualTo(problem.minimiser()[1]);
    assertThat(descriptor.getDirections(0).getComponents(0)).isEqualTo(problem.topDirection()[0]);
  }
}
