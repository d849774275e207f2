// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.judge;

import io.tailwatch.events.v1.Verdict;
import io.tailwatch.tails.estimate.WindowEstimate.Defined;
import io.tailwatch.tails.estimate.WindowEstimate.Undefined;
import io.tailwatch.tails.estimate.guard.Stationarity;
import io.tailwatch.tails.estimate.interval.Interval;
import java.util.Locale;

/** Verdicts as one plain sentence each: the numbers, what they mean, what to do. */
final class Sentences {
  private Sentences() {}

  static String burnIn(String why, boolean ended) {
    return ended
        ? "No index: the series ended in its burn-in (" + why + "); train longer."
        : "Burn-in, no index yet: " + why + "; nothing to do but wait.";
  }

  static String partial(String what) {
    return "No index: "
        + what
        + "; look at the trainings that publish these shards, and at their connection to the"
        + " broker.";
  }

  static String gaps(String what) {
    return "No index: "
        + what
        + "; look at the publisher's dropped samples and its connection to the broker.";
  }

  static String undefined(Undefined undefined, boolean ended) {
    String advice =
        switch (undefined.reason()) {
          case TOO_FEW ->
              (ended ? "train longer" : "wait for more steps") + ", or choose shorter panes";
          case CONSTANT -> "check that the training moves and that the right vector is published";
        };
    return "No index: " + undefined.message() + "; " + advice + ".";
  }

  static String nonStationary(Stationarity test) {
    return text(
        "No index: the median moved from %.4g to %.4g within the window (p = %.1g), and the centre"
            + " is an estimate; wait until the level settles, state the centre, or watch"
            + " update-norm.",
        test.firstHalf(), test.secondHalf(), test.pValue());
  }

  static String of(Verdict verdict, Defined estimate, Theory theory) {
    Interval interval = estimate.indexInterval();
    String index =
        Double.isInfinite(estimate.index())
            ? text("The reading %.2f is that of a light tail", estimate.reading().reading())
            : text("Tail index %.2f (95 %%: %s)", estimate.index(), range(interval));
    String heavy =
        interval.upper() < Judge.INFINITE_VARIANCE
            ? " The variance is infinite: means and gradient norms do not settle."
            : "";
    return index + comparison(verdict, estimate, theory) + heavy;
  }

  private static String comparison(Verdict verdict, Defined estimate, Theory theory) {
    return switch (verdict) {
      case VERDICT_LIGHT_TAILED ->
          text(
              ": the reading %.2f (to %.2f) cannot be told from a light tail; nothing to do.",
              estimate.reading().reading(), estimate.reading().upper());
      case VERDICT_UNDECIDED -> undecided(estimate, theory);
      case VERDICT_NO_THEORY ->
          ": heavy-tailed, but with no theory to compare with, as "
              + theory.absence()
              + "; watch how it changes.";
      case VERDICT_WITHIN ->
          " meets the hSGD band " + band(theory) + ": as theory says; nothing to do.";
      case VERDICT_KESTEN_CONSISTENT -> kestenConsistent(theory);
      case VERDICT_BELOW ->
          ": heavier than the hSGD band "
              + band(theory)
              + kestenToo(theory)
              + " allow; look at the learning rate, the batch size and outliers in the data.";
      case VERDICT_ABOVE ->
          ": lighter than the hSGD band "
              + band(theory)
              + kestenToo(theory)
              + " allow; check that the stated problem is the one being trained.";
      default -> throw new IllegalStateException("no comparison leads to " + verdict);
    };
  }

  private static String undecided(Defined estimate, Theory theory) {
    return Judge.decisive(estimate.indexInterval())
        ? " misses the hSGD band "
            + band(theory)
            + ", and the Kesten index of SGD on these data is still being computed; wait for it."
        : text(
            ": too wide to compare (%d exceedances are worth %.0f independent ones); wait for"
                + " more panes, or make the window longer.",
            estimate.point().exceedances(), estimate.effectiveExceedances());
  }

  private static String kestenConsistent(Theory theory) {
    if (theory.kesten().isEmpty()) {
      return " misses the hSGD band "
          + band(theory)
          + " by less than the 15 % that de-biasing may err (the Kesten index at this learning rate"
          + " is not known); nothing to do.";
    }
    Kesten kesten = theory.kesten().get();
    return kesten.contractive()
        ? " is above the hSGD band "
            + band(theory)
            + ", and SGD has no power law on these data: expected; nothing to do."
        : text(
            " lies, within 15 %%, between the Kesten index %.2f of SGD on these data and the hSGD"
                + " band %s: expected of SGD; nothing to do.",
            kesten.index(), band(theory));
  }

  private static String kestenToo(Theory theory) {
    return theory
        .kesten()
        .map(
            kesten ->
                kesten.contractive()
                    ? " allows"
                    : text(" and the Kesten index %.2f", kesten.index()))
        .orElse(" (Kesten index not known; SGD is often heavier than hSGD in few dimensions)");
  }

  private static String band(Theory theory) {
    return theory.band().map(Sentences::range).orElseThrow();
  }

  private static String range(Interval interval) {
    return interval.unbounded()
        ? text("%.2f and up", interval.lower())
        : text("%.2f to %.2f", interval.lower(), interval.upper());
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
