// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.tail;

import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.RunDescriptor;
import io.tailwatch.events.v1.TailAlert;
import io.tailwatch.events.v1.TailEstimate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The committed output as it stands: the latest estimate of each run, series and observable, with
 * its history, the directory of runs, and the alerts. What was read back and what comes may arrive
 * in any order; the newer wins. A series is shown as long as the analyzer knows it. Bounded in
 * memory by a share of the heap, and in age by a week; a run whose entry was deleted is gone with
 * everything that is not newer. Thread-safe.
 */
public final class Latest {
  /** The longest history of one observable. */
  public static final int MAX_HISTORY = 2_000;

  /** Of a history, when points run out: so that not every further point has to look for room. */
  private static final double KEPT_SHARE = 0.75;

  private static final TreeMap<Held.Slot, Held> NOTHING = new TreeMap<>();

  private final TailLimits limits;
  private final Directory directory;
  private final AlertBoard alerts;
  private final Map<String, TreeMap<Held.Slot, Held>> runs = new TreeMap<>();
  private final TreeSet<Held> byAge = new TreeSet<>(Held.OLDEST_FIRST);
  private long weight;
  private long points;
  private long numbers;
  private Consumer<String> onRunChange = run -> {};

  /** Bounded by a share of this process's heap. */
  public Latest() {
    this(TailLimits.ofHeap(Runtime.getRuntime().maxMemory()));
  }

  Latest(TailLimits limits) {
    this.limits = limits;
    this.directory = new Directory(limits.runBytes(), run -> onRunChange.accept(run));
    this.alerts = new AlertBoard(limits.alertBytes(), limits.resolvedAlerts());
  }

  /**
   * Who is told the name of a run whose entry in the directory has changed, or that has lost a
   * series or everything. Told while this is locked: it must be quick, and not come back.
   */
  synchronized void onRunChange(Consumer<String> listener) {
    onRunChange = listener;
  }

  /** An estimate that was committed after the start. */
  synchronized void add(TailEstimate estimate) {
    add(estimate, true, true);
  }

  /** One that was committed before. */
  synchronized void addOld(TailEstimate estimate) {
    add(estimate, true, false);
  }

  /** One as the analyzer's own state has it: the last one, not part of the history. */
  synchronized void addLast(TailEstimate estimate) {
    add(estimate, false, true);
  }

  private void add(TailEstimate estimate, boolean ofTopic, boolean known) {
    if (directory.deletedSince(estimate.getRun(), estimate.getEstimatedAtMillis())) {
      return;
    }
    var slot = new Held.Slot(estimate.getSeries(), estimate.getObservable());
    var ofRun = runs.computeIfAbsent(estimate.getRun(), run -> new TreeMap<>());
    Held held = ofRun.get(slot);
    if (held == null) {
      held = new Held(estimate.getRun(), slot, numbers++);
      ofRun.put(slot, held);
    } else {
      byAge.remove(held);
      weight -= held.weight();
    }
    if (held.isOlderThan(estimate)) {
      held.set(estimate);
    }
    held.known |= known;
    byAge.add(held);
    weight += held.weight();
    if (ofTopic && !estimate.getProvisional()) {
      remember(held, HistoryPoint.of(estimate));
    }
    while (weight > limits.estimateBytes() && byAge.size() > 1) {
      drop(byAge.first());
    }
  }

  private void remember(Held held, HistoryPoint point) {
    held.history.addLast(point);
    points++;
    trim(held, MAX_HISTORY);
    if (points > limits.historyPoints()) {
      int share = (int) (KEPT_SHARE * limits.historyPoints() / byAge.size());
      byAge.forEach(each -> trim(each, share));
    }
  }

  private void trim(Held held, int length) {
    while (held.history.size() > length) {
      held.history.removeFirst();
      points--;
    }
  }

  private void drop(String run, Predicate<Held> gone) {
    List.copyOf(runs.getOrDefault(run, NOTHING).values()).stream().filter(gone).forEach(this::drop);
  }

  private void drop(Held held) {
    byAge.remove(held);
    weight -= held.weight();
    points -= held.history.size();
    var ofRun = runs.get(held.run);
    ofRun.remove(held.slot);
    if (ofRun.isEmpty()) {
      runs.remove(held.run);
    }
    onRunChange.accept(held.run);
  }

