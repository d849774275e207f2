// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.guard;

import io.tailwatch.tails.estimate.hill.HillPlot;
import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.TailProfile;
import io.tailwatch.tails.estimate.hill.TailSide;
import io.tailwatch.tails.estimate.interval.BatchMeans;
import io.tailwatch.tails.estimate.opinion.MomentEstimator;
import io.tailwatch.tails.estimate.opinion.Opinion;
import io.tailwatch.tails.sketch.TailSketch;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a tail is heavy, that is a power law's, light, or cannot be told.
 *
 * <p>Every threshold gives a Hill reading, a Gaussian's too. Four tests at fixed fractions of the
 * samples, whatever fraction the reading itself is taken at, so that a window of any length is
 * asked the same:
 *
 * <ol>
 *   <li><em>moment</em>: the {@link MomentEstimator} at {@value #MOMENT_FRACTION}, its limits
 *       {@value #LIMIT} standard errors away; the error scaled by the dependence factor
 *   <li><em>likelihood ratios</em> ({@link LikelihoodRatio}) of a power law against lognormal and
 *       against Weibull laws, at {@value #NEAR_FRACTION} and {@value #DEEP_FRACTION}
 *   <li><em>growth</em> of the reading ({@link ReadingGrowth}) from {@value #MOMENT_FRACTION} to
 *       {@value #GROWTH_FRACTION}, beyond that of Student's t
 * </ol>
 *
 * <p><em>Light</em> when the upper limit of the moment estimate is below 1/12 (Student's t with 12
 * degrees of freedom cannot be told from a Gaussian there), or when a Weibull at the larger
 * fraction or a lognormal at both is nearer than the power law by more than {@value #LIMIT} errors.
 * Otherwise <em>heavy</em> when the lower limit of the moment estimate is above 0, a lognormal is
 * excluded at one of the two fractions, the power law is nearer than a Weibull at the larger one,
 * and the growth is below {@value #GROWTH_LIMIT} errors. Otherwise <em>undecided</em>, as always
 * below {@value #MIN_SAMPLES} samples and where ties leave no threshold near one of the fractions.
 *
 * <p>What the tests are worth is simulated in {@code docs/studies/power.md}. No rule separates all
 * laws: at 5 % a lognormal reads heavier than Student's t with 4 degrees of freedom, slow power
 * laws (Burr with rho = -1/2) stay undecided, and a light law with a rare wide component (1 % of
 * the samples) is called heavy.
 *
 * <p>Immutable and thread-safe; equal profiles give equal bits. Does not depend on the scale of the
 * samples, but for the bucket edges of a sketch. Cost: some 60 evaluations of a law over the bins
 * above each of the two fractions, half of them with a quantile of Student's t.
 *
 * @param verdict heavy, undecided or light
 * @param message one plain sentence with the number that decided
 * @param dependenceFactor as used, at least 1
 * @param moment the moment estimate, with the error under dependence
 * @param near the likelihood ratios at the fraction {@value #NEAR_FRACTION}
 * @param deep the likelihood ratios at the fraction {@value #DEEP_FRACTION}
 * @param growth of the reading; empty below 20 exceedances of the smaller fraction
 */
public record LightTail(
    Verdict verdict,
    String message,
    double dependenceFactor,
    Optional<Opinion.Defined> moment,
    Optional<LikelihoodRatio> near,
    Optional<LikelihoodRatio> deep,
    Optional<ReadingGrowth> growth) {

  /** What can be said of a tail. */
  public enum Verdict {
    /** A power law describes it better than the light laws do. */
    HEAVY,
    /** The samples do not tell. */
    UNDECIDED,
    /** A light law describes it better, or no sign of a power law is there. */
    LIGHT
  }

  /** Where the moment estimate is taken, and the growth of the reading begins. */
  public static final double MOMENT_FRACTION = 0.05;

  /** The smaller fraction of the likelihood ratios. */
  public static final double NEAR_FRACTION = 0.1;

  /** The larger fraction of the likelihood ratios. */
  public static final double DEEP_FRACTION = 0.2;

  /** Where the growth of the reading ends. */
  public static final double GROWTH_FRACTION = 0.005;

  /** The least number of usable samples. */
  public static final int MIN_SAMPLES = 1_000;

  /** Standard errors of a one-sided 95 % limit. */
  static final double LIMIT = 1.645;

  /** Standard errors of growth that no power law with a body like Student's shows. */
  static final double GROWTH_LIMIT = 3;

  /** gamma of Student's t with 12 degrees of freedom. */
  private static final double LIGHT_GAMMA = 1.0 / 12;

  private static final int MIN_GROWTH_EXCEEDANCES = 20;

  /** A threshold is near a fraction when k is within this factor of it. */
  private static final double NEAR_RATIO = 1.5;

  /**
   * From the panes of a window: the dependence factor is taken by {@link BatchMeans} at {@link
   * #MOMENT_FRACTION}.
   *
   * @param panes consecutive and together the whole; with fewer than two, samples count as
   *     independent
   * @param sum their sum
   */
  public static LightTail of(List<TailSketch> panes, TailSketch sum, TailSide side) {
    TailProfile profile = TailProfile.of(sum, side);
    return of(
        profile,
        panes.stream().map(pane -> TailProfile.of(pane, side)).toList(),
        dependenceFactor(panes, profile, side));
  }

  /**
   * From a profile.
   *
   * @param dependenceFactor how many exceedances are worth one independent one, from batch means at
   *     about {@link #MOMENT_FRACTION}; taken as 1 when smaller
   */
  public static LightTail of(TailProfile profile, double dependenceFactor) {
    if (!(dependenceFactor >= 0)) {
      throw new IllegalArgumentException(
          "dependenceFactor must not be negative: was " + dependenceFactor);
    }
    return of(profile, List.of(), dependenceFactor);
  }

  private static LightTail of(
      TailProfile profile, List<TailProfile> panes, double dependenceFactor) {
    double factor = Math.max(1, dependenceFactor);
    int middle = profile.nearestFraction(MOMENT_FRACTION);
    int near = profile.nearestFraction(NEAR_FRACTION);
    int deep = profile.nearestFraction(DEEP_FRACTION);
    Optional<String> reason = reasonAgainst(profile, middle, near, deep);
    if (reason.isPresent()) {
      return new LightTail(
          Verdict.UNDECIDED,
          reason.get(),
          factor,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }
    Optional<Opinion.Defined> moment =
        MomentEstimator.at(profile, middle, profile.exceedances(middle) / factor).defined();
    var nearRatio = ratio(profile, near, panes, factor);
    var deepRatio = ratio(profile, deep, panes, factor);
    Optional<ReadingGrowth> growth = growth(profile, middle, factor);
    return new LightTail(
            Verdict.UNDECIDED,
            "",
            factor,
            moment,
            Optional.of(nearRatio),
            Optional.of(deepRatio),
            growth)
        .judged();
  }

  private static LikelihoodRatio ratio(
      TailProfile profile, int i, List<TailProfile> panes, double factor) {
    TailBins tail = TailBins.of(profile, i);
    double threshold = profile.threshold(i);
    return LikelihoodRatio.of(
        tail,
        panes.stream().map(pane -> TailBins.ofPane(pane, threshold, tail.tailFraction())).toList(),
        factor);
  }

  private static double dependenceFactor(
      List<TailSketch> panes, TailProfile profile, TailSide side) {
    int i = profile.nearestFraction(MOMENT_FRACTION);
    if (panes.size() < 2 || i < 0 || profile.sumLogExcess(i) == 0) {
      return 1;
    }
    double threshold = profile.threshold(i);
    List<HillPoint> batches =
        panes.stream()
            .map(pane -> HillPlot.above(pane, side, threshold).atThreshold(threshold))
            .toList();
    return BatchMeans.of(profile.point(i), batches).dependenceFactor();
  }

  /** Why there is nothing to test. */
  private static Optional<String> reasonAgainst(
      TailProfile profile, int middle, int near, int deep) {
    if (near < 0 || profile.sampleSize() < MIN_SAMPLES) {
      return Optional.of(
          text(
              "it cannot be told whether the tail is heavy: %d usable samples are fewer than the %d"
                  + " needed",
              profile.sampleSize(), MIN_SAMPLES));
    }
    double n = profile.sampleSize();
    if (!isNear(profile.exceedances(middle) / n, MOMENT_FRACTION)
        || !isNear(profile.exceedances(near) / n, NEAR_FRACTION)
        || !isNear(profile.exceedances(deep) / n, DEEP_FRACTION)
        || middle < 2) {
      return Optional.of(
          "it cannot be told whether the tail is heavy: too many samples are of one size to cut off"
              + " 5, 10 and 20 % of them");
    }
    return Optional.empty();
  }

  private static boolean isNear(double fraction, double wanted) {
    return fraction < wanted * NEAR_RATIO && fraction > wanted / NEAR_RATIO;
  }

  private static Optional<ReadingGrowth> growth(TailProfile profile, int middle, double factor) {
    int far = profile.nearestFraction(GROWTH_FRACTION);
    return far >= middle
            || profile.exceedances(far) < MIN_GROWTH_EXCEEDANCES
            || profile.sumLogExcess(far) == 0
        ? Optional.empty()
        : Optional.of(ReadingGrowth.between(profile.point(middle), profile.point(far), factor));
  }

  private LightTail judged() {
    double gamma = moment.map(Opinion.Defined::gamma).orElse(Double.NEGATIVE_INFINITY);
    double reach = LIMIT * moment.map(Opinion.Defined::standardError).orElse(0.0);
    double weibull = deep.orElseThrow().weibull();
    double logNormal = Math.max(near.orElseThrow().logNormal(), deep.orElseThrow().logNormal());
    if (gamma + reach < LIGHT_GAMMA) {
      return light(
          "the moment estimate of gamma is at most %.2f, below the 1/12 of an index of 12",
          gamma + reach);
    }
    if (weibull < -LIMIT) {
      return light(
          "a Weibull law is nearer to it than a power law by %.1f standard errors", -weibull);
    }
    if (logNormal < -LIMIT) {
      return light(
          "a lognormal law is nearer to it than a power law by %.1f standard errors", -logNormal);
    }
    if (!momentSaysHeavy()) {
      return undecided("the moment estimate of gamma may be as low as %.2f", gamma - reach);
    }
    if (!excludesLogNormal()) {
      return logNormal > 0
          ? undecided(
              "a power law is nearer to it than a lognormal law by %.1f standard errors, too few to"
                  + " exclude that",
              logNormal)
          : undecided(
              "a lognormal law is nearer to it than a power law, by %.1f standard errors",
              -logNormal);
    }
    if (!nearerThanWeibull()) {
      return undecided(
          "a Weibull law is nearer to it than a power law, by %.1f standard errors", -weibull);
    }
    if (growing()) {
      return undecided(
          "the reading grows from %.2f to %.2f as the threshold rises",
          growth.orElseThrow().outer(), growth.orElseThrow().inner());
    }
    return with(
        Verdict.HEAVY,
        text(
            "the tail is heavy: the moment estimate of gamma is at least %.2f, and a power law is"
                + " nearer to it than lognormal and Weibull laws by %.1f and %.1f standard errors",
            gamma - reach, logNormal, weibull));
  }

  private LightTail light(String format, Object... values) {
    return with(Verdict.LIGHT, "the tail is light: " + text(format, values));
  }

  private LightTail undecided(String format, Object... values) {
    return with(
        Verdict.UNDECIDED, "it cannot be told whether the tail is heavy: " + text(format, values));
  }

  private LightTail with(Verdict decided, String sentence) {
    return new LightTail(decided, sentence, dependenceFactor, moment, near, deep, growth);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** Whether the lower limit of the moment estimate is above 0. */
  public boolean momentSaysHeavy() {
    return moment.filter(m -> m.gamma() - LIMIT * m.standardError() > 0).isPresent();
  }

  /** Whether a lognormal is excluded at one of the two fractions. */
  public boolean excludesLogNormal() {
    return near.filter(LikelihoodRatio::excludesLogNormal).isPresent()
        || deep.filter(LikelihoodRatio::excludesLogNormal).isPresent();
  }

  /** Whether a power law is nearer than a Weibull at the larger fraction. */
  public boolean nearerThanWeibull() {
    return deep.filter(ratio -> ratio.weibull() > 0).isPresent();
  }

  /** Whether the reading grows by more than Student's t explains. */
  public boolean growing() {
    return growth.filter(g -> g.excess() >= GROWTH_LIMIT).isPresent();
  }

  /** What to say of a tail that is not heavy beyond doubt. */
  public Optional<Finding> finding() {
    return verdict == Verdict.HEAVY
        ? Optional.empty()
        : Optional.of(new Finding(WarningCode.LIGHT_TAIL, message));
  }
}
