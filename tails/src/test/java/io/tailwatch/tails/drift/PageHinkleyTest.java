// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PageHinkleyTest {
  /** By hand: mean 0 of 16 blocks, s = 0.2, so w = 0.6 / (0.2 sqrt(17/16)). */
  @Test
  void matchesTheFormula() {
    PageHinkley detector = new PageHinkley(new DriftOptions(16, 0, 0.5, 4, 9, 0));
    DriftState state =
        detector.next(
            detector.start(new Baseline(16, 0, 0, 16 * 0.04)),
            new BlockReading(Math.exp(-0.6), 0.2));
    assertThat(state.heavier().score()).isCloseTo(3 / Math.sqrt(17.0 / 16) - 0.5, within(1e-12));
    assertThat(state.baseline().blocks()).isEqualTo(17);
    assertThat(state.baseline().mean()).isCloseTo(-0.6 / 17, within(1e-12));
  }

  /** The mean follows until the alarm, and not beyond it. */
  @Test
  void theMeanStopsAtTheAlarm() {
    PageHinkley detector = new PageHinkley();
    Levels levels = new Levels(1);
    DriftState state = levels.learnt(detector, 5);
    while (state.alarm().isEmpty()) {
      state = levels.feed(detector, state, 3, 1);
    }
    long blocks = state.baseline().blocks();
    assertThat(blocks).isEqualTo(state.blocks() - 1);
    assertThat(levels.feed(detector, state, 3, 20).baseline().blocks()).isEqualTo(blocks);
  }

  /**
   * Recursive residuals are independent although the mean is estimated: over many baselines of 16
   * the residuals of blocks 1 and 2 after it have no correlation, while differences from a kept
   * mean have 1/17.
   */
  @Test
  void residualsOfOneBaselineAreUncorrelated() {
    PageHinkley detector = new PageHinkley(new DriftOptions(16, 0, 0, 1e9, 1e9, 0));
    Cusum kept = new Cusum(new DriftOptions(16, 0, 0, 1e9, 1e9, 0));
    int series = 40_000;
    double moving = 0;
    double fixed = 0;
    Random random = new Random(3);
    for (int i = 0; i < series; i++) {
      Baseline known = new Baseline(16, random.nextGaussian() / 4, 0, 16);
      BlockReading first = new BlockReading(Math.exp(random.nextGaussian()), 1);
      BlockReading second = new BlockReading(Math.exp(random.nextGaussian()), 1);
      moving += product(detector, known, first, second);
      fixed += product(kept, known, first, second);
    }
    // Four standard errors.
    double tolerance = 4 / Math.sqrt(series);
    assertThat(moving / series).isCloseTo(0, within(tolerance));
    assertThat(fixed / series).isCloseTo(1.0 / 16, within(1.2 * tolerance));
  }

  /** The product of the residuals of two blocks, read off scores without allowance. */
  private static double product(
      DriftDetector detector, Baseline baseline, BlockReading first, BlockReading second) {
    DriftState one = detector.next(detector.start(baseline), first);
    DriftState fresh = detector.restart(one, one.baseline());
    DriftState two = detector.next(fresh, second);
    return (one.lighter().score() - one.heavier().score())
        * (two.lighter().score() - two.heavier().score());
  }

  /** A level that creeps is taken into the mean; the kept baseline of CUSUM sees it. */
  @Test
  void aCreepingChangeIsForCusum() {
    Levels levels = new Levels(4);
    PageHinkley detector = new PageHinkley();
    Cusum cusum = new Cusum();
    DriftState moving = detector.start();
    DriftState kept = cusum.start();
    for (int i = 0; i < 600; i++) {
      BlockReading block = levels.at(3 * Math.exp(-Math.max(0, i - 32) * 0.0004));
      moving = detector.next(moving, block);
      kept = cusum.next(kept, block);
    }
    assertThat(moving.alarm()).isEmpty();
    assertThat(kept.alarm()).isPresent();
  }
}
