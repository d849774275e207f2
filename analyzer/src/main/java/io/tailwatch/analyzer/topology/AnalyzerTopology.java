// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.topology;

import com.google.protobuf.MessageLite;
import io.tailwatch.analyzer.AnalyzerConfig;
import io.tailwatch.analyzer.metrics.AnalyzerMetrics;
import io.tailwatch.analyzer.state.StateSerdes;
import io.tailwatch.analyzer.state.v1.PanePart;
import io.tailwatch.events.EventSerdes;
import io.tailwatch.events.Topics;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.TailAlert;
import io.tailwatch.events.v1.TailEstimate;
import java.util.Properties;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The topology, a pure function of the configuration:
 *
 * <pre>
 * iterates ─▶ pane-processor ─▶ (pane-parts) ─▶ window-processor ─▶ estimates
 *             series, live-panes,               panes, windows,      alerts
 *             calibrations                      alerts
 * </pre>
 *
 * Every node, store and topic is named, so that a new version finds the state of the old one.
 */
public final class AnalyzerTopology {
  /** The store of closed panes, for queries; {@code StoreKeys.pane} has its keys. */
  public static final String PANES_STORE = Stores.PANES;

  /** The store of where each series stands, for queries; keyed run/series. */
  public static final String WINDOWS_STORE = Stores.WINDOWS;

  private static final String PANE_PARTS = "pane-parts";

  /** Record time decides nothing here, so a record without one is no reason to stop. */
  private static final TimestampExtractor TIME =
      (record, partitionTime) -> Math.max(0, record.timestamp());

  private AnalyzerTopology() {}

  /** The compacted topic behind the windows store: where each series stands, on all instances. */
  public static String windowsChangelog(AnalyzerConfig config) {
    return config.applicationId() + "-" + WINDOWS_STORE + "-changelog";
  }

  /** Whether a task that reads this partition has the stores of windows. */
  public static boolean feedsWindows(TopicPartition partition) {
    return partition.topic().endsWith("-" + PANE_PARTS + "-repartition");
  }

  /**
   * Builds the topology.
   *
   * @param metrics told of what passes; decides nothing
   */
  public static Topology build(
      AnalyzerConfig config, Properties properties, AnalyzerMetrics metrics) {
    var builder = new StreamsBuilder();
    var topics = new Topics(config.outputPrefix());
    KStream<String, MessageLite> results =
        builder.stream(
                new Topics(config.topicPrefix()).iterates(),
                Consumed.<String, IterateBatch>with(Serdes.String(), EventSerdes.iterateBatch())
                    .withName("iterates")
                    .withTimestampExtractor(TIME)
                    .withOffsetResetPolicy(AutoOffsetReset.earliest()))
            // Stage 1: decode, observe, sketch; a record out for each pane that closes.
            .process(
                supplier(
                    () -> new PaneProcessor(metrics),
                    Set.of(Stores.series(), Stores.livePanes(), Stores.calibrations())),
                Named.as("pane-processor"))
            // All shards of a series meet.
            .repartition(
                Repartitioned.<String, PanePart>as(PANE_PARTS)
                    .withKeySerde(Serdes.String())
                    .withValueSerde(StateSerdes.of(PanePart.parser())))
            // Stage 2: slide the window, estimate, judge; a record out for each pane and
            // observable.
            .process(
                supplier(
                    () -> new WindowProcessor(metrics),
                    Set.of(Stores.panes(), Stores.windows(), Stores.alerts())),
                Named.as("window-processor"));
    sink(results, TailEstimate.class, topics.estimates(), EventSerdes.tailEstimate(), "estimates");
    sink(results, TailAlert.class, topics.alerts(), EventSerdes.tailAlert(), "alerts");
    return builder.build(properties);
  }

  private static <T> void sink(
      KStream<String, MessageLite> results,
      Class<T> type,
      String topic,
      Serde<T> serde,
      String name) {
    results
        .filter((key, value) -> type.isInstance(value), Named.as(name + "-only"))
        .mapValues(type::cast, Named.as(name + "-typed"))
        .to(topic, Produced.with(Serdes.String(), serde).withName(name));
  }

  private static <A, B, C, D> ProcessorSupplier<A, B, C, D> supplier(
      Supplier<Processor<A, B, C, D>> processors, Set<StoreBuilder<?>> stores) {
    return new ProcessorSupplier<>() {
      @Override
      public Processor<A, B, C, D> get() {
        return processors.get();
      }

      @Override
      public Set<StoreBuilder<?>> stores() {
        return stores;
      }
    };
  }
}
