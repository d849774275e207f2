// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;

/**
 * How {@link GoodnessOfFit} simulates. Immutable; as thread-safe as the callback, which runs on the
 * calling thread.
 *
 * @param bootstraps simulated samples, 19 to 100,000; p-values are multiples of 1/(bootstraps + 1),
 *     with a standard error of sqrt(p (1 - p) / bootstraps)
 * @param seed of the simulation; equal seeds give equal p-values
 * @param effectiveSize how many independent values the sample is worth, positive; empty says that
 *     its values are independent
 * @param greatestSize the sample is thinned to no more than this, at least 10, whether dependent or
 *     not: a smaller one costs less time and finds less
 * @param cancelled asked before every simulated sample; once true, the call ends with a {@link
 *     java.util.concurrent.CancellationException}
 */
public record BootstrapOptions(
    int bootstraps,
    long seed,
    OptionalDouble effectiveSize,
    int greatestSize,
    BooleanSupplier cancelled) {
  private static final int FEWEST = 19;
  private static final int MOST = 100_000;

  /**
   * Validates.
   *
   * @throws IllegalArgumentException if a number is outside its range
   */
  public BootstrapOptions {
    Parameters.require(
        bootstraps >= FEWEST && bootstraps <= MOST, "bootstraps", "in [19, 100000]", bootstraps);
    effectiveSize.ifPresent(
        size -> Parameters.require(size > 0, "effectiveSize", "positive", size));
    Parameters.require(greatestSize >= 10, "greatestSize", "at least 10", greatestSize);
    Parameters.require(cancelled != null, "cancelled", "given", "null");
  }

  /** 199 simulated samples of at most 2,000 values, independent. */
  public static BootstrapOptions standard() {
    return new BootstrapOptions(199, 0x7a11_f17eL, OptionalDouble.empty(), 2000, () -> false);
  }

  /** The same with another number of simulated samples. */
  public BootstrapOptions withBootstraps(int number) {
    return new BootstrapOptions(number, seed, effectiveSize, greatestSize, cancelled);
  }

  /** The same with another seed. */
  public BootstrapOptions withSeed(long other) {
    return new BootstrapOptions(bootstraps, other, effectiveSize, greatestSize, cancelled);
  }

  /** The same for a dependent sample. */
  public BootstrapOptions withEffectiveSize(double size) {
    return new BootstrapOptions(bootstraps, seed, OptionalDouble.of(size), greatestSize, cancelled);
  }

  /** The same with another bound of the size. */
  public BootstrapOptions withGreatestSize(int size) {
    return new BootstrapOptions(bootstraps, seed, effectiveSize, size, cancelled);
  }

  /** The same with a cancellation check. */
  public BootstrapOptions withCancellation(BooleanSupplier check) {
    return new BootstrapOptions(bootstraps, seed, effectiveSize, greatestSize, check);
  }
}
