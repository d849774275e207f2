// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CusumTest {
  private static final Baseline ONE = new Baseline(16, 0, 0, 16 * 0.04);

  private static DriftOptions options(double band, double allowance, double largestGain) {
    return new DriftOptions(16, band, allowance, 4, largestGain, 0);
  }

  private static BlockReading at(double logReading) {
    return new BlockReading(Math.exp(logReading), 0.1);
  }

  /** By hand: s = 0.2, the band 2 * 0.2 / 4 = 0.1, so 0.6 below gives 0.5 / 0.2 - 0.5 = 2. */
  @Test
  void matchesTheFormula() {
    Cusum cusum = new Cusum(options(2, 0.5, 9));
    DriftState state = cusum.next(cusum.start(ONE), at(-0.6));
    assertThat(state.heavier().score()).isCloseTo(2, within(1e-12));
    assertThat(state.lighter()).isEqualTo(Evidence.NONE);
    state = cusum.next(state, at(-0.1));
    assertThat(state.heavier().score()).isCloseTo(1.5, within(1e-12));
    assertThat(state.heavier().since()).isZero();
    assertThat(state.heavier().blocks()).isEqualTo(2);
    assertThat(state.heavier().logLevel()).isCloseTo(-0.35, within(1e-12));
    state = cusum.next(state, at(0.6));
    assertThat(state.heavier()).isEqualTo(Evidence.NONE);
    assertThat(state.lighter().score()).isCloseTo(2, within(1e-12));
    assertThat(state.lighter().since()).isEqualTo(2);
    assertThat(state.baseline()).isEqualTo(ONE);
  }

  /**
   * Against a plain sum written another way, with the baseline known: the sum less its least value
   * so far.
   */
  @Test
  void isTheSumAboveItsLeastValue() {
    Cusum cusum = new Cusum(new DriftOptions(16, 0, 0.5, 1e9, 1e9, 0));
    DriftState state = cusum.start(new Baseline(16, 0, 0, 16));
    Random random = new Random(1);
    double sum = 0;
    double least = 0;
    for (int i = 0; i < 1000; i++) {
      double z = random.nextGaussian();
      state = cusum.next(state, new BlockReading(Math.exp(z), 0));
      sum += z - 0.5;
      least = Math.min(least, sum);
      // Rounding of a sum of size 500.
      assertThat(state.lighter().score()).isCloseTo(sum - least, within(1e-9));
    }
  }

  /**
   * The classical values, two-sided with the baseline known: allowance 0.5, threshold 4 and 5 give
   * mean run lengths of 168 and 465 (Montgomery, Introduction to Statistical Quality Control, table
   * 9.4). 3,000 runs are good to 2 % of it; three of those.
   */
  @Test
  void hasTheClassicalRunLengths() {
    assertThat(runLength(4, 3000)).isCloseTo(168, within(0.06 * 168));
    assertThat(runLength(5, 3000)).isCloseTo(465, within(0.06 * 465));
  }

  private static double runLength(double threshold, int runs) {
    Cusum cusum = new Cusum(new DriftOptions(16, 0, 0.5, threshold, 1e9, 0));
    Random random = new Random(2);
    long blocks = 0;
    for (int i = 0; i < runs; i++) {
      DriftState state = cusum.start(new Baseline(16, 0, 0, 16));
      while (state.alarm().isEmpty()) {
        state = cusum.next(state, new BlockReading(Math.exp(random.nextGaussian()), 0));
      }
      blocks += state.blocks();
    }
    return (double) blocks / runs;
  }

  @Test
  void theErrorOfAShortBaselineCountsForMore() {
    Cusum cusum = new Cusum(options(3, 0.5, 9));
    Baseline longer = new Baseline(64, 0, 0, 64 * 0.04);
    double few = cusum.next(cusum.start(ONE), at(-0.6)).heavier().score();
    double many = cusum.next(cusum.start(longer), at(-0.6)).heavier().score();
    // 3 standard errors of the mean, in deviations of a block: 3/4 and 3/8.
    assertThat(many - few).isCloseTo(3.0 / 4 - 3.0 / 8, within(1e-12));
  }

  @Test
  void optionsAreChecked() {
    assertThatThrownBy(() -> new DriftOptions(7, 3, 1, 7, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("baselineBlocks must be even and at least 8: was 7");
    assertThatThrownBy(() -> new DriftOptions(8, -1, 1, 7, 1, 0))
        .hasMessage("baselineBand must not be negative: was -1.0");
    assertThatThrownBy(() -> new DriftOptions(8, 3, Double.NaN, 7, 1, 0))
        .hasMessage("allowance must not be negative: was NaN");
    assertThatThrownBy(() -> new DriftOptions(8, 3, 1, 0, 1, 0))
        .hasMessage("threshold must be positive: was 0.0");
    assertThatThrownBy(() -> new DriftOptions(8, 3, 1, 7, 0, 0))
        .hasMessage("largestGain must be positive: was 0.0");
    assertThatThrownBy(() -> new DriftOptions(8, 3, 1, 7, 1, -1))
        .hasMessage("leastError must not be negative: was -1.0");
  }
}
