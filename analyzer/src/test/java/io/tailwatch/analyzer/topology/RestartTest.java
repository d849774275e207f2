// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageLite;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tailwatch.analyzer.SeriesPolicy;
import io.tailwatch.analyzer.fixtures.Batches;
import io.tailwatch.analyzer.metrics.AnalyzerMetrics;
import io.tailwatch.analyzer.state.v1.SeriesEvent;
import io.tailwatch.events.IterateBatches;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.events.v1.TailEstimate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processors that are made anew over the same stores go on with the same bits. */
class RestartTest {
  private static final SeriesDescriptor DESCRIPTOR =
      Batches.descriptor(
              400,
              10,
              Observable.OBSERVABLE_COORDINATES,
              Observable.OBSERVABLE_UPDATE_NORM,
              Observable.OBSERVABLE_IDENTITY)
          .build();

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AnalyzerMetrics metrics = new AnalyzerMetrics(registry);

  @TempDir private Path directory;
  private int contexts;

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void aRestartAfterEveryRecordChangesNoBit() {
    List<TailEstimate> undisturbed = run(false);
    List<TailEstimate> restarted = run(true);
    assertThat(undisturbed).hasSize(2 * 15 * 3);
    assertThat(undisturbed.get(undisturbed.size() - 1).hasReading()).isTrue();
    assertThat(restarted).isEqualTo(undisturbed);
  }

  @Test
  void gaugesAreThereBeforeTheNextRecord() {
    MockProcessorContext<String, MessageLite> context = context();
    var processor = new WindowProcessor(SeriesPolicy.DEFAULTS, metrics);
    processor.init(context);
    part(undisturbedParts()).forEach(processor::process);
    String before = registry.scrape();
    processor.close();
    assertThat(registry.scrape()).doesNotContain("run=\"run\"");
    new WindowProcessor(SeriesPolicy.DEFAULTS, metrics).init(context);
    assertThat(lines(registry.scrape(), "tailwatch_hill_reading"))
        .isNotEmpty()
        .isEqualTo(lines(before, "tailwatch_hill_reading"));
  }

  private List<TailEstimate> run(boolean restart) {
    MockProcessorContext<String, SeriesEvent> first = context();
    MockProcessorContext<String, MessageLite> second = context();
    var panes = new PaneProcessor(SeriesPolicy.DEFAULTS, metrics);
    var windows = new WindowProcessor(SeriesPolicy.DEFAULTS, metrics);
    panes.init(first);
    windows.init(second);
    for (IterateBatch batch : batches()) {
      panes.process(new Record<>(IterateBatches.key(batch).encode(), batch, 0));
      List<Record<String, SeriesEvent>> closed = new ArrayList<>();
      first.forwarded().forEach(forwarded -> closed.add(typed(forwarded.record())));
      first.resetForwards();
      closed.forEach(windows::process);
      if (restart) {
        // What Kafka Streams does before it commits.
        ((DeferredStore<?>) first.getStateStore(Stores.LIVE_PANES)).flushCache();
        panes.close();
        windows.close();
        panes = new PaneProcessor(SeriesPolicy.DEFAULTS, metrics);
        windows = new WindowProcessor(SeriesPolicy.DEFAULTS, metrics);
        panes.init(first);
        windows.init(second);
      }
    }
    panes.close();
    windows.close();
    return second.forwarded().stream()
        .map(forwarded -> forwarded.record().value())
        .filter(TailEstimate.class::isInstance)
        .map(TailEstimate.class::cast)
        .map(estimate -> estimate.toBuilder().clearEstimatedAtMillis().build())
        .toList();
  }

  private List<SeriesEvent> undisturbedParts() {
    MockProcessorContext<String, SeriesEvent> context = context();
    var panes = new PaneProcessor(SeriesPolicy.DEFAULTS, metrics);
    panes.init(context);
    for (IterateBatch batch : batches()) {
      panes.process(new Record<>(IterateBatches.key(batch).encode(), batch, 0));
    }
    panes.close();
    return context.forwarded().stream()
        .map(forwarded -> forwarded.record().value())
        .map(SeriesEvent.class::cast)
        .toList();
  }

  private static List<Record<String, SeriesEvent>> part(List<SeriesEvent> parts) {
    return parts.stream().map(part -> new Record<>("run/a", part, 0)).toList();
  }

  private static Record<String, SeriesEvent> typed(Record<?, ?> record) {
    return new Record<>((String) record.key(), (SeriesEvent) record.value(), record.timestamp());
  }

  /** Two series in turns, with batches that straddle panes. */
  private static List<IterateBatch> batches() {
    List<IterateBatch> a = Batches.split("a", 0, Batches.studentT(1, 6000, 3), 130, DESCRIPTOR);
    List<IterateBatch> b = Batches.split("b", 0, Batches.studentT(2, 6000, 2), 130, DESCRIPTOR);
    List<IterateBatch> both = new ArrayList<>();
    for (int i = 0; i < a.size(); i++) {
      both.add(a.get(i));
      both.add(b.get(i));
    }
    return both;
  }

  private <K, V> MockProcessorContext<K, V> context() {
    var properties = new Properties();
    properties.put("application.id", "restart");
    properties.put("bootstrap.servers", "unused:9092");
    var context =
        new MockProcessorContext<K, V>(
            properties, new TaskId(0, 0), directory.resolve("context-" + ++contexts).toFile());
    context.setCurrentSystemTimeMs(1);
    List<StoreBuilder<?>> builders =
        List.of(
            Stores.series(),
            Stores.livePanes(),
            Stores.calibrations(),
            Stores.panes(),
            Stores.windows(),
            Stores.alerts(),
            Stores.shards(),
            Stores.shardParts());
    for (StoreBuilder<?> builder : builders) {
      var store = builder.withLoggingDisabled().withCachingDisabled().build();
      store.init(context.getStateStoreContext(), store);
    }
    return context;
  }

  private static List<String> lines(String scrape, String name) {
    return scrape.lines().filter(line -> line.startsWith(name + "{")).toList();
  }
}
