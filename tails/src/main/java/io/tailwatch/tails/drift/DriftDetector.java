// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.drift;

import java.util.Optional;

/**
 * Finds a change of the tail index of a series from the readings of its disjoint blocks, on the log
 * scale and in both directions. The first blocks make the series' own baseline. After an alarm a
 * detector stays in alarm and raises no other one until the caller starts it anew, from nothing or
 * from the {@linkplain #settled new level}.
 *
 * <p>A detector is a pure function of state and block, in StrictMath and a fixed order of
 * operations: replays give the same bits. Immutable and thread-safe. Cost of a block: one logarithm
 * and a fixed number of operations. Scores are in standard deviations of ln(reading) of a block. A
 * block without a reading is skipped, never guessed; a reading that is not positive and finite is
 * refused by {@link BlockReading}. Equal readings with no error of their own are taken to have
 * {@link DriftOptions#leastError}.
 */
public sealed interface DriftDetector permits Cusum, PageHinkley {
  /** As in tables and messages. */
  String name();

  /** What it was tuned with. */
  DriftOptions options();

  /**
   * The state after a block that has a reading.
   *
   * @param state of this detector
   */
  DriftState next(DriftState state, BlockReading block);

  /** Before the first block of a series: the baseline is yet to be learnt. */
  default DriftState start() {
    return start(Baseline.EMPTY);
  }

  /** Before the first block, against a level that is known, or begun to be. */
  default DriftState start(Baseline baseline) {
    return DriftState.start(baseline, 0, 0);
  }

  /** The state after a block without a reading: counted, and no evidence of anything. */
  default DriftState skip(DriftState state) {
    return state.counted(true);
  }

  /** Ends an alarm, or what speaks for one: judges on against this baseline; counts go on. */
  default DriftState restart(DriftState state, Baseline baseline) {
    return DriftState.start(baseline, state.blocks(), state.missing());
  }

  /**
   * The new level after an alarm, once it is stable: as many blocks as a baseline has, all after
   * the alarm, whose halves agree. The caller may {@link #restart} from it.
   */
  default Optional<Baseline> settled(DriftState state) {
    return state.settling().settled(options().baselineBlocks() / 2);
  }

  /** Whether the baseline is complete, so that blocks are judged. */
  default boolean armed(DriftState state) {
    return state.baseline().blocks() >= options().baselineBlocks();
  }

  /** The larger of both scores as a share of the threshold: an alarm is raised at 1. */
  default double score(DriftState state) {
    return state.strongest().score() / options().threshold();
  }

  /**
   * A bound of the share of blocks at which a series without change has this score or a larger one:
   * 0.2 exp(-2 S) for the larger score S, 1 for a score of 0. For comparing many series, see {@link
   * BenjaminiHochberg}. Found by simulation with the default options ({@code
   * docs/studies/drift.md}); with a smaller allowance it does not hold.
   */
  default double pValue(DriftState state) {
    double score = state.strongest().score();
    return score == 0 ? 1 : 0.2 * StrictMath.exp(-2 * score);
  }
}
