// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.metrics;

import io.tailwatch.events.v1.AlertKind;
import io.tailwatch.events.v1.AlertState;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.TailAlert;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How often each alert of a series has begun to fire in this process. Thread-safe. */
final class AlertCounts {
  private record Id(Observable observable, AlertKind kind) {}

  private final Map<Id, LongAdder> fired = new ConcurrentHashMap<>();

  void count(TailAlert event) {
    if (event.getState() == AlertState.ALERT_STATE_FIRING) {
      fired
          .computeIfAbsent(
              new Id(event.getObservable(), event.getKind()), absent -> new LongAdder())
          .increment();
    }
  }

  long of(Observable observable, AlertKind kind) {
    LongAdder count = fired.get(new Id(observable, kind));
    return count == null ? 0 : count.sum();
  }
}
