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
 * The alerts: those that are suspect or firing, one for each run and kind, and the last ones that
 * were resolved. Bounded; thread-safe.
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

  private record Id(String run, int kind) {
    static Id of(TailAlert alert) {
      return new Id(alert.getRun(), alert.getKindValue());
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

  /** The event that is the last one of its run and kind. */
  synchronized void add(TailAlert alert) {
    TailAlert before = active.remove(Id.of(alert));
    if (before != null) {
      weight -= weight(before);
    }
    if (isActive(alert)) {
      put(alert);
    } else {
      resolved(alert);
    }
  }

  /** An event that may have been overtaken by one that was read before it. */
  synchronized void addOld(TailAlert alert) {
    TailAlert held = active.get(Id.of(alert));
    boolean overtaken = held != null && held.getRaisedAtMillis() > alert.getRaisedAtMillis();
    if (!overtaken && !(isActive(alert) && isOver(alert))) {
      add(alert);
    } else if (!isActive(alert)) {
      resolved(alert);
    }
  }

  private boolean isOver(TailAlert alert) {
    return resolved.stream()
        .anyMatch(
            over ->
                Id.of(over).equals(Id.of(alert))
                    && over.getRaisedAtMillis() >= alert.getRaisedAtMillis());
  }

  private void put(TailAlert alert) {
    active.put(Id.of(alert), alert);
    weight += weight(alert);
    Iterator<TailAlert> oldest = active.values().iterator();
    while (weight > maxWeight && active.size() > 1) {
      weight -= weight(oldest.next());
      oldest.remove();
    }
  }

  private void resolved(TailAlert alert) {
    resolved.addLast(alert);
    while (resolved.size() > maxResolved) {
      resolved.removeFirst();
    }
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
