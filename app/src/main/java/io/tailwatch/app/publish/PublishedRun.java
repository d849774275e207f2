// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.publish;

import io.tailwatch.app.cli.CommandFailure;
import io.tailwatch.app.cli.KafkaOptions;
import io.tailwatch.events.v1.DataType;
import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.producer.ingest.VectorSink;
import io.tailwatch.producer.publish.IteratePublisher;
import io.tailwatch.producer.publish.PublishStats;
import io.tailwatch.producer.publish.PublisherBuilder;
import io.tailwatch.producer.publish.SeriesPublisher;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The publisher of a run, opened at its first vector, with the same descriptor for all series.
 * Vectors come from one thread; the rest is thread-safe.
 */
final class PublishedRun {
  private static final PublishStats NOTHING = new PublishStats(0, 0, 0, 0, 0, 0, "");

  private final KafkaOptions kafka;
  private final RunOptions options;
  private final SeriesDescriptor descriptor;
  private volatile Optional<IteratePublisher> publisher = Optional.empty();

  PublishedRun(KafkaOptions kafka, RunOptions options) {
    this.kafka = kafka;
    this.options = options;
    this.descriptor = options.descriptor();
  }

  /**
   * Opens the publisher. Its own series is that of the first vector: one that never has a vector
   * would be listed with the run.
   *
   * @throws CommandFailure (usage) if an option has a value that cannot be published
   */
  VectorSink open(DataType exact, String firstSeries) {
    try {
      PublisherBuilder builder =
          IteratePublisher.builder(kafka.bootstrapServers())
              .topicPrefix(kafka.topicPrefix())
              .kafka(Map.copyOf(kafka.properties()));
      options.applyTo(builder, exact);
      IteratePublisher opened = builder.series(nameOf(firstSeries)).open();
      publisher = Optional.of(opened);
      return new Sink(opened);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(e.getMessage());
    }
  }

  private String nameOf(String series) {
    return series.isEmpty() ? options.series() : series;
  }

  PublishStats stats() {
    return publisher.map(IteratePublisher::stats).orElse(NOTHING);
  }

  /** Whether so many vectors have arrived or been dropped, but for those that only an end sends. */
  boolean hasSent(long vectors) {
    PublishStats stats = stats();
    // The vectors of a pane that is not full wait for the end of the series.
    boolean waits =
        options.edgeSketches() && publisher.map(IteratePublisher::queueRatio).orElse(0.0) == 0;
    return waits || stats.publishedSteps() + stats.droppedSteps() >= vectors;
  }

  /** Sends what is left and ends the run. */
  void close(boolean failed, Duration limit) {
    publisher.ifPresent(
        opened -> {
          if (failed) {
            opened.failed();
          }
          opened.close(limit);
        });
  }

  private final class Sink implements VectorSink {
    private final IteratePublisher publisher;
    private final Map<String, SeriesPublisher> byName = new HashMap<>();

    Sink(IteratePublisher publisher) {
      this.publisher = publisher;
    }

    @Override
    public boolean publish(String series, long step, double[] vector, double learningRate) {
      SeriesPublisher target = byName.get(series);
      if (target == null) {
        target = publisher.series(nameOf(series));
        target.describe(descriptor);
        byName.put(series, target);
      }
      return target.publish(step, vector, learningRate);
    }

    @Override
    public double queueRatio() {
      return publisher.queueRatio();
    }

    @Override
    public String lastError() {
      return publisher.stats().lastError();
    }
  }
}
