// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.drift;

import java.util.Objects;
import java.util.Optional;

/**
 * All that a detector remembers of a series: numbers only, independent of how long the series is.
 * Immutable and thread-safe. Equal states and equal blocks give equal states, bit for bit.
 *
 * @param baseline the level the series is compared with; being learnt while it has fewer blocks
 *     than the options ask for
 * @param blocks how many blocks came, the missing ones included; the number of the next one
 * @param missing how many of them had no reading
 * @param heavier what speaks for a heavier tail
 * @param lighter what speaks for a lighter tail
 * @param alarm the change that was found; stays until the caller starts anew
 * @param settling the level after an alarm, so far
 */
public record DriftState(
    Baseline baseline,
    long blocks,
    long missing,
    Evidence heavier,
    Evidence lighter,
    Optional<Alarm> alarm,
    Settling settling) {
  /** Checks that nothing is null and that counts are in order. */
  public DriftState {
    Objects.requireNonNull(baseline, "baseline");
    Objects.requireNonNull(heavier, "heavier");
    Objects.requireNonNull(lighter, "lighter");
    Objects.requireNonNull(alarm, "alarm");
    Objects.requireNonNull(settling, "settling");
    if (!(missing >= 0 && missing <= blocks)) {
      throw new IllegalArgumentException(
          "missing must be in [0, blocks]: was " + missing + " of " + blocks);
    }
  }

  /** Before the first block, with a baseline that is known, begun or empty. */
  static DriftState start(Baseline baseline, long blocks, long missing) {
    return new DriftState(
        baseline, blocks, missing, Evidence.NONE, Evidence.NONE, Optional.empty(), Settling.START);
  }

  /** The side with the higher score. */
  public Evidence strongest() {
    return heavier.score() >= lighter.score() ? heavier : lighter;
  }

  DriftState counted(boolean missed) {
    return new DriftState(
        baseline, blocks + 1, missing + (missed ? 1 : 0), heavier, lighter, alarm, settling);
  }

  DriftState learnt(Baseline better) {
    return new DriftState(better, blocks, missing, heavier, lighter, alarm, settling);
  }

  DriftState settling(Settling next) {
    return new DriftState(baseline, blocks, missing, heavier, lighter, alarm, next);
  }

  /** With the block's gains added; raises the alarm where a score reaches the threshold. */
  DriftState judged(double heavierGain, double lighterGain, double logReading, double threshold) {
    Evidence down = heavier.after(heavierGain, blocks, logReading);
    Evidence up = lighter.after(lighterGain, blocks, logReading);
    Optional<Alarm> found =
        down.score() >= threshold
            ? Optional.of(raise(Direction.HEAVIER, down))
            : up.score() >= threshold
                ? Optional.of(raise(Direction.LIGHTER, up))
                : Optional.empty();
    return new DriftState(baseline, blocks, missing, down, up, found, settling);
  }

  private Alarm raise(Direction direction, Evidence evidence) {
    return new Alarm(direction, evidence.since(), blocks, evidence.logLevel());
  }
}
