// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.topology;

import io.tailwatch.analyzer.AnalyzerConfig;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The properties of the Kafka Streams application, in production and in tests alike. */
public final class StreamsProperties {
  /** Where the exception handlers find their {@link DeadLetters}. */
  static final String DEAD_LETTERS = "tailwatch.dead.letters";

  /** Cache of the live panes: 32 MB hold some 10,000 series. */
  private static final long CACHE_BYTES = 32L << 20;

  /**
   * The largest record of our own: a vector of the longest dimension in double precision (8 MB, and
   * an event in JSON may be that much shorter) with the sketches beside it. Kafka's default of 1 MB
   * would stop the application at an event that is just within the limits.
   */
  static final int MAX_RECORD_BYTES = 16 << 20;

  /** As many as there are tasks: what is warmed up is little, and is moved anyway. */
  private static final int MAX_WARMUP_REPLICAS = 1000;

  /**
   * An estimate is visible once it is committed, which bounds how late it is; but with each commit
   * the open pane of every series that has changed is written.
   */
  private static final int COMMIT_MILLIS = 250;

  private static final int PRODUCER_BATCH_BYTES = 64 << 10;

  private StreamsProperties() {}

  /** Ours, then the user's, which win. */
  public static Properties of(AnalyzerConfig config, DeadLetters letters) {
    var properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, config.applicationId());
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
    properties.put(StreamsConfig.STATE_DIR_CONFIG, config.stateDir().toString());
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads());
    properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) config.replicationFactor());
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, config.processingGuarantee());
    properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_MILLIS);
    properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
    properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
    properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, config.standbys());
    properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    properties.put(
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, BadRecordHandler.class);
    properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, BadEventHandler.class);
    // Nothing global here: this only says so, for Streams warns of the default.
    properties.put("processing.exception.handler.global.enabled", true);
    properties.put(DEAD_LETTERS, letters);
    properties.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    // Batches are large: the default of 1 MB for each partition starves the thread.
    properties.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), 4 << 20);
    // Changelogs and the repartition topic, and what writes them.
    properties.put(
        StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), MAX_RECORD_BYTES);
    properties.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), MAX_RECORD_BYTES);
    // With each commit the open panes of many series are written at once.
    properties.put(
        StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), PRODUCER_BATCH_BYTES);
    // A process that was killed is missed after this long, not after 45 s.
    properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 10_000);
    // An instance that joins gets work once it has the state, and that is looked after this often:
    // by default every 10 minutes, for 2 tasks at a time.
    properties.put(StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG, 60_000L);
    properties.put(StreamsConfig.MAX_WARMUP_REPLICAS_CONFIG, MAX_WARMUP_REPLICAS);
    properties.putAll(config.kafka());
    return properties;
  }

  static DeadLetters deadLetters(Map<String, ?> properties) {
    if (properties.get(DEAD_LETTERS) instanceof DeadLetters letters) {
      return letters;
    }
    throw new IllegalArgumentException(
        DEAD_LETTERS + " must hold the dead letters: was " + properties.get(DEAD_LETTERS));
  }
}
