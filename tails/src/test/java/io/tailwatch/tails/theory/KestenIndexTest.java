// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.tailwatch.tails.theory.KestenResult.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KestenIndexTest {
  private static final KestenOptions QUICK = KestenOptions.standard().withWork(1000, 400);

  @Test
  void twoPointRowsHaveAClosedForm() {
    // Factors |1 - 0.5 a^2| = 1/2 and 2 with equal probability: 2^-alpha + 2^alpha > 2, no root,
    // Lyapunov exponent 0.
    KestenResult balanced =
        KestenIndex.ofRows(new double[][] {{1}, {StrictMath.sqrt(6)}}, 0.5, 0, 1, QUICK);
    assertThat(balanced.status()).isEqualTo(Status.DIVERGENT);
    assertThat(balanced.index()).isEmpty();
    // Factors 1/2, 1/2, 2: x = 2^alpha solves 2/x + x = 3, so alpha = 1.
    KestenResult one =
        KestenIndex.ofRows(new double[][] {{1}, {1}, {StrictMath.sqrt(6)}}, 0.5, 0, 1, QUICK);
    assertThat(one.status()).isEqualTo(Status.EXACT);
    assertThat(one.index().orElseThrow()).isCloseTo(1, within(1e-9));
    assertThat(one.repeatBound().orElseThrow())
        .isCloseTo(StrictMath.log(3) / StrictMath.log(2), within(1e-12));
  }

  @Test
  void everyBatchOfTwoIsCounted() {
    double[][] rows = {{0.5}, {1}, {1.3}, {2.4}};
    double gamma = 0.5;
    double index = KestenIndex.ofRows(rows, gamma, 0, 2, QUICK).index().orElseThrow();
    double moment = 0;
    for (double[] a : rows) {
      for (double[] b : rows) {
        moment += StrictMath.pow(Math.abs(1 - gamma * (a[0] * a[0] + b[0] * b[0]) / 2), index) / 16;
      }
    }
    assertThat(moment).isCloseTo(1, within(1e-9));
  }

  @Test
  void sampledBatchesAgreeWithEveryBatch() {
    double[][] rows = Arrays.copyOf(SyntheticDesign.rows(new double[] {1}), 12);
    // 12^5 batches are counted; the same rows twice have the same law but 24^5 batches, which are
    // sampled.
    double[][] twice = new double[24][];
    for (int i = 0; i < 24; i++) {
      twice[i] = rows[i % 12];
    }
    KestenResult counted = KestenIndex.ofRows(rows, 1.8, 0.1, 5, QUICK);
    KestenResult sampled = KestenIndex.ofRows(twice, 1.8, 0.1, 5, QUICK);
    assertThat(counted.status()).isEqualTo(Status.EXACT);
    assertThat(sampled.status()).isEqualTo(Status.ESTIMATED);
    assertThat(sampled.standardError()).isPositive();
    assertThat(sampled.index().orElseThrow())
        .isCloseTo(counted.index().orElseThrow(), within(3 * sampled.standardError()));
  }

  @Test
  void particlesAgreeWithTheScalarEquationOnOneDirection() {
    double[][] scalar = SyntheticDesign.rows(new double[] {1});
    double[][] embedded = new double[scalar.length][];
    for (int i = 0; i < scalar.length; i++) {
      embedded[i] = new double[] {0.6 * scalar[i][0], 0.8 * scalar[i][0]};
    }
    double exact = KestenIndex.ofRows(scalar, 0.5, 0.1, 1, QUICK).index().orElseThrow();
    KestenResult particles = KestenIndex.ofRows(embedded, 0.5, 0.1, 1, QUICK);
    assertThat(particles.status()).isEqualTo(Status.ESTIMATED);
    assertThat(particles.index().orElseThrow())
        .isCloseTo(exact, within(3 * particles.standardError() + 0.005 * exact));
  }

  @Test
  void particlesAgreeWithFullyAdaptedOnesWhereRepeatsRule() {
    double[][] rows =
        Arrays.copyOf(SyntheticDesign.rows(new double[] {1, 0.8, 0.6, 0.5, 0.5, 0.4}), 60);
    double longest = FlatRows.of(rows).maximumSquaredLength;
    double gamma = 2.9 / longest;
    KestenResult result = KestenIndex.ofRows(rows, gamma, 0.05, 1, QUICK.withWork(2000, 500));
    double index = result.index().orElseThrow();
    double below = AdaptedGrowthRate.logMoment(rows, gamma, 0.05, 0.96 * index, 300, 400, 5);
    double above = AdaptedGrowthRate.logMoment(rows, gamma, 0.05, 1.04 * index, 300, 400, 5);
    assertThat(index).isGreaterThan(4);
    assertThat(below).isNegative();
    assertThat(above).isPositive();
  }

  @Test
  void shortRowsContract() {
    double[][] rows = {{1, 0}, {0, 1}};
    KestenResult result = KestenIndex.ofRows(rows, 1.5, 0.1, 4, QUICK);
    assertThat(result.status()).isEqualTo(Status.CONTRACTIVE);
    assertThat(result.contractive()).isTrue();
    assertThat(result.index()).isEmpty();
    assertThat(result.repeatBound()).isEmpty();
    assertThat(KestenIndex.ofRows(rows, 2.5, 0.1, 4, QUICK).contractive()).isFalse();
  }

  /** {@code gamma (max |a|^2 + delta)} is 2 exactly, then one unit in the last place more. */
  @Test
  void theContractionEndsAtTwo() {
    double[][] rows = {{1, 0}, {0, 0.5}};
    KestenOptions least = QUICK.withWork(64, 50);
    assertThat(KestenIndex.ofRows(rows, 1.6, 0.25, 1, least).contractive()).isTrue();
    assertThat(KestenIndex.ofRows(rows, Math.nextUp(1.6), 0.25, 1, least).contractive()).isFalse();
  }

  @Test
  void aSingleExpandingRowDiverges() {
    assertThat(KestenIndex.ofRows(new double[][] {{2, 1}}, 1, 0, 1, QUICK).status())
        .isEqualTo(Status.DIVERGENT);
    assertThat(KestenIndex.ofRows(new double[][] {{2}}, 1, 0, 1, QUICK).status())
        .isEqualTo(Status.DIVERGENT);
  }

  @Test
  void repeatsThatParticlesMissGiveTheRepeatBound() {
    // One of 1,000 rows expands, by 2 %: its repeats count only at an index near 350, where no
    // particle finds them.
    double[][] rows = new double[1000][];
    for (int i = 0; i < rows.length; i++) {
      double angle = 0.37 * i;
      rows[i] = new double[] {0.9 * StrictMath.cos(angle), 0.9 * StrictMath.sin(angle)};
    }
    rows[500] = new double[] {1.005, 0};
    double gamma = 2;
    KestenResult result = KestenIndex.ofRows(rows, gamma, 0, 8, QUICK);
    double bound = 8 * StrictMath.log(1000) / StrictMath.log(gamma * 1.005 * 1.005 - 1);
    assertThat(result.repeatBound().orElseThrow()).isCloseTo(bound, within(1e-9 * bound));
    assertThat(result.index().orElseThrow()).isLessThanOrEqualTo(bound * (1 + 1e-12));
    assertThat(result.status()).isEqualTo(Status.REPEAT_BOUND);
    assertThat(result.standardError()).isZero();
  }

  @Test
  void equalArgumentsGiveEqualBitsAndSeedsMatter() {
    double[][] rows = SyntheticDesign.rows(new double[] {1, 0.5});
    KestenResult first = KestenIndex.ofRows(rows, 0.4, 0.1, 1, QUICK.withSeed(7));
    KestenResult second = KestenIndex.ofRows(rows, 0.4, 0.1, 1, QUICK.withSeed(7));
    KestenResult other = KestenIndex.ofRows(rows, 0.4, 0.1, 1, QUICK.withSeed(8));
    assertThat(second).isEqualTo(first);
    assertThat(other).isNotEqualTo(first);
    double scatter = Math.abs(other.index().orElseThrow() - first.index().orElseThrow());
    assertThat(scatter)
        .isLessThan(4 * StrictMath.hypot(first.standardError(), other.standardError()));
  }

  @Test
  void progressNeverFallsAndEndsAtOne() {
    List<Double> shares = new ArrayList<>();
    KestenIndex.ofRows(
        SyntheticDesign.rows(new double[] {1, 0.5}), 0.4, 0.1, 1, QUICK.withProgress(shares::add));
    assertThat(shares)
        .isSorted()
        .hasSizeGreaterThan(3)
        .endsWith(1.0)
        .allMatch(share -> share > 0 && share <= 1);
  }

  @Test
  void cancellationEndsTheCall() {
    AtomicInteger asked = new AtomicInteger();
    KestenOptions options = QUICK.withCancellation(() -> asked.incrementAndGet() > 30);
    double[][] rows = SyntheticDesign.rows(new double[] {1, 0.5});
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() -> KestenIndex.ofRows(rows, 0.4, 0.1, 1, options));
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() -> KestenIndex.learningRateFor(rows, 0.1, 1, 4, options));
    assertThat(asked).hasValue(32);
  }

  @Test
  void theLearningRateForAnIndexHasThatIndex() {
    double[][] rows = SyntheticDesign.rows(new double[] {1, 0.9, 0.8, 0.7, 0.5, 0.3, 0.2, 0.1});
    double gamma = KestenIndex.learningRateFor(rows, 0.1, 8, 5, KestenOptions.standard());
    KestenResult check = KestenIndex.ofRows(rows, gamma, 0.1, 8, QUICK.withSeed(3));
    assertThat(check.index().orElseThrow())
        .isCloseTo(5, within(3 * check.standardError() + 0.02 * 5));
  }

  @Test
  void theLearningRateInOneDimensionIsExact() {
    double[][] rows = SyntheticDesign.rows(new double[] {1});
    double gamma = KestenIndex.learningRateFor(rows, 0.1, 1, 4, QUICK);
    assertThat(KestenIndex.ofRows(rows, gamma, 0.1, 1, QUICK).index().orElseThrow())
        .isCloseTo(4, within(1e-8));
  }

  @Test
  void badArgumentsAreRefused() {
    double[][] rows = {{1, 0}, {0, 1}};
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KestenIndex.ofRows(rows, -1, 0, 1, QUICK))
        .withMessage("learningRate must be positive and finite: was -1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KestenIndex.ofRows(rows, 1, Double.NaN, 1, QUICK))
        .withMessage("ridge must be not negative and finite: was NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KestenIndex.ofRows(rows, 1, 0, 0, QUICK))
        .withMessage("batchSize must be at least 1: was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KestenIndex.learningRateFor(rows, 0, 1, 0, QUICK))
        .withMessage("targetIndex must be at least 0.05 and finite: was 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KestenIndex.learningRateFor(new double[][] {{1, 0}}, 0, 1, 3, QUICK))
        .withMessage("number of rows must be at least 2: was 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KestenIndex.learningRateFor(new double[2][2], 0, 1, 3, QUICK))
        .withMessage("longest row must be longer than 0: was 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QUICK.withWork(10, 100))
        .withMessage("particles must be in [64, 1000000]: was 10");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QUICK.withWork(100, 10))
        .withMessage("steps must be in [50, 1000000]: was 10");
  }
}
