// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.drift;

/** What both detectors do with a block: learn, judge, or watch where the level settles. */
final class Recursion {
  private Recursion() {}

  /**
   * The state after a block with a reading.
   *
   * @param inflation how much larger than a block's deviation that of the residual is
   */
  static DriftState next(
      DriftOptions options, DriftState state, BlockReading block, double inflation) {
    DriftState after;
    if (state.alarm().isPresent()) {
      after = state.settling(state.settling().after(block, options.baselineBlocks() / 2));
    } else if (state.baseline().blocks() < options.baselineBlocks()) {
      after = state.learnt(state.baseline().plus(block));
    } else {
      after = judged(options, state, block, inflation);
    }
    return after.counted(false);
  }

  private static DriftState judged(
      DriftOptions options, DriftState state, BlockReading block, double inflation) {
    Baseline baseline = state.baseline();
    double level = Math.max(baseline.deviation(), options.leastError());
    double deviation = Math.max(level, block.logStandardError()) * inflation;
    double band = options.baselineBand() * level / StrictMath.sqrt(baseline.blocks());
    double difference = block.logReading() - baseline.mean();
    return state.judged(
        gain(-difference, band, deviation, options),
        gain(difference, band, deviation, options),
        block.logReading(),
        options.threshold());
  }

  private static double gain(
      double difference, double band, double deviation, DriftOptions options) {
    double beyond = difference - band;
    // Without any error, a difference is as far off as can be and no difference is none.
    double scaled = beyond == 0 ? 0 : beyond / deviation;
    return Math.min(scaled - options.allowance(), options.cap());
  }
}
