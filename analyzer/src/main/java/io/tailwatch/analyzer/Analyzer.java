// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer;

import io.tailwatch.events.v1.TailEstimate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Flow;

/**
 * A running analyzer: the Kafka Streams application, its metrics, its HTTP API and the tail of its
 * output topics. Thread-safe.
 */
public final class Analyzer implements AutoCloseable {
  private Analyzer() {}

  /**
   * Creates missing topics, starts everything and returns once HTTP answers; {@link #ready()} turns
   * true when the streams run.
   *
   * @throws BrokerUnreachableException when no broker answers within {@link
   *     AnalyzerConfig#startTimeout()}
   * @throws IllegalStateException when the HTTP port is taken; the message says what to do
   */
  public static Analyzer start(AnalyzerConfig config) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Base URL of the HTTP API, without a slash at the end. */
  public String url() {
    return "";
  }

  /** The port that HTTP listens on. */
  public int port() {
    return 0;
  }

  /**
   * Every committed estimate from the moment of the subscription on. A subscriber that does not
   * keep up loses estimates; it never slows the others down.
   */
  public Flow.Publisher<TailEstimate> estimates() {
    throw new UnsupportedOperationException("not yet");
  }

  /** Whether the streams run and their stores answer. */
  public boolean ready() {
    return false;
  }

  /** Blocks until the analyzer was closed or has failed; see {@link #failure()}. */
  public void awaitTermination() throws InterruptedException {}

  /** Why the analyzer failed; empty while it runs and after a clean close. */
  public Optional<Throwable> failure() {
    return Optional.empty();
  }

  /** Closes in order, waiting at most {@code timeout}; true when it was clean. Idempotent. */
  public boolean close(Duration timeout) {
    return true;
  }

  /** Closes within 10 seconds. */
  @Override
  public void close() {
    close(Duration.ofSeconds(10));
  }
}
