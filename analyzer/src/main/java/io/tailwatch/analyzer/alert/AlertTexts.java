// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.alert;

import io.tailwatch.analyzer.state.v1.PanePart;
import io.tailwatch.analyzer.state.v1.SeriesNote;
import io.tailwatch.events.v1.AlertKind;
import io.tailwatch.events.v1.AlertSeverity;
import io.tailwatch.events.v1.AlertState;
import io.tailwatch.events.v1.IntervalValue;
import io.tailwatch.events.v1.TailAlert;
import io.tailwatch.events.v1.TailEstimate;
import java.util.Locale;

/** Alerts as events, each with one plain sentence: the numbers, and what to do. */
final class AlertTexts {
  private AlertTexts() {}

  static TailAlert divergence(PanePart pane, long step, boolean exact, long count) {
    return TailAlert.newBuilder()
        .setKind(AlertKind.ALERT_KIND_DIVERGENCE)
        .setState(AlertState.ALERT_STATE_FIRING)
        .setSeverity(AlertSeverity.ALERT_SEVERITY_CRITICAL)
        .setSinceStep(step)
        .setSentence(
            text(
                "Values are not finite from step %d on%s (%d samples of pane %d): the training"
                    + " diverges; stop it, go back to a checkpoint before that step and lower the"
                    + " learning rate.",
                step, exact ? "" : " or later", count, pane.getPane()))
        .build();
  }

  static TailAlert divergenceOver(long since, String sentence) {
    return TailAlert.newBuilder()
        .setKind(AlertKind.ALERT_KIND_DIVERGENCE)
        .setState(AlertState.ALERT_STATE_RESOLVED)
        .setSeverity(AlertSeverity.ALERT_SEVERITY_CRITICAL)
        .setSinceStep(since)
        .setSentence(sentence)
        .build();
  }

  static TailAlert stalled(SeriesNote note) {
    return TailAlert.newBuilder()
        .setKind(AlertKind.ALERT_KIND_STALLED)
        .setState(AlertState.ALERT_STATE_FIRING)
        .setSeverity(AlertSeverity.ALERT_SEVERITY_WARNING)
        .setSinceStep(note.getLastStep())
        .setSentence(
            text(
                "Nothing has come since step %d, for %s, and the series has not ended; look whether"
                    + " the training is alive and reaches the broker.",
                note.getLastStep(), pause(note)))
        .build();
  }

  static TailAlert resumed(TailAlert stalled, SeriesNote note) {
    return over(
        stalled,
        text(
            "Batches come again after a pause of %s behind step %d; nothing to do.",
            pause(note), stalled.getSinceStep()));
  }

  static TailAlert forgotten(TailAlert alert, SeriesNote note) {
    return over(
        alert,
        text(
            "The series has been silent for %s and is no longer watched; nothing to do.",
            pause(note)));
  }

  private static TailAlert over(TailAlert alert, String sentence) {
    return alert.toBuilder()
        .setState(AlertState.ALERT_STATE_RESOLVED)
        .setSentence(sentence)
        .build();
  }

  private static String pause(SeriesNote note) {
    long seconds = note.getIdleMillis() / 1000;
    return seconds < 120
        ? seconds + " s"
        : seconds < 7200 ? seconds / 60 + " minutes" : seconds / 3600 + " hours";
  }

  /** The sentence of a grouped alert. */
  static String group(int series, int all, TailAlert strongest) {
    return text(
        "In %d of %d series of the run, most in %s: %s",
        series, Math.max(series, all), strongest.getSeries(), strongest.getSentence());
  }

  static String groupOver(int series, TailAlert last) {
    return text(
        "Over in all of %d series, last in %s: %s", series, last.getSeries(), last.getSentence());
  }

  static String newAttempt(int attempt) {
    return text("Attempt %d has begun; nothing to do.", attempt);
  }

  static String finiteAgain(int panes) {
    return text("All values of the last %d panes are finite; nothing to do.", panes);
  }

  /**
   * A change of the index.
   *
   * @param baseline the reading that the block was compared with; NaN without one
   */
  static TailAlert drift(
      TailEstimate block,
      AlertState state,
      String cause,
      long since,
      double baseline,
      double score) {
    boolean expected = !cause.isEmpty();
    var alert =
        TailAlert.newBuilder()
            .setObservable(block.getObservable())
            .setKind(AlertKind.ALERT_KIND_DRIFT)
            .setState(state)
            .setSeverity(
                expected ? AlertSeverity.ALERT_SEVERITY_INFO : AlertSeverity.ALERT_SEVERITY_WARNING)
            .setCause(cause)
            .setSinceStep(since)
            .setIndex(block.getIndex())
            .setScore(score)
            .setSentence(drift(block, state, expected, since, baseline));
    if (Double.isFinite(baseline)) {
      alert.setBaseline(IntervalValue.newBuilder().setValue(baseline));
    }
    return alert.build();
  }

  private static String drift(
      TailEstimate block, AlertState state, boolean expected, long since, double baseline) {
    double reading = block.getReading().getValue();
    if (state == AlertState.ALERT_STATE_RESOLVED) {
      return text(
          "The reading is steady at %.2f (index %s); nothing to do.", reading, index(block));
    }
    String change =
        text(
            "The reading went from %.2f to %.2f (index now %s) since about step %d",
            baseline, reading, index(block), since);
    if (expected) {
      return change + ", when the learning rate changed: expected; nothing to do but wait.";
    }
    return state == AlertState.ALERT_STATE_SUSPECT
        ? change + ": not certain yet; wait for the next window."
        : change
            + (reading < baseline
                ? ": extremes became more frequent; look at the data, the batch size and"
                    + " outliers from that step on."
                : ": extremes became rarer; check that the data and the batch size are as meant.");
  }

  /** An alert on a condition of the window. */
  static TailAlert of(AlertKind kind, AlertState state, long since, TailEstimate block) {
    boolean violation = kind == AlertKind.ALERT_KIND_BOUND_VIOLATION;
    return TailAlert.newBuilder()
        .setObservable(block.getObservable())
        .setKind(kind)
        .setState(state)
        .setSeverity(AlertSeverity.ALERT_SEVERITY_WARNING)
        .setSinceStep(since)
        .setIndex(block.getIndex())
        .setSentence(
            state == AlertState.ALERT_STATE_RESOLVED
                ? resolved(violation, block)
                : violation ? violation(block, since) : variance(block, since))
        .build();
  }

  private static String resolved(boolean violation, TailEstimate block) {
    return text(
        "Tail index %s: no longer %s; nothing to do.",
        index(block), violation ? "below what theory allows" : "certainly below 2");
  }

  private static String violation(TailEstimate block, long since) {
    return text(
        "Tail index %s since step %d: heavier than the hSGD bound %.2f and the Kesten index %.2f"
            + " allow by more than 15 %%; look at the learning rate, the batch size and outliers in"
            + " the data.",
        index(block), since, block.getTheory().getLower(), block.getTheory().getKesten());
  }

  private static String variance(TailEstimate block, long since) {
    return text(
        "Tail index %s since step %d: the variance is infinite, so averages do not settle; lower"
            + " the learning rate or enlarge the batch.",
        index(block), since);
  }

  private static String index(TailEstimate block) {
    return text(
        "%.2f (95 %%: %.2f to %.2f)",
        block.getIndex().getValue(), block.getIndex().getLower(), block.getIndex().getUpper());
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
