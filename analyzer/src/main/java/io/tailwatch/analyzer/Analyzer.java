// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tailwatch.analyzer.health.Health;
import io.tailwatch.analyzer.http.HttpApi;
import io.tailwatch.analyzer.http.HttpSettings;
import io.tailwatch.analyzer.metrics.AnalyzerMetrics;
import io.tailwatch.analyzer.metrics.Binders;
import io.tailwatch.analyzer.query.AdvertisedUrl;
import io.tailwatch.analyzer.topology.AnalyzerTopology;
import io.tailwatch.analyzer.topology.DeadLetters;
import io.tailwatch.analyzer.topology.StreamsProperties;
import io.tailwatch.events.Topics;
import io.tailwatch.events.v1.TailAlert;
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
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.HostInfo;
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
  private final AnalyzerView view;
  private final HttpApi http;
  private final KafkaStreams streams;
  private final Binders binders;

  private Analyzer(AnalyzerConfig config) {
    this.config = config;
    Binders.filter(registry, config.applicationId());
    this.view = new AnalyzerView(config, registry, failure::get, closing::get);
    // First, since the streams tell the others where it listens.
    this.http =
        HttpApi.start(new HttpSettings(config.bind(), config.port(), config.access()), view);
    try {
      Optional<HostInfo> self = advertised();
      this.streams = streams(self);
      this.binders = new Binders(registry, streams);
      try {
        view.open(streams, self, url(), this::fail);
      } catch (RuntimeException e) {
        binders.close();
        streams.close(Duration.ZERO);
        throw e;
      }
    } catch (RuntimeException e) {
      http.close();
      throw e;
    }
  }

  private Optional<HostInfo> advertised() {
    if (!config.advertisedUrl().isEmpty()) {
      return Optional.of(AdvertisedUrl.parse(config.advertisedUrl()));
    }
    Optional<HostInfo> self = AdvertisedUrl.ofBind(config.bind(), port());
    if (self.isEmpty()) {
      LOG.info(
          "Bound to any address: other instances cannot ask this one for window plots until"
              + " --advertised-url tells them where it is");
    }
    return self;
  }

  private KafkaStreams streams(Optional<HostInfo> self) {
    var input = new Topics(config.topicPrefix());
    var output = new Topics(config.outputPrefix());
    var metrics = new AnalyzerMetrics(registry, config.maxSeriesMetrics());
    var letters = new DeadLetters(input.iterates(), output.deadLetters(), metrics.deadLetters());
    Properties properties = StreamsProperties.of(config, letters);
    self.ifPresent(
        host ->
            properties.put(StreamsConfig.APPLICATION_SERVER_CONFIG, AdvertisedUrl.authority(host)));
    KafkaStreams application;
    try {
      application =
          new KafkaStreams(AnalyzerTopology.build(config, properties, metrics), properties);
    } catch (StreamsException e) {
      throw StateDirectoryException.of(config.stateDir(), e);
    }
    application.setUncaughtExceptionHandler(this::onUncaught);
    application.setStateListener((now, before) -> onState(now));
    return application;
  }

  /**
   * Creates missing topics, starts everything and returns once HTTP answers; {@link #ready()} turns
   * true when the streams run and the committed output has been read back.
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
    return view.estimates();
  }

  /**
   * Every committed event of an alert from the moment of the subscription on, under the same terms.
   */
  public Flow.Publisher<TailAlert> alerts() {
    return view.alerts();
  }

  /**
   * What {@code /metrics} shows. Whoever adds meters of their own removes them again, and leaves
   * ours alone.
   */
  public MeterRegistry meters() {
    return registry;
  }

  /** How the analyzer is. */
  public Health health() {
    return view.health();
  }

  /**
   * Whether the streams run, their stores answer and the committed output has been read back: the
   * lists of the API are complete.
   */
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
    view.close();
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