  /** The analyzer has forgotten a series. */
  synchronized void removeSeries(SeriesKey key) {
    drop(key.run(), held -> held.slot.series().equals(key.series()));
  }

  /** Lets go of what only old records tell of: the analyzer has forgotten it. */
  synchronized void keepKnown() {
    List.copyOf(byAge).stream().filter(held -> !held.known).forEach(this::drop);
  }

  /** Whether anything is held of a series. */
  synchronized boolean holds(SeriesKey key) {
    return runs.getOrDefault(key.run(), NOTHING).keySet().stream()
        .anyMatch(slot -> slot.series().equals(key.series()));
  }

  synchronized void add(RunDescriptor run, long millis) {
    directory.put(run, millis);
  }

  /**
   * The entry of a run was deleted: whatever is not newer goes with it, now and when it is read
   * later.
   */
  synchronized void removeRun(String run, long millis) {
    directory.delete(run, millis);
    alerts.removeRun(run, millis);
    drop(run, held -> held.millis <= millis);
  }

  /** An alert that was committed after the start. */
  synchronized void add(TailAlert alert) {
    if (!directory.deletedSince(alert.getRun(), alert.getRaisedAtMillis())) {
      alerts.add(alert);
    }
  }

  /** One that was committed before, or as the analyzer's own state has it. */
  synchronized void addOld(TailAlert alert) {
    if (!directory.deletedSince(alert.getRun(), alert.getRaisedAtMillis())) {
      alerts.addOld(alert);
    }
  }

  /** Lets go of what has become too old. */
  synchronized void expire(long nowMillis) {
    long oldest = nowMillis - limits.age().toMillis();
    while (!byAge.isEmpty() && byAge.first().millis < oldest) {
      drop(byAge.first());
    }
    alerts.expire(oldest);
    directory.expire(oldest, run -> runs.containsKey(run));
  }

  /** The latest estimate of one observable. */
  public synchronized Optional<TailEstimate> estimate(
      String run, String series, Observable observable) {
    return held(run, series, observable).map(Held::estimate);
  }

  /**
   * The last estimates of one observable, oldest first; empty when there is none.
   *
   * @param limit at least 1
   */
  public synchronized List<HistoryPoint> history(
      String run, String series, Observable observable, int limit) {
    Optional<Held> held = held(run, series, observable);
    if (held.isEmpty()) {
      return List.of();
    }
    // Newest first, so that a short piece of a long history costs little.
    List<HistoryPoint> newest = new ArrayList<>();
    Iterator<HistoryPoint> kept = held.get().history.descendingIterator();
    HistoryPoint last = HistoryPoint.of(held.get().estimate());
    // Right after a start the history of a quiet series begins with its last estimate.
    if (!kept.hasNext() || held.get().history.getLast().isBefore(last)) {
      newest.add(last);
    }
    while (kept.hasNext() && newest.size() < limit) {
      newest.add(kept.next());
    }
    Collections.reverse(newest);
    return List.copyOf(newest);
  }

  private Optional<Held> held(String run, String series, Observable observable) {
    return Optional.ofNullable(runs.get(run))
        .map(ofRun -> ofRun.get(new Held.Slot(series, observable)));
  }

  /** The latest estimates of a run, ordered by series and observable. */
  public synchronized List<TailEstimate> estimates(String run) {
    return runs.getOrDefault(run, NOTHING).values().stream().map(Held::estimate).toList();
  }

  /** The entry of a run in the directory. */
  public synchronized Optional<RunDescriptor> run(String run) {
    return directory.get(run);
  }

  /** Whether a run was announced or estimated. */
  public synchronized boolean holds(String run) {
    return directory.holds(run) || runs.containsKey(run);
  }

  /** The names of all runs that were announced or estimated. */
  public synchronized SortedSet<String> runs() {
    SortedSet<String> names = new TreeSet<>(directory.runs());
    names.addAll(runs.keySet());
    return names;
  }

  /** The alerts that are suspect or firing, or were. */
  public AlertBoard alerts() {
    return alerts;
  }

  /** How long what has no sign of life is kept. */
  public Duration age() {
    return limits.age();
  }

  synchronized int estimates() {
    return byAge.size();
  }

  synchronized long historyPoints() {
    return points;
  }
}
