// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SgdSecondMomentTest {
  /** The whole matrix of {@code P -> E M P M}, from Kronecker products, against the library. */
  @ParameterizedTest
  @CsvSource({"1, 0, 1", "2, .1, 1", "3, .05, 4", "4, 0, 2"})
  void rowsAgreeWithTheWholeMatrix(int dimension, double ridge, int batchSize) {
    double[][] rows = gaussianRows(40, dimension, 7);
    SgdSecondMoment moment = SgdSecondMoment.ofRows(rows, ridge, batchSize, () -> false);
    for (double rate : new double[] {0.05, 0.3, 0.8}) {
      assertThat(moment.spectralRadius(rate))
          .isCloseTo(wholeRadius(rows, rate, ridge, batchSize), within(1e-8));
    }
    assertThat(wholeRadius(rows, moment.threshold(), ridge, batchSize)).isCloseTo(1, within(1e-8));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "10, 5", "50, 1"})
  void equalGaussianEigenvaluesHaveAClosedForm(int dimension, int batchSize) {
    double[] spectrum = new double[dimension];
    Arrays.fill(spectrum, 2);
    double threshold = SgdSecondMoment.ofGaussianRows(spectrum, 0, batchSize).threshold();
    assertThat(threshold)
        .isCloseTo(2.0 * batchSize / (2 * (dimension + batchSize + 1)), within(1e-9));
  }

  /** {@code sum_j (gamma / B) lambda_j^2 / (2 a_j - gamma a_j^2 - (gamma / B) lambda_j^2) = 1}. */
  @Test
  void theGaussianThresholdSolvesItsEquation() {
    double[] spectrum = {2, 1, 0.3};
    double ridge = 0.1;
    SgdSecondMoment moment = SgdSecondMoment.ofGaussianRows(spectrum, ridge, 3);
    double rate = moment.threshold();
    double sum = 0;
    for (double lambda : spectrum) {
      double a = lambda + ridge;
      double noise = rate / 3 * lambda * lambda;
      sum += noise / (2 * a - rate * a * a - noise);
    }
    assertThat(sum).isCloseTo(1, within(1e-8));
    assertThat(moment.spectralRadius(rate)).isCloseTo(1, within(1e-9));
    assertThat(moment.spectralRadius(0.9 * rate)).isLessThan(1);
    assertThat(moment.spectralRadius(1.1 * rate)).isGreaterThan(1);
  }

  /** Small steps on spread-out data: hSGD has the second moment of SGD. */
  @Test
  void manyDimensionsComeNearTheThresholdOfHomogenizedSgd() {
    double[] spectrum = new double[400];
    Arrays.fill(spectrum, 1);
    double sgd = SgdSecondMoment.ofGaussianRows(spectrum, 0.1, 1).threshold();
    double homogenized = HsgdBounds.of(new HsgdModel(spectrum, 1e-3, 0.1, 1)).gamma2();
    assertThat(sgd / homogenized).isBetween(0.99, 1.0);
  }

  /** At the threshold the Kesten index is 2. */
  @Test
  void theParticlesFindTheIndexTwoAtTheThreshold() {
    double[][] rows = gaussianRows(200, 3, 5);
    double rate = SgdSecondMoment.ofRows(rows, 0.05, 1, () -> false).threshold();
    KestenResult result =
        KestenIndex.ofRows(rows, rate, 0.05, 1, KestenOptions.standard().withWork(1000, 500));
    assertThat(result.index().orElseThrow()).isCloseTo(2, within(0.02));
  }

  @Test
  void manyGaussianRowsComeNearTheirLaw() {
    double[][] rows = gaussianRows(20_000, 2, 11);
    double sampled = SgdSecondMoment.ofRows(rows, 0.1, 2, () -> false).threshold();
    double law = SgdSecondMoment.ofGaussianRows(new double[] {1, 1}, 0.1, 2).threshold();
    // The fourth moments of 20,000 rows are uncertain by 1.5 %.
    assertThat(sampled).isCloseTo(law, within(0.04 * law));
  }

  @Test
  void cancellationEndsTheCall() {
    assertThatThrownBy(() -> SgdSecondMoment.ofRows(gaussianRows(50, 5, 1), 0, 1, () -> true))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void badArgumentsAreRefused() {
    assertThatThrownBy(() -> SgdSecondMoment.ofGaussianRows(new double[] {1}, -1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ridge");
    assertThatThrownBy(() -> SgdSecondMoment.ofGaussianRows(new double[] {1}, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("batchSize");
    assertThatThrownBy(
            () -> SgdSecondMoment.ofGaussianRows(new double[] {1}, 0, 1).spectralRadius(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("learningRate");
    assertThatThrownBy(() -> SgdSecondMoment.ofRows(new double[][] {{0, 0}}, 0, 1, () -> false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static double[][] gaussianRows(int count, int dimension, long seed) {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
    var normal = ZigguratSampler.NormalizedGaussian.of(random);
    return Stream.generate(() -> normal.samples(dimension).toArray())
        .limit(count)
        .toArray(double[][]::new);
  }

  private static double wholeRadius(double[][] rows, double rate, double ridge, int batchSize) {
    int d = rows[0].length;
    RealMatrix hessian = new Array2DRowRealMatrix(d, d);
    RealMatrix fourth = new Array2DRowRealMatrix(d * d, d * d);
    for (double[] row : rows) {
      RealMatrix outer =
          new Array2DRowRealMatrix(row).multiply(new Array2DRowRealMatrix(row).transpose());
      hessian = hessian.add(outer.scalarMultiply(1.0 / rows.length));
      fourth = fourth.add(kronecker(outer, outer).scalarMultiply(1.0 / rows.length));
    }
    RealMatrix mean =
        MatrixUtils.createRealIdentityMatrix(d)
            .subtract(
                hessian
                    .add(MatrixUtils.createRealIdentityMatrix(d).scalarMultiply(ridge))
                    .scalarMultiply(rate));
    RealMatrix map =
        kronecker(mean, mean)
            .add(
                fourth
                    .subtract(kronecker(hessian, hessian))
                    .scalarMultiply(rate * rate / batchSize));
    double radius = 0;
    for (double value : new EigenDecomposition(map).getRealEigenvalues()) {
      radius = Math.max(radius, Math.abs(value));
    }
    return radius;
  }

  private static RealMatrix kronecker(RealMatrix a, RealMatrix b) {
    int n = a.getRowDimension();
    RealMatrix product = new Array2DRowRealMatrix(n * n, n * n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        product.setSubMatrix(b.scalarMultiply(a.getEntry(i, j)).getData(), i * n, j * n);
      }
    }
    return product;
  }
}
