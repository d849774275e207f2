// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.live;

import io.tailwatch.events.v1.AlertKind;
import io.tailwatch.events.v1.AlertState;
import io.tailwatch.events.v1.TailAlert;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;

/**
 * Keeps the last event of each alert, the most recent alerts last: those that are active, and the
 * last {@value #RESOLVED} that are over. Thread-safe.
 */
public final class AlertFeed implements Flow.Subscriber<TailAlert> {
  static final int RESOLVED = 3;

  private record Id(String run, AlertKind kind) {}

  private final Map<Id, TailAlert> last = new LinkedHashMap<>();
  private long fired;

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public synchronized void onNext(TailAlert alert) {
    var id = new Id(alert.getRun(), alert.getKind());
    TailAlert before = last.remove(id);
    boolean firing = alert.getState() == AlertState.ALERT_STATE_FIRING;
    if (firing && (before == null || before.getState() != AlertState.ALERT_STATE_FIRING)) {
      fired++;
    }
    last.put(id, alert);
    forgetOldest();
  }

  private void forgetOldest() {
    long over = last.values().stream().filter(AlertFeed::isOver).count();
    Iterator<TailAlert> alerts = last.values().iterator();
    while (over > RESOLVED && alerts.hasNext()) {
      if (isOver(alerts.next())) {
        alerts.remove();
        over--;
      }
    }
  }

  private static boolean isOver(TailAlert alert) {
    return alert.getState() == AlertState.ALERT_STATE_RESOLVED;
  }

  @Override
  public void onError(Throwable failure) {
    // The analyzer reports its failure itself; what was said stays true.
  }

  @Override
  public void onComplete() {
    // What was said stays true.
  }

  /** The last event of each alert, in the order of these events. */
  public synchronized List<TailAlert> alerts() {
    return new ArrayList<>(last.values());
  }

  /** How many alerts have fired. */
  public synchronized long fired() {
    return fired;
  }
}
