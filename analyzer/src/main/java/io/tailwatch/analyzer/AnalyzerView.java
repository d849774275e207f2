// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tailwatch.analyzer.health.Health;
import io.tailwatch.analyzer.health.HealthCheck;
import io.tailwatch.analyzer.health.Progress;
import io.tailwatch.analyzer.http.ApiSources;
import io.tailwatch.analyzer.query.PlotAnswer;
import io.tailwatch.analyzer.query.PlotRequest;
import io.tailwatch.analyzer.query.PlotService;
import io.tailwatch.analyzer.query.StoreNames;
import io.tailwatch.analyzer.tail.Latest;
import io.tailwatch.analyzer.tail.OutputTail;
import io.tailwatch.analyzer.tail.TailListener;
import io.tailwatch.analyzer.tail.TailTopics;
import io.tailwatch.analyzer.topology.AnalyzerTopology;
import io.tailwatch.events.Topics;
import io.tailwatch.events.v1.TailAlert;
import io.tailwatch.events.v1.TailEstimate;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.state.HostInfo;

/**
 * What is seen of an analyzer from outside. HTTP answers before the streams and the tail are there:
 * until {@link #open} it says so. Thread-safe.
 */
final class AnalyzerView implements ApiSources, AutoCloseable {
  private record Opened(OutputTail tail, HealthCheck health, PlotService plots) {}

  private static final String STARTING = "the analyzer is starting";

  private final AnalyzerConfig config;
  private final PrometheusMeterRegistry registry;
  private final Supplier<Throwable> failure;
  private final BooleanSupplier closing;
  private final Latest latest = new Latest();
  private volatile TailListener listener = TailListener.NONE;
  private volatile Opened opened;

  AnalyzerView(
      AnalyzerConfig config,
      PrometheusMeterRegistry registry,
      Supplier<Throwable> failure,
      BooleanSupplier closing) {
    this.config = config;
    this.registry = registry;
    this.failure = failure;
    this.closing = closing;
  }

  /** Starts to read the committed output, and to answer for the streams. */
  void open(
      KafkaStreams streams, Optional<HostInfo> self, String url, Consumer<Throwable> onFailure) {
    var input = new Topics(config.topicPrefix());
    var output = new Topics(config.outputPrefix());
    OutputTail tail =
        OutputTail.start(
            config.kafka(),
            config.bootstrapServers(),
            new TailTopics(
                output.estimates(),
                output.alerts(),
                input.runs(),
                AnalyzerTopology.windowsChangelog(config),
                AnalyzerTopology.runAlertsChangelog(config)),
            latest,
            listener,
            onFailure);
    opened =
        new Opened(
            tail,
            new HealthCheck(
                streams,
                AnalyzerTopology.WINDOWS_STORE,
                AnalyzerTopology::feedsWindows,
                tail::caughtUp),
            PlotService.of(
                streams,
                new StoreNames(AnalyzerTopology.PANES_STORE, AnalyzerTopology.WINDOWS_STORE),
                self,
                url));
  }

  Flow.Publisher<TailEstimate> estimates() {
    return opened.tail().estimates();
  }

  Flow.Publisher<TailAlert> alerts() {
    return opened.tail().alerts();
  }

  @Override
  public void writeMetrics(OutputStream to) throws IOException {
    registry.scrape(to);
  }

  @Override
  public MeterRegistry meters() {
    return registry;
  }

  @Override
  public void listen(TailListener told) {
    listener = told;
  }

  @Override
  public Health health() {
    Opened now = opened;
    Throwable cause = failure.get();
    if (cause != null) {
      return down(false, "failed: " + cause.getMessage());
    }
    if (closing.getAsBoolean()) {
      return down(true, "closing");
    }
    return now == null ? down(true, STARTING) : now.health().health();
  }

  private Health down(boolean live, String cause) {
    return new Health(
        live, false, List.of(cause), new Health.Checks(cause, false, readBack(), Progress.NONE));
  }

  @Override
  public Latest latest() {
    return latest;
  }

  @Override
  public boolean readBack() {
    Opened now = opened;
    return now != null && now.tail().caughtUp();
  }

  @Override
  public PlotAnswer plot(PlotRequest request, Optional<String> authorization, boolean relayed) {
    Opened now = opened;
    return now == null
        ? new PlotAnswer.Unavailable(STARTING)
        : now.plots().answer(request, authorization, relayed);
  }

  @Override
  public void close() {
    opened.tail().close();
  }
}
