// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.publish;

import io.tailwatch.events.v1.RunState;
import io.tailwatch.producer.publish.Troubles.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * The thread that sends: the only one that ever waits for Kafka.
 *
 * <p>It keeps the order of the batches. While the broker is away it holds on to the oldest batch
 * and tries again, so that the training's first steps, with the descriptor, are the first to
 * arrive; meanwhile the newest are crowded out of the full queue.
 */
final class Sender {
  private static final long RECONNECT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long MAX_IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long RETRY_MILLIS = 10;
  private static final long ANNOUNCE_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final Duration LAST_GRACE = Duration.ofMillis(300);

  private final PublisherOptions options;
  private final PublishQueue queue;
  private final List<SeriesPublisher> series;
  private final Connector connector;
  private final EventBuilder events;
  private final Thread thread = new Thread(this::run, "tailwatch-publisher");
  private final Object closeSignal = new Object();

  private volatile boolean closing;
  private volatile long deadlineNanos;
  private volatile boolean failed;
  private volatile boolean ended;

  // Sender thread only.
  private Producer<byte[], byte[]> producer;
  private int announcedSeries;
  private long nextAnnouncementNanos = System.nanoTime();

  Sender(
      PublisherOptions options,
      PublishQueue queue,
      List<SeriesPublisher> series,
      Connector connector) {
    this.options = options;
    this.queue = queue;
    this.series = series;
    this.connector = connector;
    this.events = new EventBuilder(options, queue.troubles());
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  void failed() {
    failed = true;
  }

  /** Whether the thread has stopped sending, for whatever reason. */
  boolean ended() {
    return ended;
  }

  /** Called once, when no series takes vectors any more. */
  void close(Duration timeout) {
    long start = System.nanoTime();
    // The client needs a moment to give up what it holds.
    deadlineNanos = start + timeout.toNanos() / 10 * 9;
    closing = true;
    synchronized (closeSignal) {
      closeSignal.notifyAll();
    }
    boolean interrupted = joinUntil(start + timeout.toNanos());
    if (thread.isAlive()) {
      thread.interrupt();
      interrupted |= joinUntil(System.nanoTime() + LAST_GRACE.toNanos());
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the thread in spite of interrupts; returns whether there was one. */
  private boolean joinUntil(long nanos) {
    boolean interrupted = false;
    for (long left = nanos - System.nanoTime();
        left > 0 && thread.isAlive();
        left = nanos - System.nanoTime()) {
      try {
        TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(left, 1_000_000));
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    return interrupted;
  }

  private void run() {
    try {
      while (!closing) {
        if (producer == null) {
          connect();
        } else {
          announceRunning();
          step(queue.take(Math.min(options.linger().toNanos() / 2, MAX_IDLE_NANOS)));
        }
      }
      while (producer == null && somethingToSend() && !pastDeadline()) {
        connect();
      }
      if (producer != null && !pastDeadline()) {
        announceRunning();
      }
      while (producer != null && !pastDeadline() && !queue.isEmpty()) {
        step(queue.takeNow());
      }
      finish();
    } catch (InterruptedException | InterruptException e) {
      // close() has run out of patience; what is left is dropped below.
      queue.troubles().note(Kind.BROKER, "the publisher was closed before all was sent");
    } catch (RuntimeException e) {
      queue.troubles().note(Kind.INTERNAL, "the publisher stopped sending: " + e);
    } finally {
      ended = true;
      series.forEach(SeriesPublisher::close);
      dropRest();
      // The client must get the time that is left, even if close() has interrupted us.
      Thread.interrupted();
      closeProducer();
      queue.troubles().log();
    }
  }

  private boolean somethingToSend() {
    return series.stream().anyMatch(each -> each.end().dimension() > 0);
  }

  private void connect() throws InterruptedException {
    try {
      producer = connector.connect(queue.troubles());
    } catch (Connector.NotConnectedException e) {
      queue.troubles().note(Kind.BROKER, e.getMessage());
      queue.troubles().log();
      synchronized (closeSignal) {
        TimeUnit.NANOSECONDS.timedWait(closeSignal, RECONNECT_NANOS);
      }
    }
  }

  private void step(Batch batch) throws InterruptedException {
    if (batch != null) {
      send(batch);
    }
    for (SeriesPublisher each : series) {
      each.sealOlderThan(options.linger().toNanos());
    }
    queue.troubles().log();
  }

  /** Tries once, so that a directory that cannot be written does not hold up the iterates. */
  private void announceRunning() throws InterruptedException {
    long now = System.nanoTime();
    if (!options.shard().leads()
        || announcedSeries == series.size()
        || now - nextAnnouncementNanos < 0) {
      return;
    }
    int count = series.size();
    Delivery delivery = new Delivery(null, 0, 0);
    Exception refusal = offer(events.run(series, RunState.RUN_STATE_RUNNING), delivery);
    if (refusal == null) {
      announcedSeries = count;
    } else {
      delivery.lost(refusal);
      nextAnnouncementNanos = System.nanoTime() + ANNOUNCE_AGAIN_NANOS;
    }
  }

  private void send(Batch batch) throws InterruptedException {
    SeriesPublisher owner = batch.series;
    int steps = batch.steps;
    long samples = (long) steps * owner.dimension();
    ProducerRecord<byte[], byte[]> record;
    try {
      record = events.batch(batch);
    } finally {
      // The record has its own copy.
      queue.release(batch);
    }
    deliver(record, owner, steps, samples);
  }

  /** Sends until the client takes it, it is refused for good, or time is up. */
  private void deliver(
      ProducerRecord<byte[], byte[]> record, SeriesPublisher owner, int steps, long samples)
      throws InterruptedException {
    Delivery delivery = new Delivery(owner, steps, samples);
    try {
      Exception refusal = offer(record, delivery);
      while (refusal instanceof TimeoutException && !pastDeadline()) {
        queue.troubles().note(Kind.BROKER, "Kafka does not take events: " + refusal.getMessage());
        queue.troubles().log();
        TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        refusal = offer(record, delivery);
      }
      if (refusal != null) {
        delivery.lost(refusal);
      }
    } catch (InterruptedException | InterruptException e) {
      delivery.lost(e);
      throw e;
    }
  }

  /** Hands a record to the client; returns why it was not taken, or null if it was. */
  private Exception offer(ProducerRecord<byte[], byte[]> record, Delivery delivery)
      throws InterruptedException {
    if (producer == null) {
      return new KafkaException("the connection was lost and did not come back in time");
    }
    try {
      delivery.sending();
      producer.send(record, delivery);
      return delivery.sent();
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException | IllegalStateException e) {
      // Not a matter of this event: the client itself is broken, for instance fenced.
      replaceProducer();
      return e;
    }
  }

  private void replaceProducer() throws InterruptedException {
    producer.close(Duration.ZERO);
    producer = null;
    while (producer == null && !pastDeadline()) {
      connect();
    }
  }

  private void finish() throws InterruptedException {
    if (producer == null || pastDeadline()) {
      return;
    }
    for (SeriesPublisher each : series) {
      if (each.end().dimension() > 0) {
        deliver(events.endOfSeries(each), null, 0, 0);
      }
    }
    announceEnd();
  }

  private void announceEnd() throws InterruptedException {
    if (!options.shard().leads()) {
      return;
    }
    deliver(
        events.run(series, failed ? RunState.RUN_STATE_FAILED : RunState.RUN_STATE_FINISHED),
        null,
        0,
        0);
  }

  private void dropRest() {
    for (Batch batch = queue.takeNow(); batch != null; batch = queue.takeNow()) {
      batch.series.counters().dropped(batch.steps, (long) batch.steps * batch.series.dimension());
      queue.release(batch);
    }
  }

  private void closeProducer() {
    if (producer == null) {
      return;
    }
    long left = closing ? deadlineNanos - System.nanoTime() : 0;
    try {
      producer.close(Duration.ofNanos(Math.max(0, left)));
    } catch (KafkaException e) {
      queue.troubles().note(Kind.BROKER, "Kafka client did not close cleanly: " + e.getMessage());
    }
  }

  private boolean pastDeadline() {
    return closing && System.nanoTime() - deadlineNanos >= 0;
  }

  /**
   * Follows one record. The client reports some refusals inside {@code send}, on our thread: those
   * are given to the caller, who may try again; all others come later and are final.
   */
  private final class Delivery implements Callback {
    private final SeriesPublisher owner;
    private final int steps;
    private final long samples;
    private boolean inSend;
    private Exception refusal;

    Delivery(SeriesPublisher owner, int steps, long samples) {
      this.owner = owner;
      this.steps = steps;
      this.samples = samples;
    }

    @Override
    public synchronized void onCompletion(RecordMetadata metadata, Exception exception) {
      if (exception == null) {
        if (owner != null) {
          owner.counters().published(steps, samples);
        }
      } else if (inSend && Thread.currentThread() == thread) {
        refusal = exception;
      } else {
        lost(exception);
      }
    }

    synchronized void sending() {
      inSend = true;
      refusal = null;
    }

    /** What was reported inside {@code send}, or null. */
    synchronized Exception sent() {
      inSend = false;
      return refusal;
    }

    void lost(Exception cause) {
      queue.troubles().note(Kind.DELIVERY, "an event did not reach Kafka: " + cause.getMessage());
      if (owner != null) {
        owner.counters().dropped(steps, samples);
        owner.sent.lost = true;
      }
    }
  }
}
