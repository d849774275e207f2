// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.drift;

import java.util.Objects;
import java.util.Optional;

/**
 * Whether a series has found a new level after an alarm. Blocks after the alarm fill two halves of
 * a baseline, one after the other; when both are full and their means differ by at most {@value
 * #AGREEMENT} standard errors of the difference, the level is stable. When they do not, the older
 * half is dropped and the series gets as many blocks more. A steady series is thereby made to wait
 * in about 0.5 % of cases.
 *
 * @param older the half that was filled first
 * @param newer the half that is being filled
 */
public record Settling(Baseline older, Baseline newer) {
  /** No block yet. */
  public static final Settling START = new Settling(Baseline.EMPTY, Baseline.EMPTY);

  /** How many standard errors the halves may differ. */
  public static final double AGREEMENT = 3;

  /** Checks that there are both. */
  public Settling {
    Objects.requireNonNull(older, "older");
    Objects.requireNonNull(newer, "newer");
  }

  /**
   * After one more block.
   *
   * @param half how many blocks make a half, at least 2
   */
  Settling after(BlockReading block, int half) {
    if (older.blocks() < half) {
      return new Settling(older.plus(block), newer);
    }
    if (newer.blocks() < half) {
      return new Settling(older, newer.plus(block));
    }
    return agree() ? this : new Settling(newer, Baseline.EMPTY.plus(block));
  }

  /** The baseline of the new level once both halves are full and agree. */
  Optional<Baseline> settled(int half) {
    return older.blocks() >= half && newer.blocks() >= half && agree()
        ? Optional.of(older.plus(newer))
        : Optional.empty();
  }

  private boolean agree() {
    double difference = older.mean() - newer.mean();
    double error =
        older.standardError() * older.standardError()
            + newer.standardError() * newer.standardError();
    return difference * difference <= AGREEMENT * AGREEMENT * error;
  }
}
