// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

/**
 * The band of the tail index of homogenized SGD in a window over which the learning rate changes:
 * the union of the bands of its learning rates. It applies if the change is slow against relaxation
 * ({@link Relaxation#quasiStationary}) and values from before an earlier change have been forgotten
 * ({@link Relaxation#flushTime}).
 *
 * <p>The ends of the range decide: on the clock {@code gamma t} the learning rate is the strength
 * of the noise only, which enters the drift function of a weighted norm with a coefficient that is
 * not negative for p >= 1, so that bounds of at least 1 fall as gamma rises. For smaller ones no
 * order is proved, and the union of the ends may miss part of the band between. Immutable and
 * thread-safe.
 *
 * @param lower the least lower bound, in [0, upper]; 0 says nothing
 * @param upper the greatest upper bound; 0 if there is no stationary law at any of the rates
 * @param certified whether both come from certified bounds
 */
public record ScheduleBand(double lower, double upper, boolean certified) {

  /**
   * The union over the learning rates from one to the other, in either order.
   *
   * @param model a valid model; its own learning rate does not matter
   * @param from a learning rate, positive and finite
   * @param to the same
   * @throws IllegalArgumentException if a rate is outside its range
   */
  public static ScheduleBand between(HsgdModel model, double from, double to) {
    HsgdBounds first = HsgdBounds.of(model.withLearningRate(from));
    return from == to ? of(first, first) : of(first, HsgdBounds.of(model.withLearningRate(to)));
  }

  /** The union of two bands already computed. */
  public static ScheduleBand of(HsgdBounds first, HsgdBounds second) {
    double upper = Math.max(first.upper(), second.upper());
    // Where bounds are equal but for rounding, either may come out larger.
    double lower = Math.min(upper, Math.min(first.lower(), second.lower()));
    return new ScheduleBand(lower, upper, first.certified() && second.certified());
  }
}
