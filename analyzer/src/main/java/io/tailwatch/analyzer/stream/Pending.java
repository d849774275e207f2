// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.stream;

import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.TailAlert;
import io.tailwatch.events.v1.TailEstimate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What has come since the last tick: of each observable the newest estimate, every alert, and the
 * runs that have changed. Bounded: what is too much is lost, and that is known. Thread-safe.
 */
final class Pending {
  /** Events between two ticks. */
  static final int MAX = 4_000;

  private record Slot(String run, String series, Observable observable) {}

  /**
   * What had come.
   *
   * @param lost whether there was more
   */
  record Batch(
      List<String> runs, List<TailEstimate> estimates, List<TailAlert> alerts, boolean lost) {
    boolean isEmpty() {
      return runs.isEmpty() && estimates.isEmpty() && alerts.isEmpty() && !lost;
    }
  }

  private final Set<String> runs = new LinkedHashSet<>();
  private final Map<Slot, TailEstimate> estimates = new LinkedHashMap<>();
  private final List<TailAlert> alerts = new ArrayList<>();
  private boolean lost;

  synchronized void add(TailEstimate estimate) {
    var slot = new Slot(estimate.getRun(), estimate.getSeries(), estimate.getObservable());
    if (estimates.containsKey(slot) || hasRoom()) {
      estimates.put(slot, estimate);
    }
  }

  synchronized void add(TailAlert alert) {
    if (hasRoom()) {
      alerts.add(alert);
    }
  }

  synchronized void add(String run) {
    if (runs.contains(run) || hasRoom()) {
      runs.add(run);
    }
  }

  private boolean hasRoom() {
    lost |= runs.size() + estimates.size() + alerts.size() >= MAX;
    return !lost;
  }

  /** Hands it over, and begins anew. */
  synchronized Batch drain() {
    var batch =
        new Batch(List.copyOf(runs), List.copyOf(estimates.values()), List.copyOf(alerts), lost);
    runs.clear();
    estimates.clear();
    alerts.clear();
    lost = false;
    return batch;
  }
}
