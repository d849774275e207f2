// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.judge;

import io.tailwatch.events.v1.Verdict;
import io.tailwatch.tails.estimate.WindowEstimate;
import io.tailwatch.tails.estimate.WindowEstimate.Defined;
import io.tailwatch.tails.estimate.WindowEstimate.Undefined;
import io.tailwatch.tails.estimate.guard.LightTail;
import io.tailwatch.tails.estimate.guard.Stationarity;
import io.tailwatch.tails.estimate.interval.Interval;

/**
 * The verdict on a window, with I = [l, h] the 95 % interval of the index. The first that matches:
 *
 * <ol>
 *   <li>{@code burn-in}: the newest pane does not count yet;
 *   <li>{@code undefined}: shards or steps are missing, or the window has no reading;
 *   <li>{@code non-stationary}: the level moved while the centre is an estimate;
 *   <li>{@code light-tailed}: the reading reaches that of a Student-t with 12 degrees of freedom,
 *       or the upper limit of the reading reaches that of a Gaussian, or a light law is nearer to
 *       the tail than a power law ({@link LightTail});
 *   <li>{@code undecided}: h / l &gt; 1.5;
 *   <li>{@code no-theory}: no hSGD band is known;
 *   <li>{@code within}: I meets the band;
 *   <li>{@code kesten-consistent}: I meets the hull of band and Kesten index (as far as it is
 *       known), each end widened by 15 %, the measured error of the de-biasing;
 *   <li>{@code undecided} once more, while the Kesten index is being computed: it may still explain
 *       the distance from the band;
 *   <li>{@code below} or {@code above}.
 * </ol>
 *
 * <p>Beside it, {@code infiniteVariance} says that h &lt; 2. Stateless and thread-safe.
 */
public final class Judge {
  /** Largest ratio of the interval's ends that decides anything. */
  static final double DECISIVE_RATIO = 1.5;

  /** Relative error of the de-biased index where the body is not Student-t. */
  public static final double DEBIASING_ERROR = 0.15;

  /** Index below which the variance is infinite. */
  static final double INFINITE_VARIANCE = 2;

  private Judge() {}

  /** The verdict on a window. */
  public static Judgement judge(Evidence evidence) {
    if (!evidence.burnIn().isEmpty()) {
      return without(
          Verdict.VERDICT_BURN_IN,
          "",
          Sentences.burnIn(evidence.burnIn(), evidence.window().ended()),
          evidence);
    }
    if (!evidence.partial().isEmpty()) {
      return without(
          Verdict.VERDICT_UNDEFINED,
          "partial-shards",
          Sentences.partial(evidence.partial()),
          evidence);
    }
    if (!evidence.gaps().isEmpty()) {
      return without(Verdict.VERDICT_UNDEFINED, "gaps", Sentences.gaps(evidence.gaps()), evidence);
    }
    WindowEstimate estimate = evidence.estimate();
    if (estimate instanceof Undefined undefined) {
      return without(
          Verdict.VERDICT_UNDEFINED,
          undefined.reason().code(),
          Sentences.undefined(undefined, evidence.window().ended()),
          evidence);
    }
    var moved = evidence.stationarity().filter(test -> !test.stationary());
    if (moved.isPresent()) {
      Stationarity test = moved.get();
      return without(Verdict.VERDICT_NON_STATIONARY, "", Sentences.nonStationary(test), evidence);
    }
    Defined defined = (Defined) estimate;
    Verdict verdict = compare(defined, evidence.theory());
    return new Judgement(
        verdict,
        "",
        Sentences.of(verdict, defined, evidence.theory()),
        defined.indexInterval().upper() < INFINITE_VARIANCE,
        Warnings.of(evidence));
  }

  private static Judgement without(
      Verdict verdict, String reason, String sentence, Evidence evidence) {
    return new Judgement(verdict, reason, sentence, false, Warnings.of(evidence));
  }

  private static Verdict compare(Defined estimate, Theory theory) {
    Interval index = estimate.indexInterval();
    if (estimate.lightTailed()) {
      return Verdict.VERDICT_LIGHT_TAILED;
    }
    if (!decisive(index)) {
      return Verdict.VERDICT_UNDECIDED;
    }
    if (theory.band().isEmpty()) {
      return Verdict.VERDICT_NO_THEORY;
    }
    Interval band = theory.band().get();
    if (meets(index, band)) {
      return Verdict.VERDICT_WITHIN;
    }
    if (meets(index, expected(theory, band))) {
      return Verdict.VERDICT_KESTEN_CONSISTENT;
    }
    if (theory.kestenPending()) {
      return Verdict.VERDICT_UNDECIDED;
    }
    return index.upper() < band.lower() ? Verdict.VERDICT_BELOW : Verdict.VERDICT_ABOVE;
  }

  /** Whether an interval is narrow enough to decide anything. */
  public static boolean decisive(Interval index) {
    return index.upper() <= DECISIVE_RATIO * index.lower();
  }

  /** The hull of band and Kesten index, widened. */
  static Interval expected(Theory theory, Interval band) {
    double kesten = theory.kesten().map(Kesten::index).orElse(band.lower());
    return new Interval(
        (1 - DEBIASING_ERROR) * Math.min(band.lower(), kesten),
        (1 + DEBIASING_ERROR) * Math.max(band.upper(), kesten));
  }

  private static boolean meets(Interval a, Interval b) {
    return a.lower() <= b.upper() && b.lower() <= a.upper();
  }
}
