// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.publish;

import io.micrometer.core.instrument.MeterRegistry;
import io.tailwatch.events.BadEventException;
import io.tailwatch.events.EventLimits;
import io.tailwatch.events.Topics;
import io.tailwatch.events.v1.DataType;
import io.tailwatch.events.v1.Quantity;
import io.tailwatch.events.v1.RunDescriptor;
import io.tailwatch.events.v1.ShardKind;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Collects the options of an {@link IteratePublisher}. Only {@link #run} must be given. Setters
 * check their argument and throw {@link IllegalArgumentException}; not thread-safe.
 */
public final class PublisherBuilder {
  private static final int MIN_BATCH_BYTES = 1 << 10;
  private static final int MAX_BATCH_BYTES = 1 << 19;

  private final String bootstrapServers;
  private final Map<String, Object> kafka = new HashMap<>();
  private final RunDescriptor.Builder details = RunDescriptor.newBuilder().setAttempt(1);
  private Shard shard = Shard.WHOLE;
  private String series = "parameters";
  private Topics topics = Topics.defaults();
  private boolean createTopics = true;
  private int partitions = Topics.DEFAULT_PARTITIONS;
  private Quantity quantity = Quantity.QUANTITY_ITERATES;
  private DataType dataType = DataType.DATA_TYPE_FLOAT32;
  private boolean edgeSketch;
  private int stepStride = 1;
  private int batchBytes = 32 << 10;
  private long maxMemoryBytes = 8L << 20;
  private Duration linger = Duration.ofMillis(100);
  private Optional<MeterRegistry> meters = Optional.empty();

  PublisherBuilder(String bootstrapServers) {
    require(
        bootstrapServers != null && !bootstrapServers.isBlank(),
        "bootstrapServers must not be empty: was " + bootstrapServers);
    this.bootstrapServers = bootstrapServers;
  }

  /** Name of the training; required. 1 to 256 characters. */
  public PublisherBuilder run(String name) {
    details.setRun(name);
    return this;
  }

  /** The n-th start of this run, from 1 (default): a restart from a checkpoint is a new attempt. */
  public PublisherBuilder attempt(int number) {
    require(number >= 1, "attempt must be at least 1: was " + number);
    details.setAttempt(number);
    return this;
  }

  /** Name of the series that the publisher itself publishes; default {@code parameters}. */
  public PublisherBuilder series(String name) {
    series = name;
    return this;
  }

  /**
   * Publishes one of several independent copies of the training, which are estimated together: each
   * with a publisher of its own, the same run and series, and the same steps. An estimate waits for
   * all of them; chain 0 announces the run.
   *
   * @param index of this copy, from 0
   * @param count of the copies, at most 4,096
   */
  public PublisherBuilder chain(int index, int count) {
    shard = new Shard(index, count, ShardKind.SHARD_KIND_CHAINS, 0, 0);
    return this;
  }

  /**
   * Publishes one of several slices of a vector that is too long for one publisher; only the
   * observables {@code coordinates} and {@code identity} can be put together from slices.
   *
   * @param index of this slice, from 0
   * @param count of the slices, at most 4,096
   * @param offset index of its first coordinate in the whole vector
   * @param fullDimension length of the whole vector
   */
  public PublisherBuilder slice(int index, int count, long offset, long fullDimension) {
    shard = new Shard(index, count, ShardKind.SHARD_KIND_COORDINATES, offset, fullDimension);
    return this;
  }

  /** For people: the model that is trained. */
  public PublisherBuilder model(String name) {
    details.setModel(name);
    return this;
  }

  /** For people: the data it is trained on. */
  public PublisherBuilder dataSet(String name) {
    details.setDataSet(name);
    return this;
  }

  /** For people: the optimiser. */
  public PublisherBuilder optimizer(String name) {
    details.setOptimizer(name);
    return this;
  }

  /** For people: anything else. */
  public PublisherBuilder tag(String name, String value) {
    details.putTags(name, value);
    return this;
  }

  /** What the vectors are; default iterates. */
  public PublisherBuilder quantity(Quantity kind) {
    quantity = kind;
    return this;
  }

  /** How values are sent; default float32. */
  public PublisherBuilder dataType(DataType type) {
    require(type != DataType.UNRECOGNIZED, "dataType must be a known type: was " + type);
    dataType = type;
    return this;
  }

  /**
   * Sends the tail sketches of panes in place of values; see {@link
   * SeriesOptions#sketchedAtSource()}. Default no.
   */
  public PublisherBuilder sketchedAtSource() {
    edgeSketch = true;
    return this;
  }

  /** Distance of the published steps, for a training that publishes every n-th; default 1. */
  public PublisherBuilder stepStride(int stride) {
    require(stride >= 1, "stepStride must be at least 1: was " + stride);
    stepStride = stride;
    return this;
  }

  /** Bytes of values in a full batch; 1 KiB to 512 KiB, default 32 KiB. */
  public PublisherBuilder batchBytes(int bytes) {
    require(
        bytes >= MIN_BATCH_BYTES && bytes <= MAX_BATCH_BYTES,
        "batchBytes must be in [" + MIN_BATCH_BYTES + ", " + MAX_BATCH_BYTES + "]: was " + bytes);
    batchBytes = bytes;
    return this;
  }

  /**
   * Bytes of all buffers of unsent vectors; 2 MiB to 1 GiB, default 8 MiB. The Kafka client has a
   * buffer of its own besides, {@code buffer.memory}, by default 4 MiB here.
   */
  public PublisherBuilder maxMemoryBytes(long bytes) {
    require(
        bytes >= 2 << 20 && bytes <= 1 << 30,
        "maxMemoryBytes must be in [" + (2 << 20) + ", " + (1 << 30) + "]: was " + bytes);
    maxMemoryBytes = bytes;
    return this;
  }

  /** Longest time a vector waits for its batch to fill; 1 ms to 1 minute, default 100 ms. */
  public PublisherBuilder linger(Duration time) {
    require(
        time.compareTo(Duration.ofMillis(1)) >= 0 && time.compareTo(Duration.ofMinutes(1)) <= 0,
        "linger must be in [PT0.001S, PT1M]: was " + time);
    linger = time;
    return this;
  }

  /** Prefix of the topics; default {@code tailwatch}. */
  public PublisherBuilder topicPrefix(String prefix) {
    topics = new Topics(prefix);
    return this;
  }

  /**
   * Whether missing topics are created before the first batch is sent; default yes. Without it a
   * broker may create them by itself, with one partition and its own retention.
   */
  public PublisherBuilder createTopics(boolean create) {
    createTopics = create;
    return this;
  }

  /** Partitions of the topics it creates; default 8. */
  public PublisherBuilder partitions(int number) {
    require(number >= 1, "partitions must be at least 1: was " + number);
    partitions = number;
    return this;
  }

  /** A property of the Kafka client, passed through untouched: security, timeouts, compression. */
  public PublisherBuilder kafka(String property, Object value) {
    kafka.put(property, value);
    return this;
  }

  /** Properties of the Kafka client, passed through untouched. */
  public PublisherBuilder kafka(Map<String, ?> properties) {
    kafka.putAll(properties);
    return this;
  }

  /** Where to count published and dropped samples; by default nowhere. */
  public PublisherBuilder meterRegistry(MeterRegistry registry) {
    meters = Optional.of(registry);
    return this;
  }

  /**
   * Opens the publisher. Returns at once: whether the broker is there shows later, in {@link
   * IteratePublisher#stats()}.
   *
   * @throws IllegalArgumentException when the run is missing or a name or Kafka property is bad
   */
  public IteratePublisher open() {
    KafkaConnector connector =
        new KafkaConnector(
            KafkaConnector.properties(bootstrapServers, kafka), topics, createTopics, partitions);
    return open(connector);
  }

  /** As {@link #open()} with another way to the broker. */
  IteratePublisher open(Connector connector) {
    RunDescriptor run = details.build();
    try {
      EventLimits.defaults().check(run);
    } catch (BadEventException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    PublisherOptions options =
        new PublisherOptions(
            topics,
            run,
            shard,
            quantity,
            dataType,
            edgeSketch,
            stepStride,
            batchBytes,
            maxMemoryBytes,
            linger);
    return new IteratePublisher(options, connector, series, meters);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
