// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.tailwatch.analyzer.alert.RunAlerts;
import io.tailwatch.analyzer.state.v1.AlertNote;
import io.tailwatch.events.EventSerdes;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.Topics;
import io.tailwatch.events.v1.AlertKind;
import io.tailwatch.events.v1.TailAlert;
import io.tailwatch.events.v1.TailEstimate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What an analyzer has published, in order: estimates and what they say about alerts by series, and
 * the alerts of each run.
 *
 * <p>In which order the series of a run report to its alerts is not fixed, and neither is which of
 * them leads. So the reports are compared, which are fixed for each series, and the alerts must be
 * what follows from the reports in the order in which these came.
 */
record Results(
    Map<String, List<TailEstimate>> estimates,
    Map<String, List<AlertNote>> notes,
    Map<String, List<TailAlert>> alerts,
    Map<String, List<TailAlert>> alertsFromNotes) {

  static Results read(String bootstrapServers, String application, Topics topics) {
    List<AlertNote> notes =
        values(bootstrapServers, application + "-run-alerts-repartition", AlertNote.parser());
    return new Results(
        grouped(
            values(bootstrapServers, topics.estimates(), TailEstimate.parser()),
            TailEstimate::getRun,
            TailEstimate::getSeries),
        grouped(notes, AlertNote::getRun, AlertNote::getSeries),
        grouped(
            values(bootstrapServers, topics.alerts(), TailAlert.parser()),
            TailAlert::getRun,
            TailAlert::getSeries),
        grouped(follow(notes), TailAlert::getRun, TailAlert::getSeries));
  }

  private static <T extends Message> List<T> values(
      String bootstrapServers, String topic, Parser<T> parser) {
    return Committed.records(bootstrapServers, topic, EventSerdes.protobuf(parser).deserializer())
        .stream()
        .map(record -> record.value())
        .toList();
  }

  private static <T> Map<String, List<T>> grouped(
      List<T> values, Function<T, String> run, Function<T, String> series) {
    Map<String, List<T>> all = new TreeMap<>();
    for (T value : values) {
      String key = SeriesKey.of(run.apply(value), series.apply(value)).encode();
      all.computeIfAbsent(key, absent -> new ArrayList<>()).add(value);
    }
    return all;
  }

  private static List<TailAlert> follow(List<AlertNote> notes) {
    Map<String, RunAlerts> runs = new HashMap<>();
    List<TailAlert> alerts = new ArrayList<>();
    for (AlertNote note : notes) {
      runs.computeIfAbsent(note.getRun(), run -> new RunAlerts())
          .accept(note)
          .ifPresent(alerts::add);
    }
    return alerts;
  }

  /** What concerns these series only. */
  Results of(Set<String> series) {
    return new Results(
        of(series, estimates), of(series, notes), of(series, alerts), of(series, alertsFromNotes));
  }

  private static <T> Map<String, List<T>> of(Set<String> series, Map<String, List<T>> from) {
    Map<String, List<T>> of = new TreeMap<>(from);
    of.keySet().retainAll(series);
    return of;
  }

  /** Number of estimates. */
  int estimateCount() {
    return estimates.values().stream().mapToInt(List::size).sum();
  }

  /** Number of estimates that hold a reading. */
  long readingCount() {
    return estimates.values().stream()
        .flatMap(List::stream)
        .filter(TailEstimate::hasReading)
        .count();
  }

  /** Number of alerts. */
  int alertCount() {
    return alerts.values().stream().mapToInt(List::size).sum();
  }

  /** How many alerts there are of each kind. */
  Map<AlertKind, Integer> alertKinds() {
    Map<AlertKind, Integer> kinds = new TreeMap<>();
    alerts.values().stream()
        .flatMap(List::stream)
        .forEach(alert -> kinds.merge(alert.getKind(), 1, Integer::sum));
    return kinds;
  }

  /** For a line of output: these against those of an analyzer that nothing has disturbed. */
  String against(Results undisturbed) {
    return "%d estimates (%d with a reading) and %d alerts %s, against %d and %d undisturbed"
        .formatted(
            estimateCount(),
            readingCount(),
            alertCount(),
            alertKinds(),
            undisturbed.estimateCount(),
            undisturbed.alertCount());
  }

  /** The newest estimates of each key: all observables of its last attempt and pane. */
  List<TailEstimate> newest() {
    List<TailEstimate> newest = new ArrayList<>();
    for (List<TailEstimate> of : lasting().estimates.values()) {
      TailEstimate last = of.get(of.size() - 1);
      of.stream()
          .filter(e -> e.getAttempt() == last.getAttempt() && e.getPane() == last.getPane())
          .forEach(newest::add);
    }
    return newest;
  }

  /**
   * Fails unless each series has the same estimates and has reported the same in the same order,
   * and the alerts follow: none missing, none doubled.
   */
  void assertSameAs(Results undisturbed) {
    Results here = lasting();
    Results there = undisturbed.lasting();
    assertSame("estimates", here.estimates, there.estimates);
    assertSame("reports of alerts", here.notes, there.notes);
    assertSame("alerts", alerts, alertsFromNotes);
    assertSame("undisturbed alerts", undisturbed.alerts, undisturbed.alertsFromNotes);
  }

  /**
   * Without what may differ after a replay: wall clock fields, provisional estimates and {@code
   * stalled} alerts.
   */
  private Results lasting() {
    return new Results(
        changed(
            estimates,
            estimate ->
                estimate.getProvisional()
                    ? List.of()
                    : List.of(estimate.toBuilder().clearEstimatedAtMillis().build())),
        changed(notes, Results::lasting),
        alerts,
        alertsFromNotes);
  }

  private static List<AlertNote> lasting(AlertNote note) {
    if (!note.hasAlert()) {
      return List.of(note);
    }
    var lasting = note.toBuilder();
    lasting.getAlertBuilder().clearRaisedAtMillis();
    return note.getAlert().getKind() == AlertKind.ALERT_KIND_STALLED
        ? List.of()
        : List.of(lasting.build());
  }

  private static <T> Map<String, List<T>> changed(
      Map<String, List<T>> from, Function<T, List<T>> change) {
    Map<String, List<T>> changed = new TreeMap<>();
    from.forEach(
        (key, values) -> {
          List<T> kept = values.stream().flatMap(value -> change.apply(value).stream()).toList();
          if (!kept.isEmpty()) {
            changed.put(key, kept);
          }
        });
    return changed;
  }

  private static <T> void assertSame(
      String what, Map<String, List<T>> actual, Map<String, List<T>> expected) {
    assertThat(actual.keySet()).as("keys of the %s", what).isEqualTo(expected.keySet());
    expected.forEach(
        (key, values) -> {
          List<T> found = actual.get(key);
          int same = 0;
          while (same < Math.min(found.size(), values.size())
              && found.get(same).equals(values.get(same))) {
            same++;
          }
          if (same < Math.max(found.size(), values.size())) {
            throw new AssertionError(
                "%s of %s: %d, %d expected; the first that differs is number %d%n%s%nnot%n%s"
                    .formatted(
                        what,
                        key,
                        found.size(),
                        values.size(),
                        same,
                        same < found.size() ? found.get(same) : "missing",
                        same < values.size() ? values.get(same) : "missing"));
          }
        });
  }
}
