// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.tail;

import io.tailwatch.events.v1.AlertState;
import io.tailwatch.events.v1.TailAlert;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The alerts as their topic tells of them: those that are suspect or firing, and the last ones that
 * were resolved. An alert is known by its run, series, observable and kind; one that is grouped is
 * the only one of its run and kind. Bounded; thread-safe.
 */
public final class AlertBoard {
  /**
   * Active ones first, then the newest first; a total order, the same on every instance.
   *
   * <p>It reads no more than state, time, run, kind, series, observable, attempt and pane.
   */
  public static final Comparator<TailAlert> ORDER =
      Comparator.comparing((TailAlert alert) -> !isActive(alert))
          .thenComparing(Comparator.comparingLong(TailAlert::getRaisedAtMillis).reversed())
          .thenComparing(TailAlert::getRun)
          .thenComparing(TailAlert::getKindValue)
          .thenComparing(TailAlert::getSeries)
          .thenComparing(TailAlert::getObservableValue)
          .thenComparing(TailAlert::getAttempt)
          .thenComparing(TailAlert::getPane);

  private static final int OVERHEAD = 600;

  private record Id(String run, int kind, String series, int observable) {
    static Id of(TailAlert alert) {
      return new Id(
          alert.getRun(), alert.getKindValue(), alert.getSeries(), alert.getObservableValue());
    }
  }

  private final long maxWeight;
  private final int maxResolved;
  private final Map<Id, TailAlert> active = new LinkedHashMap<>();
  private final Deque<TailAlert> resolved = new ArrayDeque<>();
  private long weight;

  AlertBoard(long maxWeight, int maxResolved) {
    this.maxWeight = maxWeight;
    this.maxResolved = maxResolved;
  }

  /** Whether an alert is not over. */
  public static boolean isActive(TailAlert alert) {
    return alert.getState() != AlertState.ALERT_STATE_RESOLVED;
  }

  synchronized void add(TailAlert alert) {
    removeActive(other -> replaces(alert, other));
    if (!isActive(alert)) {
      resolved.addLast(alert);
      while (resolved.size() > maxResolved) {
        resolved.removeFirst();
      }
      return;
    }
    active.put(Id.of(alert), alert);
    weight += weight(alert);
    Iterator<TailAlert> oldest = active.values().iterator();
    while (weight > maxWeight && active.size() > 1) {
      weight -= weight(oldest.next());
      oldest.remove();
    }
  }

  /** The series that leads a group may change while it lasts. */
  private static boolean replaces(TailAlert alert, TailAlert other) {
    boolean grouped = alert.getGroupedSeriesCount() > 0 || other.getGroupedSeriesCount() > 0;
    return alert.getRun().equals(other.getRun())
        && alert.getKind() == other.getKind()
        && (grouped || Id.of(alert).equals(Id.of(other)));
  }

  private void removeActive(Predicate<TailAlert> gone) {
    active
        .values()
        .removeIf(
            alert -> {
              boolean goes = gone.test(alert);
              if (goes) {
                weight -= weight(alert);
              }
              return goes;
            });
  }

  private static long weight(TailAlert alert) {
    return 2L * alert.getSerializedSize() + OVERHEAD;
  }

  synchronized void removeRun(String run, long millis) {
    Predicate<TailAlert> gone =
        alert -> alert.getRun().equals(run) && alert.getRaisedAtMillis() <= millis;
    removeActive(gone);
    resolved.removeIf(gone);
  }

  /** Lets resolved ones go that are older. */
  synchronized void expire(long oldestMillis) {
    resolved.removeIf(alert -> alert.getRaisedAtMillis() < oldestMillis);
  }

  /** All alerts that are wanted, in {@link #ORDER}. */
  public synchronized List<TailAlert> alerts(Predicate<TailAlert> wanted) {
    List<TailAlert> found = new ArrayList<>();
    active.values().stream().filter(wanted).forEach(found::add);
    resolved.stream().filter(wanted).forEach(found::add);
    found.sort(ORDER);
    return List.copyOf(found);
  }

  /** How many are suspect or firing. */
  public synchronized int activeCount() {
    return active.size();
  }
}
