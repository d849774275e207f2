// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

import io.tailwatch.tails.fit.AlphaInterval.Bootstrapped;
import io.tailwatch.tails.fit.AlphaInterval.Unavailable;
import io.tailwatch.tails.fit.FitResult.Fitted;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.apache.commons.math3.linear.SingularMatrixException;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * A 95 % interval for the alpha of a {@link StableFit} that holds for values that depend on their
 * neighbours: by bootstrap of blocks of consecutive values (Carlstein, 1986, Annals of Statistics
 * 14, 1171-1179; Kuensch, 1989, Annals of Statistics 17, 1217-1241).
 *
 * <p>The fit sees a sample only through 44 means, its characteristic function at fixed points. The
 * mean of a resample of blocks is the mean of block means, so that blocks are summed once and a
 * resample costs no pass over the values. Each resample is fitted by the steps of {@link StableFit}
 * from the fitted law on. Units and weights stay those of the sample: they do not move the limit of
 * the estimate, and its error only in second order.
 *
 * <ul>
 *   <li>Cosines and sines are bounded. Their block means are therefore asymptotically normal
 *       whatever the tails, and the bootstrap is consistent; that of means of the values themselves
 *       is not (Athreya, 1987, Annals of Statistics 15, 724-731).
 *   <li>Blocks are at least {@value #RELAXATIONS} times n over the effective size long, by which
 *       the dependence that their ends cut takes 5 % at most of the variance; there are {@value
 *       #MOST_BLOCKS} of them, or fewer if they would be shorter. With fewer than {@value
 *       #LEAST_BLOCKS} there is no interval.
 *   <li>Its ends are the 2.5 % and 97.5 % quantiles of the alphas, taken away from the fitted one
 *       by what few blocks see too little of: sqrt(m / (m - 1)) in the spread, and Student's
 *       quantile with m - 1 degrees of freedom over the Gaussian one.
 *   <li>It is about the alpha that the fit tends to. That is the tail index only of a stable law.
 * </ul>
 *
 * <p>Stateless and thread-safe; equal samples and options give equal intervals. Cost: a sort, four
 * sines and cosines and 22 complex squares for each value, and some tenths of a millisecond for
 * each resample.
 */
public final class StableBootstrap {
  /** The most blocks. */
  public static final int MOST_BLOCKS = 100;

  /** The fewest. */
  public static final int LEAST_BLOCKS = 20;

  private static final int RELAXATIONS = 10;
  private static final int FEWEST_BOOTSTRAPS = 39;
  private static final double TAIL = 0.025;
  private static final double NORMAL = 1.959964;

  /** Share of resamples without a fit that leaves an interval to the others. */
  private static final double TOLERATED_FAILURES = 0.05;

  private StableBootstrap() {}

  /**
   * The interval of a fit.
   *
   * @param fit what {@link StableFit} made of the sample
   * @param sample finite values in their order of time
   * @param options number of resamples, at least 39 here; the effective size; a seed. The bound of
   *     the size is not used
   * @throws IllegalArgumentException for too few resamples
   * @throws CancellationException if cancelled
   */
  public static AlphaInterval of(Fitted<StableLaw> fit, double[] sample, BootstrapOptions options) {
    int bootstraps = options.bootstraps();
    Parameters.require(
        bootstraps >= FEWEST_BOOTSTRAPS,
        "bootstraps",
        "at least " + FEWEST_BOOTSTRAPS + " for an interval",
        bootstraps);
    int n = sample.length;
    double effective = Math.min(n, options.effectiveSize().orElse(n));
    int length = effective < n ? (int) Math.min(n, Math.ceil(RELAXATIONS * (n / effective))) : 1;
    int blocks = Math.min(MOST_BLOCKS, n / length);
    if (blocks < LEAST_BLOCKS) {
      return new Unavailable(
          FitProblem.TOO_FEW,
          String.format(
              Locale.ROOT,
              "needs at least %d blocks of %d values, as %d values are worth %.0f independent ones:"
                  + " were %d",
              LEAST_BLOCKS,
              length,
              n,
              effective,
              blocks));
    }
    OrderedSample ordered = OrderedSample.of(sample);
    McCullochQuantiles units = McCullochQuantiles.of(ordered.values());
    double location = ordered.restored(units.location());
    double scale = ordered.restored(units.scale());
    double[][] sums = sums(sample, blocks, location, scale);
    double[] law = {
      fit.law().alpha(),
      fit.law().beta(),
      Math.log(fit.law().scale() / scale),
      (fit.law().location() - location) / scale
    };
    double[] alphas = alphas(law, sums, n, options);
    int fitted = alphas.length;
    if (bootstraps - fitted > TOLERATED_FAILURES * bootstraps) {
      return new Unavailable(
          FitProblem.NOT_CONVERGED,
          (bootstraps - fitted) + " of " + bootstraps + " resamples had no fit");
    }
    return interval(law[0], alphas, blocks, options);
  }

  /** Sums of the moments over each block; of lengths that differ by 1 at most. */
  private static double[][] sums(double[] sample, int blocks, double location, double scale) {
    double[][] sums = new double[blocks][];
    for (int b = 0; b < blocks; b++) {
      int from = (int) ((long) sample.length * b / blocks);
      int to = (int) ((long) sample.length * (b + 1) / blocks);
      double[] means =
          StableMoments.ofSample(Arrays.copyOfRange(sample, from, to), location, scale);
      for (int j = 0; j < means.length; j++) {
        means[j] *= to - from;
      }
      sums[b] = means;
    }
    return sums;
  }

  /** The alphas of the resamples that have one, ascending. */
  private static double[] alphas(double[] law, double[][] sums, int n, BootstrapOptions options) {
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(options.seed());
    Optional<DecompositionSolver> weights = weights(law);
    double[] alphas = new double[options.bootstraps()];
    int fitted = 0;
    for (int r = 0; r < alphas.length && weights.isPresent(); r++) {
      if (options.cancelled().getAsBoolean()) {
        throw new CancellationException("bootstrap cancelled after " + r + " resamples");
      }
      OptionalDouble alpha = alpha(law, resampled(sums, n, random), weights.get(), n);
      if (alpha.isPresent()) {
        alphas[fitted++] = alpha.getAsDouble();
      }
    }
    double[] found = Arrays.copyOf(alphas, fitted);
    Arrays.sort(found);
    return found;
  }

  private static Optional<DecompositionSolver> weights(double[] law) {
    try {
      return Optional.of(StableFit.weights(law));
    } catch (NonPositiveDefiniteMatrixException e) {
      return Optional.empty();
    }
  }

  private static OptionalDouble alpha(
      double[] law, double[] moments, DecompositionSolver weights, int n) {
    double[] moved = law.clone();
    try {
      boolean settled = StableFit.descend(moved, moments, weights, n);
      return settled && moved[0] > StableFit.LEAST_ALPHA
          ? OptionalDouble.of(moved[0])
          : OptionalDouble.empty();
    } catch (SingularMatrixException e) {
      return OptionalDouble.empty();
    }
  }

  private static double[] resampled(double[][] sums, int n, UniformRandomProvider random) {
    double[] moments = new double[sums[0].length];
    for (int b = 0; b < sums.length; b++) {
      double[] drawn = sums[random.nextInt(sums.length)];
      for (int j = 0; j < moments.length; j++) {
        moments[j] += drawn[j] / n;
      }
    }
    return moments;
  }

  private static AlphaInterval interval(
      double alpha, double[] alphas, int blocks, BootstrapOptions options) {
    int rank = (int) Math.floor((alphas.length + 1) * TAIL);
    double student = new TDistribution(null, blocks - 1).inverseCumulativeProbability(1 - TAIL);
    double widening = Math.sqrt(blocks / (blocks - 1.0)) * student / NORMAL;
    double below = Math.max(0, alpha - alphas[rank - 1]);
    double above = Math.max(0, alphas[alphas.length - rank] - alpha);
    return new Bootstrapped(
        Math.max(StableFit.LEAST_ALPHA, alpha - widening * below),
        Math.min(2, alpha + widening * above),
        blocks,
        options.bootstraps(),
        options.seed());
  }
}
