// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

/**
 * The times, in SGD steps, on which homogenized SGD forgets: what burn-in, the flushing of a window
 * after a change of the learning rate, and the use of stationary formulas under a schedule rest on.
 * Direction i forgets its bulk as {@code exp(-t / tau_i)}, {@code tau_i = 1 / (gamma (lambda_i +
 * delta))}. The factors 10 and 15 are rules of thumb that simulations of a dozen problems bore out;
 * none of these numbers is a bound. Directions without curvature (see {@link HsgdModel}) have no
 * part. Immutable and thread-safe.
 *
 * @param fastest {@code tau_1}, that of the largest eigenvalue
 * @param contributing that of the smallest eigenvalue that matters for the loss: the largest one
 *     below or at which eigenvalues hold more than 5 % of {@code sum lambda_j^2 / (lambda_j +
 *     delta)}, counted from the smallest
 * @param slowest that of the smallest positive eigenvalue
 */
public record Relaxation(double fastest, double contributing, double slowest) {
  private static final double CONTRIBUTION = 0.05;
  private static final double BURN_IN = 15;
  private static final double FLUSH = 10;
  private static final double QUASI_STATIONARY = 0.1;

  /**
   * The times at the model's learning rate. Cost O(d).
   *
   * @param model a valid model, which cannot make this fail
   */
  public static Relaxation of(HsgdModel model) {
    double[] lambda = model.eigenvalues();
    double total = 0;
    for (double value : lambda) {
      total += value / (value + model.ridge()) * value;
    }
    int k = lambda.length - 1;
    double below = 0;
    for (; k > 0; k--) {
      below += lambda[k] / (lambda[k] + model.ridge()) * lambda[k];
      if (below > CONTRIBUTION * total) {
        break;
      }
    }
    return new Relaxation(
        time(model, lambda[0]), time(model, lambda[k]), time(model, lambda[lambda.length - 1]));
  }

  private static double time(HsgdModel model, double eigenvalue) {
    return 1 / (model.learningRate() * (eigenvalue + model.ridge()));
  }

  /** Steps until the norm of the iterate is stationary: 15 slowest times. */
  public double normBurnIn() {
    return BURN_IN * slowest;
  }

  /**
   * Steps until the projection on the first eigenvector is stationary: 15 contributing times, as
   * the loss that drives its noise has to be stationary too.
   */
  public double projectionBurnIn() {
    return BURN_IN * contributing;
  }

  /**
   * Steps for which values from before a decrease of the learning rate persist: 10 slowest times at
   * the new rate. A window should be flushed, or begun anew, for so long after every change.
   */
  public double flushTime() {
    return FLUSH * slowest;
  }

  /**
   * Whether formulas for a constant learning rate may be used while it changes: whether {@code |d
   * log gamma / dt|} is below a tenth of {@code 1 / slowest}, the rate at which the iterate forgets
   * (roughly |g'(0)|).
   *
   * @param logRateSlope d log gamma / dt per step, of either sign
   * @throws IllegalArgumentException if the slope is NaN
   */
  public boolean quasiStationary(double logRateSlope) {
    Require.that(!Double.isNaN(logRateSlope), "logRateSlope", "a number", logRateSlope);
    return Math.abs(logRateSlope) * slowest <= QUASI_STATIONARY;
  }

  /**
   * Steps from a restart until the power law holds up to a level: {@code log(ratio) / g'(index)}
   * with the growth rate's slope {@code g'(index) = index / ((index - 1) tau_1)} of one dimension.
   * An order of magnitude otherwise.
   *
   * @param ratio of the level to the size of the iterate at the restart, at least 1
   * @param index the tail index, above 1
   * @throws IllegalArgumentException if an argument is outside its range
   */
  public double timeToReach(double ratio, double index) {
    Require.that(
        ratio >= 1 && ratio < Double.POSITIVE_INFINITY, "ratio", "at least 1 and finite", ratio);
    Require.that(
        index > 1 && index < Double.POSITIVE_INFINITY, "index", "above 1 and finite", index);
    return Math.log(ratio) * (index - 1) / index * fastest;
  }
}
