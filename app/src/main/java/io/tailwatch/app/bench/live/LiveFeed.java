// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.live;

import io.tailwatch.app.bench.load.LoadTopic;
import io.tailwatch.app.bench.load.Workload;
import io.tailwatch.app.bench.load.WorkloadBatches;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * Goes on with a workload where its topic ends, at a steady rate. What is late is made up for, so
 * that the rate holds on average; where the machine cannot keep it, less is sent. Not thread-safe.
 */
public final class LiveFeed implements AutoCloseable {
  private static final long TICK_MILLIS = 2;

  /** Told of each pane whose last step is about to be sent, on the thread that sends. */
  public interface Closings {
    /** The next pane of a series closes. */
    void closes(int series, long nanoTime);
  }

  private final Workload load;
  private final WorkloadBatches batches;
  private final String topic;
  private final KafkaProducer<String, byte[]> producer;
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private long next;

  /** Begins behind the records of the load, which are on the topic already. */
  public LiveFeed(String bootstrapServers, String topic, Workload load, WorkloadBatches batches) {
    this.load = load;
    this.batches = batches;
    this.topic = topic;
    this.producer = LoadTopic.producer(bootstrapServers);
    this.next = load.records();
  }

  /**
   * Sends for so long.
   *
   * @return the records that were sent
   */
  public long run(double recordsPerSecond, Duration duration, Closings closings)
      throws InterruptedException {
    long start = System.nanoTime();
    long end = start + duration.toNanos();
    long first = next;
    for (long now = start; now < end; now = System.nanoTime()) {
      long due = first + (long) ((now - start) / 1e9 * recordsPerSecond);
      while (next < due && System.nanoTime() < end) {
        send(closings);
      }
      Thread.sleep(TICK_MILLIS);
    }
    flush();
    return next - first;
  }

  /** Sends at once until so many records are on the topic, those of the load included. */
  public void sendUpTo(long records, Closings closings) {
    while (next < records) {
      send(closings);
    }
    flush();
  }

  private void flush() {
    producer.flush();
    if (failure.get() != null) {
      throw new IllegalStateException("cannot send to " + topic, failure.get());
    }
  }

  private void send(Closings closings) {
    int series = (int) (next % load.series());
    int record = (int) (next / load.series());
    if (batches.closesPane(series, record)) {
      closings.closes(series, System.nanoTime());
    }
    producer.send(
        LoadTopic.record(topic, load, series, batches.batch(series, record, 0)),
        (place, e) -> {
          if (e != null) {
            failure.compareAndSet(null, e);
          }
        });
    next++;
  }

  /** Records of the topic so far, those of the load included. */
  public long records() {
    return next;
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }
}
