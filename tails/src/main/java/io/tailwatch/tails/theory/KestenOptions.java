// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;

/**
 * How much work {@link KestenIndex} spends, from which seed, and how it talks to its caller
 * meanwhile. Equal particles, steps and seed give equal bits. Immutable; as thread-safe as the two
 * callbacks, which run on the calling thread.
 *
 * @param particles size of the particle population, 64 to 1,000,000
 * @param steps simulated SGD steps of one evaluation, 50 to 1,000,000
 * @param seed of every random stream
 * @param cancelled asked every eight simulated steps of the particle method; once true, the call
 *     ends with a {@link java.util.concurrent.CancellationException}
 * @param progress told the share of the work done, never falling, 1 at the end; the share is a
 *     guess, as the number of evaluations is not known before
 */
public record KestenOptions(
    int particles, int steps, long seed, BooleanSupplier cancelled, DoubleConsumer progress) {
  private static final int MAXIMUM = 1_000_000;

  /**
   * Validates.
   *
   * @throws IllegalArgumentException if a number is outside its range; the message holds name, rule
   *     and value
   */
  public KestenOptions {
    Require.that(
        particles >= 64 && particles <= MAXIMUM, "particles", "in [64, 1000000]", particles);
    Require.that(steps >= 50 && steps <= MAXIMUM, "steps", "in [50, 1000000]", steps);
    Require.that(cancelled != null, "cancelled", "given", "null");
    Require.that(progress != null, "progress", "given", "null");
  }

  /** 4,000 particles, 1,000 steps: standard error 0.002 to 0.02 for an index below 6. */
  public static KestenOptions standard() {
    return new KestenOptions(4000, 1000, 0x7a11_0a7cL, () -> false, share -> {});
  }

  /** The same callbacks and seed with another amount of work. */
  public KestenOptions withWork(int particles, int steps) {
    return new KestenOptions(particles, steps, seed, cancelled, progress);
  }

  /** The same with another seed. */
  public KestenOptions withSeed(long other) {
    return new KestenOptions(particles, steps, other, cancelled, progress);
  }

  /** The same with a cancellation check. */
  public KestenOptions withCancellation(BooleanSupplier check) {
    return new KestenOptions(particles, steps, seed, check, progress);
  }

  /** The same with a progress callback. */
  public KestenOptions withProgress(DoubleConsumer callback) {
    return new KestenOptions(particles, steps, seed, cancelled, callback);
  }
}
