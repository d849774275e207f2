// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.tail;

import io.tailwatch.events.v1.TailAlert;
import io.tailwatch.events.v1.TailEstimate;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.ThreadFactory;

/**
 * Who wants to be told of estimates and alerts. A subscriber that is more than {@value #BUFFER}
 * behind loses the newest, and blocks nobody; the one listener is told at once, and loses nothing.
 * Thread-safe.
 */
final class Subscribers implements AutoCloseable {
  static final int BUFFER = 1_024;

  private static final ThreadFactory DAEMONS =
      task -> {
        var thread = new Thread(task, "tailwatch-subscriber");
        thread.setDaemon(true);
        return thread;
      };

  private final TailListener listener;
  private final ExecutorService threads = Executors.newCachedThreadPool(DAEMONS);
  private final SubmissionPublisher<TailEstimate> estimates =
      new SubmissionPublisher<>(threads, BUFFER);
  private final SubmissionPublisher<TailAlert> alerts = new SubmissionPublisher<>(threads, BUFFER);

  Subscribers(TailListener listener) {
    this.listener = listener;
  }

  void tell(TailEstimate estimate) {
    listener.estimate(estimate);
    estimates.offer(estimate, null);
  }

  void tell(TailAlert alert) {
    listener.alert(alert);
    alerts.offer(alert, null);
  }

  Flow.Publisher<TailEstimate> estimates() {
    return estimates;
  }

  Flow.Publisher<TailAlert> alerts() {
    return alerts;
  }

  /** Completes them all. */
  @Override
  public void close() {
    estimates.close();
    alerts.close();
    threads.shutdown();
  }
}
