// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.alert;

import io.tailwatch.analyzer.state.v1.AlertGroup;
import io.tailwatch.analyzer.state.v1.AlertNote;
import io.tailwatch.analyzer.state.v1.DriftScore;
import io.tailwatch.analyzer.state.v1.RunAlertsState;
import io.tailwatch.analyzer.state.v1.SeriesScore;
import io.tailwatch.events.v1.AlertKind;
import io.tailwatch.events.v1.TailAlert;
import io.tailwatch.tails.drift.BenjaminiHochberg;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The alerts of one run: those of one kind in several series or observables are one alert. It fires
 * with the first of them and is resolved with the last; it is given once more whenever further
 * series join. Series whose drift is not certain by itself join one that has fired when it is
 * certain beside it, at a share of {@value #FALSE_SHARE} false ones ({@link BenjaminiHochberg}).
 *
 * <p>Which series lead and when others join depends on the order in which they report, which is not
 * fixed; whether there is an alert, and since which step, does not. Memory: some hundred bytes for
 * each series and alert. Single writer.
 */
public final class RunAlerts {
  static final double FALSE_SHARE = 0.05;

  private final Map<AlertKind, GroupedAlert> groups = new EnumMap<>(AlertKind.class);
  private final TreeMap<MemberId, Double> pValues = new TreeMap<>();

  /** A run that has not been seen before. */
  public RunAlerts() {}

  /** The alerts as they were saved. */
  public static RunAlerts restore(RunAlertsState state) {
    var alerts = new RunAlerts();
    for (AlertGroup group : state.getGroupsList()) {
      alerts.groups.put(group.getKind(), GroupedAlert.restore(group));
    }
    for (SeriesScore saved : state.getScoresList()) {
      alerts.pValues.put(
          new MemberId(saved.getSeries(), saved.getScore().getObservable()),
          saved.getScore().getPValue());
    }
    return alerts;
  }

  /**
   * Takes what a series reports.
   *
   * @return the event that is to be published, if any
   */
  public Optional<TailAlert> accept(AlertNote note) {
    switch (note.getNoteCase()) {
      case ALERT -> {
        TailAlert alert = note.getAlert();
        GroupedAlert group =
            groups.computeIfAbsent(alert.getKind(), kind -> new GroupedAlert(kind));
        Optional<TailAlert> event =
            group.accept(
                alert,
                alert.getKind() == AlertKind.ALERT_KIND_DRIFT ? this::drifting : Set::of,
                seriesCount());
        if (group.isOver()) {
          groups.remove(alert.getKind());
        }
        return event;
      }
      case SCORE ->
          pValues.put(
              new MemberId(note.getSeries(), note.getScore().getObservable()),
              note.getScore().getPValue());
      case FORGOTTEN -> pValues.keySet().removeIf(id -> id.series().equals(note.getSeries()));
      case NOTE_NOT_SET -> throw new IllegalArgumentException("a note must say something");
    }
    return Optional.empty();
  }

  private int seriesCount() {
    return (int) pValues.keySet().stream().map(MemberId::series).distinct().count();
  }

  /** The series whose drift is to be believed, given how many there are. */
  private Set<String> drifting() {
    List<MemberId> ids = new ArrayList<>(pValues.keySet());
    boolean[] found =
        BenjaminiHochberg.discoveries(
            ids.stream().mapToDouble(pValues::get).toArray(), FALSE_SHARE);
    Set<String> series = new TreeSet<>();
    for (int i = 0; i < found.length; i++) {
      if (found[i]) {
        series.add(ids.get(i).series());
      }
    }
    return series;
  }

  /** Whether nothing is known of the run any more. */
  public boolean isEmpty() {
    return groups.isEmpty() && pValues.isEmpty();
  }

  /** Where the alerts stand. */
  public RunAlertsState state() {
    var state = RunAlertsState.newBuilder();
    groups.values().forEach(group -> state.addGroups(group.toState()));
    pValues.forEach(
        (id, pValue) ->
            state.addScores(
                SeriesScore.newBuilder()
                    .setSeries(id.series())
                    .setScore(
                        DriftScore.newBuilder().setObservable(id.observable()).setPValue(pValue))));
    return state.build();
  }
}
