// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

import io.tailwatch.tails.fit.FitResult.Fitted;
import io.tailwatch.tails.fit.FitResult.Undefined;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * How well a law fits the sample it was fitted to: the Kolmogorov-Smirnov distance and its p-value.
 *
 * <p>The textbook p-value is far too large here, because the parameters were moved towards the
 * sample (Lilliefors, 1967, J. Amer. Statist. Assoc. 62, 399-402), and far too small for dependent
 * values; it is kept as {@link #naiveP} with its {@link #naiveFlaws}. The p-value to use is {@link
 * #corrected}: the sample is thinned to every m-th value, m the size over the effective size
 * rounded up, so that what is left is nearly independent; the law is fitted again to that; samples
 * of the same size are drawn from it, fitted and measured in the same way (parametric bootstrap;
 * Stute, Gonzales Manteiga and Presedo Quindimil, 1993, Metrika 40, 243-256); and {@code p = (1 +
 * number of distances at least as great) / (1 + number of samples)}. A simulated sample without a
 * fit counts as at least as great, which errs towards not rejecting.
 *
 * <p>Alert on distance and p together: in a large sample every law is rejected. Immutable and
 * thread-safe. Cost: the distance of the whole sample, and for every simulated one a draw, a fit
 * and a distance of the thinned size.
 *
 * @param <L> the family of laws
 * @param fit the law fitted to the whole sample
 * @param distance of the whole sample to it, in [0, 1]
 * @param naiveP the textbook p-value of {@code distance}; see {@code naiveFlaws}
 * @param naiveFlaws why {@code naiveP} is invalid; never empty, as the parameters were fitted
 * @param tied whether one value makes up more than a tenth of 1/sqrt n of the sample: then it steps
 *     where the law does not, and both p-values err towards rejecting
 * @param corrected the p-value that allows for both, or why there is none
 */
public record GoodnessOfFit<L extends Law>(
    Fitted<L> fit,
    double distance,
    double naiveP,
    Set<NaiveFlaw> naiveFlaws,
    boolean tied,
    CorrectedP corrected) {
  private static final double TIE_SHARE = 0.1;

  /** Copies the set. */
  public GoodnessOfFit {
    naiveFlaws = Set.copyOf(naiveFlaws);
  }

  /** What the textbook p-value assumes and the test knows to be wrong. */
  public enum NaiveFlaw {
    /** The parameters were fitted to the same sample: the p-value is too large. */
    FITTED_PARAMETERS,
    /** The values depend on each other: the p-value is too small. */
    DEPENDENT
  }

  /** A p-value by simulation, or the reason why there is none. */
  public sealed interface CorrectedP {
    /** The p-value, if there is one. */
    default Optional<Bootstrap> bootstrap() {
      return Optional.empty();
    }
  }

  /**
   * A p-value by parametric bootstrap.
   *
   * @param pValue in (0, 1], a multiple of 1/(bootstraps + 1)
   * @param distance of the thinned sample to the law fitted to it: what the p-value belongs to
   * @param n size of the thinned sample
   * @param thinning every so many-th value was kept; 1 is all
   * @param bootstraps number of simulated samples
   * @param unfitted how many of them had no fit
   * @param seed of the simulation
   */
  public record Bootstrap(
      double pValue, double distance, int n, int thinning, int bootstraps, int unfitted, long seed)
      implements CorrectedP {
    @Override
    public Optional<Bootstrap> bootstrap() {
      return Optional.of(this);
    }
  }

  /** No p-value: the thinned sample has no fit. */
  public record Unavailable(FitProblem problem, String detail) implements CorrectedP {}

  /**
   * Tests a fit. As many fits and measurements of the thinned sample as there are bootstraps, plus
   * O(n log n).
   *
   * @param fit what the fitter made of the sample
   * @param sample finite values in their order of time
   * @throws CancellationException if cancelled
   */
  public static <L extends Law> GoodnessOfFit<L> of(
      Fitter<L> fitter, Fitted<L> fit, double[] sample, BootstrapOptions options) {
    KolmogorovSmirnov.OneSample naive = KolmogorovSmirnov.test(sample, fit.law());
    int n = sample.length;
    double effectiveSize = Math.min(n, options.effectiveSize().orElse(n));
    int thinning = Thinning.step(n, Math.min(effectiveSize, options.greatestSize()));
    Set<NaiveFlaw> flaws = EnumSet.of(NaiveFlaw.FITTED_PARAMETERS);
    if (effectiveSize < n) {
      flaws.add(NaiveFlaw.DEPENDENT);
    }
    int most = OrderedSample.of(sample).mostFrequent();
    boolean tied = most > 1 && most > TIE_SHARE * Math.sqrt(n);
    return new GoodnessOfFit<>(
        fit,
        naive.distance(),
        naive.exactP(),
        flaws,
        tied,
        corrected(fitter, Thinning.every(thinning, sample), thinning, options));
  }

  private static <L extends Law> CorrectedP corrected(
      Fitter<L> fitter, double[] sample, int thinning, BootstrapOptions options) {
    FitResult<L> refit = fitter.fit(sample);
    if (refit instanceof Undefined<L> undefined) {
      return new Unavailable(undefined.problem(), undefined.detail());
    }
    L law = refit.fitted().orElseThrow().law();
    double distance = KolmogorovSmirnov.distance(sample, law);
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(options.seed());
    var sampler = law.sampler(random);
    double[] simulated = new double[sample.length];
    int asGreat = 0;
    int unfitted = 0;
    for (int b = 0; b < options.bootstraps(); b++) {
      if (options.cancelled().getAsBoolean()) {
        throw new CancellationException("bootstrap cancelled after " + b + " samples");
      }
      Arrays.setAll(simulated, i -> sampler.sample());
      Optional<Fitted<L>> again = fitter.fit(simulated).fitted();
      if (again.isEmpty()) {
        unfitted++;
      }
      if (again.isEmpty() || KolmogorovSmirnov.distance(simulated, again.get().law()) >= distance) {
        asGreat++;
      }
    }
    double p = (1.0 + asGreat) / (1 + options.bootstraps());
    return new Bootstrap(
        p, distance, sample.length, thinning, options.bootstraps(), unfitted, options.seed());
  }
}
