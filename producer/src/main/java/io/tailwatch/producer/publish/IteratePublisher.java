// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.publish;

import io.micrometer.core.instrument.MeterRegistry;
import io.tailwatch.events.BadEventException;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.SeriesDescriptor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Publishes the iterates of a training, in two lines:
 *
 * <pre>{@code
 * try (var tail = IteratePublisher.builder("localhost:9092").run("my-run").open()) {
 *   for (long step = 0; step < steps; step++) {
 *     train(parameters);
 *     tail.publish(step, parameters);
 *   }
 * }
 * }</pre>
 *
 * <p>It does no harm to the training. {@code publish} copies the vector and returns: it never waits
 * for the broker, never throws, and allocates nothing once the buffers are there. Memory is
 * bounded; with the broker absent, slow or lost, what does not fit is dropped and counted in {@link
 * #stats()}, and warned of once. A daemon thread of its own sends. {@link #close()} flushes, for 5
 * seconds at most, and tells the analyzer that the series has ended.
 *
 * <p>{@link #describe} adds what a verdict against theory needs: the problem, the optimiser, the
 * centre, directions, the size of panes. All methods are thread-safe.
 */
public final class IteratePublisher implements AutoCloseable {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final PublisherOptions options;
  private final PublishQueue queue;

  /** Chains of one series are told apart by their index. */
  private record Id(String name, int shard) {}

  private final ConcurrentMap<Id, SeriesPublisher> byId = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Counters> counters = new ConcurrentHashMap<>();
  private final List<SeriesPublisher> all = new CopyOnWriteArrayList<>();
  private final SeriesPublisher main;
  private final Sender sender;
  private final Optional<PublishMeters> meters;
  private volatile boolean closed;

  IteratePublisher(
      PublisherOptions options,
      Connector connector,
      String mainSeries,
      Optional<MeterRegistry> registry) {
    this.options = options;
    this.queue = new PublishQueue(options.maxMemoryBytes(), options.batchBytes() / 2);
    this.meters = registry.map(target -> new PublishMeters(target, options.run(), queue));
    this.sender = new Sender(options, queue, all, connector);
    this.main = series(mainSeries);
    sender.start();
  }

  /** Starts to build one; {@code run} must be given, the rest has defaults. */
  public static PublisherBuilder builder(String bootstrapServers) {
    return new PublisherBuilder(bootstrapServers);
  }

  /** Publishes in the main series; see {@link SeriesPublisher#publish(long, double[], double)}. */
  public boolean publish(long step, double[] vector) {
    return main.publish(step, vector);
  }

  /** Publishes in the main series; see {@link SeriesPublisher#publish(long, double[], double)}. */
  public boolean publish(long step, float[] vector) {
    return main.publish(step, vector);
  }

  /** Publishes in the main series; see {@link SeriesPublisher#publish(long, double[], double)}. */
  public boolean publish(long step, double[] vector, double learningRate) {
    return main.publish(step, vector, learningRate);
  }

  /** Publishes in the main series; see {@link SeriesPublisher#publish(long, double[], double)}. */
  public boolean publish(long step, float[] vector, double learningRate) {
    return main.publish(step, vector, learningRate);
  }

  /** The series that the publisher itself publishes. */
  public SeriesPublisher mainSeries() {
    return main;
  }

  /** Describes the main series; see {@link SeriesPublisher#describe}. */
  public void describe(SeriesDescriptor descriptor) {
    main.describe(descriptor);
  }

  /**
   * A series of this run, made at the first call with its name: one for each layer, say.
   *
   * @throws IllegalArgumentException when the name is empty, longer than 256 characters, or holds
   *     control characters
   */
  public SeriesPublisher series(String name) {
    return series(name, seriesOptions());
  }

  /** How series are published that are given no options of their own. */
  public SeriesOptions seriesOptions() {
    SeriesOptions values =
        SeriesOptions.of(options.quantity(), options.dataType(), options.shard());
    return options.edgeSketch() ? values.sketchedAtSource() : values;
  }

  /**
   * A series with options of its own, made at the first call with its name and chain.
   *
   * @throws IllegalArgumentException as {@link #series(String)}, and when the series is there with
   *     other options
   */
  public SeriesPublisher series(String name, SeriesOptions own) {
    SeriesPublisher series =
        byId.computeIfAbsent(new Id(name, own.shard().index()), id -> newSeries(name, own));
    if (!series.options().equals(own)) {
      throw new IllegalArgumentException(
          "series " + name + " is published as " + series.options() + ": asked for " + own);
    }
    return series;
  }

  private SeriesPublisher newSeries(String name, SeriesOptions own) {
    SeriesPublisher series;
    try {
      // First of all, for a bad name has no counters.
      SeriesKey key = own.shard().key(options.run(), name);
      series = new SeriesPublisher(options, queue, name, own, key, countersOf(name));
    } catch (BadEventException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    all.add(series);
    if (closed || sender.ended()) {
      series.close();
    }
    return series;
  }

  /** Of a series with all its chains. */
  private Counters countersOf(String series) {
    return counters.computeIfAbsent(
        series,
        name -> {
          var made = new Counters();
          meters.ifPresent(binder -> binder.bind(name, made));
          return made;
        });
  }

  /** The end of the run will be announced as failed instead of finished. */
  public void failed() {
    sender.failed();
  }

  /** How full the buffers are, from 0 to 1; for a training that can wait. */
  public double queueRatio() {
    return queue.ratio();
  }

  /** Counts over all series so far. */
  public PublishStats stats() {
    long steps = 0;
    long samples = 0;
    long batches = 0;
    long droppedSteps = 0;
    long droppedSamples = 0;
    for (Counters each : counters.values()) {
      steps += each.publishedSteps.sum();
      samples += each.publishedSamples.sum();
      batches += each.publishedBatches.sum();
      droppedSteps += each.droppedSteps.sum();
      droppedSamples += each.droppedSamples.sum();
    }
    return new PublishStats(
        steps,
        samples,
        batches,
        droppedSteps,
        droppedSamples,
        queue.ratio(),
        queue.troubles().last());
  }

  /** {@link #close(Duration)} with 5 seconds. */
  @Override
  public void close() {
    close(CLOSE_TIMEOUT);
  }

  /**
   * Sends what is left, the ends of the series and of the run, and stops. Takes about {@code
   * timeout} at most, also when the broker is away or the calling thread is interrupted (the
   * interrupt is kept); what could not be sent by then is counted as dropped. Later calls do
   * nothing.
   */
  public void close(Duration timeout) {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    all.forEach(SeriesPublisher::close);
    sender.close(timeout);
    meters.ifPresent(PublishMeters::close);
  }
}
