// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.guard;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Which of two laws the tail above a fixed fraction f of the samples is nearer to (Vuong 1989,
 * Econometrica 57, 307-333): the mean difference of their fitted log densities in units of its
 * standard error,
 *
 * <pre>z = sum d_i / sqrt(k D var d),   d = ln p(y) - ln q(y),</pre>
 *
 * <p>with D the dependence factor of the d_i, at least 1: from batch means over panes where there
 * are any, B/(B-1) sum_b (sum_b d - k_b mean d)^2 / (k var d), otherwise that of the Hill reading,
 * which is larger for most series (4.5 against 1.5 for a Kesten recursion). A positive z is for the
 * power law, the better one of Pareto's and Student's t.
 *
 * <p>All laws have one shape parameter; their scale is tied to f, so that they know how deep in the
 * tail they are. Without that a lognormal piece further out fits any power law, and nothing can be
 * told from the few hundred samples above a threshold. It is also what the test assumes: the law
 * holds for the ranks below the threshold too.
 *
 * <p>The sign of z says which law is nearer, not that the other one is wrong. A lognormal is
 * <em>excluded</em> when z is above {@value #FLOOR} and also {@value #REACH} above its mean for
 * samples of the fitted lognormal (Cox 1962, JRSS B 24, 406-424). That mean is found by fitting
 * Student's t to the lognormal itself; it is near 0 for a standard deviation of ln|X| of 0.6 to
 * 0.7, which Student's t with 4 to 6 degrees of freedom resembles, so that such tails stay open
 * until the samples are many. Below {@value #ENOUGH_SAMPLES} samples z must exceed 1 - n/{@value
 * #ENOUGH_SAMPLES} if that is more, because its law is wider there than for large k. Both numbers
 * were set by simulation ({@code docs/studies/power.md}): at 20,000 samples no lognormal passes in
 * more than 5 %.
 *
 * <p>Samples enter by bins of the log excess, so that ties cost nothing and mean nothing; where all
 * d_i are equal z is 0. Cost: that of {@link LightTail}, which makes it.
 *
 * @param logNormal z of power law against lognormal
 * @param logNormalMean the mean of that z for samples of the fitted lognormal
 * @param weibull z of power law against Weibull (stretched or compressed exponential)
 * @param tailFraction f = k/n, as used
 * @param exceedances k
 */
public record LikelihoodRatio(
    double logNormal,
    double logNormalMean,
    double weibull,
    double tailFraction,
    double exceedances) {

  /** Standard errors above the mean of lognormal samples: about one in twenty-two exceeds that. */
  static final double REACH = 1.7;

  /** The least z, in standard errors, that counts as nearer. */
  static final double FLOOR = 0.1;

  /** Samples from which the sign of z is worth its error. */
  static final double ENOUGH_SAMPLES = 20_000;

  /**
   * The test of a tail with exceedances that differ.
   *
   * @param panes what each of the consecutive panes has of the tail; with fewer than two the factor
   *     is used
   * @param dependenceFactor for want of panes
   */
  static LikelihoodRatio of(TailBins tail, List<TailBins> panes, double dependenceFactor) {
    DoubleUnaryOperator power = powerLaw(tail);
    Comparison logNormal = new Comparison(tail, power, TailLaw.logNormal(tail));
    Comparison weibull = new Comparison(tail, power, TailLaw.weibull(tail));
    double k = tail.exceedances();
    double scale = StrictMath.sqrt(k / logNormal.dependence(panes, dependenceFactor));
    return new LikelihoodRatio(
        logNormal.ratio() * scale,
        logNormalRatio(tail) * scale,
        weibull.ratio() * StrictMath.sqrt(k / weibull.dependence(panes, dependenceFactor)),
        tail.tailFraction(),
        k);
  }

  private static DoubleUnaryOperator powerLaw(TailBins tail) {
    DoubleUnaryOperator pareto = TailLaw.pareto(tail);
    DoubleUnaryOperator student = TailLaw.studentT(tail);
    return tail.sum(pareto) > tail.sum(student) ? pareto : student;
  }

  /** Mean over standard deviation of the d of the fitted lognormal's own samples. */
  private static double logNormalRatio(TailBins tail) {
    TailBins model = TailBins.logNormal(TailLaw.logNormalDeviation(tail), tail.tailFraction());
    return new Comparison(model, powerLaw(model), TailLaw.logNormal(model)).ratio();
  }

  /** Whether the power law is nearer and lognormal samples seldom show that. */
  public boolean excludesLogNormal() {
    double margin = Math.max(FLOOR, 1 - exceedances / tailFraction / ENOUGH_SAMPLES);
    return logNormal > Math.max(margin, logNormalMean + REACH);
  }

  /** The difference d of two log densities on a tail. */
  private record Comparison(
      DoubleUnaryOperator difference, double mean, double variance, double k) {
    Comparison(TailBins tail, DoubleUnaryOperator p, DoubleUnaryOperator q) {
      this(tail, y -> p.applyAsDouble(y) - q.applyAsDouble(y));
    }

    private Comparison(TailBins tail, DoubleUnaryOperator difference) {
      this(tail, difference, tail.mean(difference));
    }

    private Comparison(TailBins tail, DoubleUnaryOperator difference, double mean) {
      this(
          difference,
          mean,
          tail.mean(y -> square(difference.applyAsDouble(y) - mean)),
          tail.exceedances());
    }

    double ratio() {
      return variance > 0 ? mean / StrictMath.sqrt(variance) : 0;
    }

    double dependence(List<TailBins> panes, double dependenceFactor) {
      if (panes.size() < 2 || !(variance > 0)) {
        return Math.max(1, dependenceFactor);
      }
      double squares = 0;
      for (TailBins pane : panes) {
        squares += square(pane.sum(y -> difference.applyAsDouble(y) - mean));
      }
      return Math.max(1, squares * panes.size() / (panes.size() - 1) / (k * variance));
    }

    private static double square(double x) {
      return x * x;
    }
  }
}
