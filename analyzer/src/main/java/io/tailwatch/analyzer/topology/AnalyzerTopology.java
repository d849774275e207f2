// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.topology;

import com.google.protobuf.MessageLite;
import io.tailwatch.analyzer.AnalyzerConfig;
import io.tailwatch.analyzer.metrics.AnalyzerMetrics;
import io.tailwatch.analyzer.state.StateSerdes;
import io.tailwatch.analyzer.state.v1.AlertNote;
import io.tailwatch.analyzer.state.v1.SeriesEvent;
import io.tailwatch.events.EventSerdes;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.Topics;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.TailEstimate;
import java.util.Properties;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
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
 *             series, live-panes,               panes, windows,
 *             calibrations                      alerts, shards,
 *                                               shard-parts
 *                                                      │
 *                                                 (run-alerts) ─▶ alerts-processor ─▶ alerts
 *                                                                 run-alerts
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
    return changelog(config, WINDOWS_STORE);
  }

  /** The compacted topic behind the alerts of runs: where they stand, on all instances. */
  public static String runAlertsChangelog(AnalyzerConfig config) {
    return changelog(config, Stores.RUN_ALERTS);
  }

  private static String changelog(AnalyzerConfig config, String store) {
    return config.applicationId() + "-" + store + "-changelog";
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
                    () -> new PaneProcessor(config.series(), metrics),
                    Set.of(Stores.series(), Stores.livePanes(), Stores.calibrations())),
                Named.as("pane-processor"))
            // All shards of a series meet.
            .repartition(
                Repartitioned.<String, SeriesEvent>as(PANE_PARTS)
                    .withKeySerde(Serdes.String())
                    .withValueSerde(StateSerdes.of(SeriesEvent.parser())))
            // Stage 2: merge shards, slide the window, estimate, judge; a record out for each pane
            // and observable, and notes on what changes.
            .process(
                supplier(
                    () -> new WindowProcessor(config.series(), metrics),
                    Set.of(
                        Stores.panes(),
                        Stores.windows(),
                        Stores.alerts(),
                        Stores.shards(),
                        Stores.shardParts())),
                Named.as("window-processor"));
    only(results, TailEstimate.class, "estimates")
        .to(
            topics.estimates(),
            Produced.with(Serdes.String(), EventSerdes.tailEstimate()).withName("estimates"));
    only(results, AlertNote.class, "notes")
        // All series of a run meet.
        .selectKey((key, note) -> SeriesKey.encodeRun(note.getRun()), Named.as("by-run"))
        .repartition(
            Repartitioned.<String, AlertNote>as("run-alerts")
                .withKeySerde(Serdes.String())
                .withValueSerde(StateSerdes.of(AlertNote.parser())))
        // Stage 3: one alert of a kind for a run.
        .process(
            supplier(RunAlertsProcessor::new, Set.of(Stores.runAlerts())),
            Named.as("alerts-processor"))
        .to(
            topics.alerts(),
            Produced.with(Serdes.String(), EventSerdes.tailAlert()).withName("alerts"));
    return builder.build(properties);
  }

  private static <T> KStream<String, T> only(
      KStream<String, MessageLite> results, Class<T> type, String name) {
    return results
        .filter((key, value) -> type.isInstance(value), Named.as(name + "-only"))
        .mapValues(type::cast, Named.as(name + "-typed"));
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
