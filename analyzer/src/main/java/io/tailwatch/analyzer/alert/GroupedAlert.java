// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.alert;

import io.tailwatch.analyzer.state.v1.AlertGroup;
import io.tailwatch.events.v1.AlertKind;
import io.tailwatch.events.v1.AlertSeverity;
import io.tailwatch.events.v1.AlertState;
import io.tailwatch.events.v1.TailAlert;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * All alerts of one kind in one run as one: suspect while one of them is, firing from the first
 * that fires to the last that is resolved. Its key is that of the member that began it. Single
 * writer.
 */
final class GroupedAlert {
  private final AlertKind kind;
  private final TreeMap<MemberId, TailAlert> members = new TreeMap<>();
  private Optional<TailAlert> shown = Optional.empty();

  GroupedAlert(AlertKind kind) {
    this.kind = kind;
  }

  static GroupedAlert restore(AlertGroup saved) {
    var group = new GroupedAlert(saved.getKind());
    saved.getMembersList().forEach(member -> group.members.put(MemberId.of(member), member));
    group.shown = saved.hasShown() ? Optional.of(saved.getShown()) : Optional.empty();
    return group;
  }

  AlertGroup toState() {
    var state = AlertGroup.newBuilder().setKind(kind).addAllMembers(members.values());
    shown.ifPresent(state::setShown);
    return state.build();
  }

  boolean isOver() {
    return members.isEmpty() && shown.isEmpty();
  }

  /**
   * Takes an event of a member.
   *
   * @param joining series that belong to a group that fires, besides those that fire themselves
   * @param seriesCount of the run
   * @return what is to be published, if anything
   */
  Optional<TailAlert> accept(TailAlert event, Supplier<Set<String>> joining, int seriesCount) {
    if (event.getState() == AlertState.ALERT_STATE_RESOLVED) {
      members.remove(MemberId.of(event));
    } else {
      members.put(MemberId.of(event), event);
    }
    List<TailAlert> firing = in(AlertState.ALERT_STATE_FIRING);
    boolean fired = shown.filter(s -> s.getState() == AlertState.ALERT_STATE_FIRING).isPresent();
    if (!firing.isEmpty()) {
      return show(event, AlertState.ALERT_STATE_FIRING, firing, joining.get(), seriesCount);
    }
    if (fired || members.isEmpty()) {
      return resolve(event);
    }
    return show(
        event,
        AlertState.ALERT_STATE_SUSPECT,
        List.copyOf(members.values()),
        Set.of(),
        seriesCount);
  }

  private List<TailAlert> in(AlertState state) {
    return members.values().stream().filter(member -> member.getState() == state).toList();
  }

  private Optional<TailAlert> show(
      TailAlert event, AlertState state, List<TailAlert> of, Set<String> joining, int seriesCount) {
    Set<String> series = new TreeSet<>(joining);
    of.forEach(member -> series.add(member.getSeries()));
    boolean known =
        shown
            .filter(s -> s.getState() == state)
            .filter(s -> seriesOf(s).containsAll(series))
            .isPresent();
    if (known) {
      return Optional.empty();
    }
    // What has joined stays, so that the alert grows and does not flicker.
    shown.filter(s -> s.getState() == state).ifPresent(s -> series.addAll(seriesOf(s)));
    TailAlert strongest = strongest(of);
    TailAlert leader = shown.orElse(strongest);
    var grouped =
        strongest.toBuilder()
            .setSeries(leader.getSeries())
            .setObservable(leader.getObservable())
            .setState(state)
            .setSeverity(severity(of))
            .setCause(cause(of))
            .setSinceStep(of.stream().mapToLong(TailAlert::getSinceStep).min().orElseThrow())
            .setStep(event.getStep())
            .setPane(event.getPane())
            .setRaisedAtMillis(event.getRaisedAtMillis())
            .clearGroupedSeries();
    if (series.size() > 1) {
      grouped
          .addAllGroupedSeries(series)
          .setSentence(AlertTexts.group(series.size(), seriesCount, strongest));
    }
    shown = Optional.of(grouped.build());
    return shown;
  }

  private static Collection<String> seriesOf(TailAlert alert) {
    return alert.getGroupedSeriesCount() == 0
        ? List.of(alert.getSeries())
        : alert.getGroupedSeriesList();
  }

  private Optional<TailAlert> resolve(TailAlert event) {
    Optional<TailAlert> over = shown.map(before -> resolved(before, event));
    shown = Optional.empty();
    return over;
  }

  private static TailAlert resolved(TailAlert before, TailAlert event) {
    int series = before.getGroupedSeriesCount();
    return event.toBuilder()
        .setSeries(before.getSeries())
        .setObservable(before.getObservable())
        .setSeverity(before.getSeverity())
        .setCause(before.getCause())
        .setSinceStep(before.getSinceStep())
        .addAllGroupedSeries(before.getGroupedSeriesList())
        .setSentence(series == 0 ? event.getSentence() : AlertTexts.groupOver(series, event))
        .build();
  }

  /** The one with the largest score; the first of them where there is none. */
  private static TailAlert strongest(List<TailAlert> of) {
    // The first of equal ones.
    return of.stream().reduce((a, b) -> b.getScore() > a.getScore() ? b : a).orElseThrow();
  }

  private static AlertSeverity severity(List<TailAlert> of) {
    return of.stream()
        .map(TailAlert::getSeverity)
        .max(Comparator.naturalOrder())
        .orElse(AlertSeverity.ALERT_SEVERITY_UNSPECIFIED);
  }

  /** What all of them have in common; empty when that is nothing. */
  private static String cause(List<TailAlert> of) {
    String first = of.get(0).getCause();
    return of.stream().allMatch(member -> member.getCause().equals(first)) ? first : "";
  }
}
