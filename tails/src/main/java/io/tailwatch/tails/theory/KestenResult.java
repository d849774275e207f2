// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import java.util.OptionalDouble;

/**
 * The tail index of SGD itself on given or Gaussian rows, with what is known of its error.
 * Immutable and thread-safe.
 *
 * @param index the alpha with {@code k(alpha) = 1}, or its upper bound ({@link
 *     Status#REPEAT_BOUND}, {@link Status#PROJECTION_BOUND}); empty when there is none ({@link
 *     Status#CONTRACTIVE}, {@link Status#DIVERGENT}, {@link Status#TOO_LARGE})
 * @param standardError Monte Carlo standard error of {@code index}, in units of the index; 0 unless
 *     the status is {@link Status#ESTIMATED}. It does not hold the bias of a finite number of
 *     particles, about 0.5 % at the default options
 * @param repeatBound {@code B ln n / ln z}, {@code z = gamma (max |a|^2 + delta) - 1}, above which
 *     the index cannot be: the same row drawn again and again; empty when {@code z <= 1} and for
 *     Gaussian rows. With momentum z is the spectral radius of that row's companion matrix
 * @param contractive whether {@code gamma (max |a|^2 + delta) <= 2}: no batch can move the iterate
 *     away from the minimiser's neighbourhood, so there is no power law; false for Gaussian rows
 *     and with momentum, where that is no such condition
 * @param status how the index was obtained, or why there is none
 */
public record KestenResult(
    OptionalDouble index,
    double standardError,
    OptionalDouble repeatBound,
    boolean contractive,
    Status status) {

  /** How an index was obtained, or why there is none. */
  public enum Status {
    /** Root of an equation without sampling error (one dimension, or isotropic Gaussian rows). */
    EXACT,
    /** Particle or sampling estimate with a standard error. */
    ESTIMATED,
    /**
     * The particles missed the repeat mechanism; the index is its bound, which the true index does
     * not exceed.
     */
    REPEAT_BOUND,
    /**
     * The particles found no root below the bound by projection on the first eigenvector; the index
     * is that bound, which the true index does not exceed. Gaussian rows only.
     */
    PROJECTION_BOUND,
    /** Every step is a contraction: the iterates stay bounded, no power law exists. */
    CONTRACTIVE,
    /** The Lyapunov exponent is not negative: the iterates have no stationary law. */
    DIVERGENT,
    /**
     * No root up to the largest index that is searched for, 1,000: there is a stationary law, and
     * its tail is that light or bounded, or the particles missed what makes it heavier. Also where
     * the learning rate is so small that the particles do not settle within four times the options'
     * steps. Gaussian rows, or with momentum.
     */
    TOO_LARGE
  }

  static KestenResult none(Status status) {
    return new KestenResult(OptionalDouble.empty(), 0, OptionalDouble.empty(), false, status);
  }
}
