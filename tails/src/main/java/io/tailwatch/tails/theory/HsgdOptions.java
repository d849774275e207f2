// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;

/**
 * How much work {@link HsgdIndex} spends where it has to sample, from which seed, and how it talks
 * to its caller meanwhile. Equal particles, horizon and seed give equal bits. Immutable; as
 * thread-safe as the two callbacks, which run on the calling thread.
 *
 * @param particles number of particles, in all populations together, 40 to 1,000,000
 * @param horizon simulated time of one evaluation in relaxation times {@code 1 / (gamma (lambda_1 +
 *     delta))} of the steepest direction, 5 to 100,000; warm-up comes on top
 * @param seed of every random stream
 * @param cancelled asked at every simulated time step; once true, the call ends with a {@link
 *     java.util.concurrent.CancellationException}
 * @param progress told the share of the work done, never falling, 1 at the end; the share is a
 *     guess, as the number of evaluations is not known before
 */
public record HsgdOptions(
    int particles, int horizon, long seed, BooleanSupplier cancelled, DoubleConsumer progress) {

  /**
   * Validates.
   *
   * @throws IllegalArgumentException if a number is outside its range; the message holds name, rule
   *     and value
   */
  public HsgdOptions {
    Require.that(
        particles >= 40 && particles <= 1_000_000, "particles", "in [40, 1000000]", particles);
    Require.that(horizon >= 5 && horizon <= 100_000, "horizon", "in [5, 100000]", horizon);
    Require.that(cancelled != null, "cancelled", "given", "null");
    Require.that(progress != null, "progress", "given", "null");
  }

  /** 1,000 particles over 60 relaxation times: a relative standard error of about 0.0003. */
  public static HsgdOptions standard() {
    return new HsgdOptions(1000, 60, 0x7a11_0a7cL, () -> false, share -> {});
  }

  /** The same callbacks and seed with another amount of work. */
  public HsgdOptions withWork(int particles, int horizon) {
    return new HsgdOptions(particles, horizon, seed, cancelled, progress);
  }

  /** The same with another seed. */
  public HsgdOptions withSeed(long other) {
    return new HsgdOptions(particles, horizon, other, cancelled, progress);
  }

  /** The same with a cancellation check. */
  public HsgdOptions withCancellation(BooleanSupplier check) {
    return new HsgdOptions(particles, horizon, seed, check, progress);
  }

  /** The same with a progress callback. */
  public HsgdOptions withProgress(DoubleConsumer callback) {
    return new HsgdOptions(particles, horizon, seed, cancelled, callback);
  }
}
