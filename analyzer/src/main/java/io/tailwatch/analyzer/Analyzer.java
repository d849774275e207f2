// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tailwatch.analyzer.http.Health;
import io.tailwatch.analyzer.http.HttpApi;
import io.tailwatch.analyzer.metrics.AnalyzerMetrics;
import io.tailwatch.analyzer.metrics.Binders;
import io.tailwatch.analyzer.tail.Latest;
import io.tailwatch.analyzer.tail.OutputTail;
import io.tailwatch.analyzer.topology.AnalyzerTopology;
import io.tailwatch.analyzer.topology.DeadLetters;
import io.tailwatch.analyzer.topology.StreamsProperties;
import io.tailwatch.events.Topics;
import io.tailwatch.events.v1.TailEstimate;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running analyzer: the Kafka Streams application, its metrics, its HTTP API and the tail of its
 * output topics. Thread-safe.
 */
public final class Analyzer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Analyzer.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  private final AnalyzerConfig config;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicBoolean closing = new AtomicBoolean();
  private final KafkaStreams streams;
  private final Binders binders;
  private final OutputTail tail;
  private final HttpApi http;

  private Analyzer(AnalyzerConfig config) {
    this.config = config;
    Binders.filter(registry);
    var input = new Topics(config.topicPrefix());
    var output = new Topics(config.outputPrefix());
    var metrics = new AnalyzerMetrics(registry);
    var letters = new DeadLetters(input.iterates(), output.deadLetters(), metrics.deadLetters());
    Properties properties = StreamsProperties.of(config, letters);
    try {
      this.streams =
          new KafkaStreams(AnalyzerTopology.build(config, properties, metrics), properties);
    } catch (StreamsException e) {
      throw StateDirectoryException.of(config.stateDir(), e);
    }
    streams.setUncaughtExceptionHandler(this::onUncaught);
    streams.setStateListener((now, before) -> onState(now));
    this.binders = new Binders(registry, streams);
    try {
      this.tail =
          OutputTail.start(
              config.kafka(),
              config.bootstrapServers(),
              output.estimates(),
              input.runs(),
              this::fail);
    } catch (RuntimeException e) {
      binders.close();
      streams.close(Duration.ZERO);
      throw e;
    }
    try {
      this.http =
          HttpApi.start(config.bind(), config.port(), registry::scrape, this::health, this::latest);
    } catch (RuntimeException e) {
      tail.close();
      binders.close();
      streams.close(Duration.ZERO);
      throw e;
    }
  }

  /**
   * Creates missing topics, starts everything and returns once HTTP answers; {@link #ready()} turns
   * true when the streams run.
   *
   * @throws BrokerUnreachableException when no broker answers within {@link
   *     AnalyzerConfig#startTimeout()}
   * @throws io.tailwatch.events.TopicCreationException when topics are missing and cannot be
   *     created
   * @throws StateDirectoryException when the state directory is not writable or in use
   * @throws io.tailwatch.analyzer.http.ListenException when the HTTP port is taken; the message
   *     says what to do
   */
  public static Analyzer start(AnalyzerConfig config) {
    BrokerConnection.ensureTopics(config);
    var analyzer = new Analyzer(config);
    analyzer.streams.start();
    return analyzer;
  }

  private StreamThreadExceptionResponse onUncaught(Throwable cause) {
    fail(cause);
    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }

  private void fail(Throwable cause) {
    if (failure.compareAndSet(null, cause)) {
      LOG.error("The analyzer has failed and stops", cause);
    }
    ended.countDown();
  }

  private void onState(State state) {
    if (state == State.ERROR) {
      fail(new IllegalStateException("Kafka Streams has stopped with an error: see the log"));
    }
  }

  private Health health() {
    if (failure.get() != null) {
      return new Health(false, false, "failed: " + failure.get().getMessage());
    }
    if (closing.get()) {
      return new Health(true, false, "closing");
    }
    State state = streams.state();
    boolean live = state != State.ERROR && state != State.NOT_RUNNING;
    boolean ready = state == State.RUNNING;
    return new Health(live, ready, ready ? "" : "Kafka Streams is " + state);
  }

  private Latest latest() {
    return tail.latest();
  }

  /** Base URL of the HTTP API, without a slash at the end. */
  public String url() {
    String host = config.bind().equals("0.0.0.0") ? "127.0.0.1" : config.bind();
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port();
  }

  /** The port that HTTP listens on. */
  public int port() {
    return http.port();
  }

  /**
   * Every committed estimate from the moment of the subscription on. A subscriber that does not
   * keep up loses estimates; it never slows the others down.
   */
  public Flow.Publisher<TailEstimate> estimates() {
    return tail.publisher();
  }

  /** Whether the streams run and their stores answer. */
  public boolean ready() {
    return health().ready();
  }

  /** Blocks until the analyzer was closed or has failed; see {@link #failure()}. */
  public void awaitTermination() throws InterruptedException {
    ended.await();
  }

  /** Why the analyzer failed; empty while it runs and after a clean close. */
  public Optional<Throwable> failure() {
    return Optional.ofNullable(failure.get());
  }

  /**
   * Closes in order: no longer ready, streams, binders, HTTP, tail. Waits at most {@code timeout}
   * for the streams; idempotent.
   *
   * @return whether the streams ended in time
   */
  public boolean close(Duration timeout) {
    if (!closing.compareAndSet(false, true)) {
      return true;
    }
    boolean clean =
        streams.close(
            CloseOptions.timeout(timeout)
                // Whoever goes on takes over at once instead of after the session's timeout.
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    binders.close();
    http.close();
    tail.close();
    registry.close();
    ended.countDown();
    return clean;
  }

  /** Closes within 10 seconds. */
  @Override
  public void close() {
    close(CLOSE_TIMEOUT);
  }
}
