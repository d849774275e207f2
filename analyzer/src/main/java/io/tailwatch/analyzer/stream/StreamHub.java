// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.stream;

import io.tailwatch.analyzer.metrics.StreamMeters;
import io.tailwatch.analyzer.tail.TailListener;
import io.tailwatch.events.v1.TailAlert;
import io.tailwatch.events.v1.TailEstimate;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers what the tail tells for a tick, writes it into the ring, and wakes the clients, on one
 * thread. Thread-safe.
 */
public final class StreamHub implements TailListener, AutoCloseable {
  /** Clients at a time. */
  public static final int MAX_CLIENTS = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(StreamHub.class);
  private static final int MAX_FRAMES = 10_000;
  private static final int CLOSE_SECONDS = 2;
  private static final byte[] RETRY = "retry: 2000\n\n".getBytes(StandardCharsets.US_ASCII);

  private final EventWriter writer;
  private final BooleanSupplier complete;
  private final StreamMeters meters;
  private final StreamTiming timing;
  private final Ring ring;
  private final Pending pending = new Pending();
  private final Set<StreamClient> clients = ConcurrentHashMap.newKeySet();
  private final AtomicInteger count = new AtomicInteger();
  private final ScheduledExecutorService thread;
  private volatile long watchedNanos;
  private volatile boolean closed;
  private boolean wasComplete;
  private long heartbeatNanos = System.nanoTime();

  /**
   * Starts.
   *
   * @param complete whether the committed output has been read back; until then clients are told
   *     nothing, and then to read everything
   */
  public StreamHub(
      EventWriter writer, BooleanSupplier complete, StreamMeters meters, StreamTiming timing) {
    this.writer = writer;
    this.complete = complete;
    this.meters = meters;
    this.timing = timing;
    this.ring = new Ring(instance(), MAX_FRAMES, ringBytes(Runtime.getRuntime().maxMemory()));
    this.wasComplete = complete.getAsBoolean();
    this.watchedNanos = System.nanoTime() - timing.memory().toNanos();
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              var daemon = new Thread(task, "tailwatch-stream");
              daemon.setDaemon(true);
              return daemon;
            });
    long nanos = timing.tick().toNanos();
    thread.scheduleWithFixedDelay(this::tick, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  private static String instance() {
    return Long.toHexString(new SecureRandom().nextLong());
  }

  /** A 64th of the heap, in [1 MB, 32 MB]: at 1 KB an event, 4,000 events with 256 MB. */
  private static long ringBytes(long heap) {
    return Math.max(1L << 20, Math.min(32L << 20, heap / 64));
  }

  @Override
  public void estimate(TailEstimate estimate) {
    pending.add(estimate);
  }

  @Override
  public void alert(TailAlert alert) {
    pending.add(alert);
  }

  @Override
  public void run(String run) {
    pending.add(run);
  }

  /**
   * Lets a client in; empty when there are too many, or all is over. It is sent nothing before it
   * is {@linkplain StreamClient#writable writable}.
   *
   * @param run the only one it wants to hear of
   * @param lastId the last event that it has seen
   */
  public Optional<StreamClient> open(Sink sink, Optional<String> run, Optional<String> lastId) {
    if (count.incrementAndGet() > MAX_CLIENTS || closed) {
      count.decrementAndGet();
      return Optional.empty();
    }
    var client =
        new StreamClient(ring, sink, run.orElse(null), greeting(lastId), meters::lost, this::left);
    clients.add(client);
    meters.opened();
    if (closed) {
      client.close();
    }
    return Optional.of(client);
  }

  private Chunk greeting(Optional<String> lastId) {
    OptionalLong next = lastId.map(ring::after).orElse(OptionalLong.empty());
    if (next.isPresent()) {
      return new Chunk(ByteBuffer.wrap(RETRY), next.getAsLong(), false);
    }
    if (lastId.isPresent()) {
      meters.lost();
    }
    Chunk resync = ring.resync(false);
    var bytes = ByteBuffer.allocate(RETRY.length + resync.bytes().remaining());
    bytes.put(RETRY).put(resync.bytes()).flip();
    return new Chunk(bytes, resync.next(), false);
  }

  private void left(StreamClient client) {
    clients.remove(client);
    watchedNanos = System.nanoTime();
    count.decrementAndGet();
    meters.closed();
  }

  private void tick() {
    try {
      write(pending.drain());
    } catch (RuntimeException e) {
      // What it was is lost, and whoever listens is told so.
      LOG.error("Cannot write events of the stream", e);
      ring.forget();
    }
    // Neither throws: who cannot be written to is let go.
    clients.forEach(StreamClient::pump);
    if (System.nanoTime() - heartbeatNanos >= timing.heartbeat().toNanos()) {
      heartbeatNanos = System.nanoTime();
      clients.forEach(StreamClient::heartbeat);
    }
  }

  private void write(Pending.Batch batch) {
    if (!complete.getAsBoolean()) {
      return;
    }
    boolean first = !wasComplete;
    wasComplete = true;
    boolean unheard = !isWatched() && !batch.isEmpty();
    if (first || batch.lost() || unheard) {
      ring.forget();
      return;
    }
    List<StreamEvent> events = new ArrayList<>();
    batch.runs().forEach(run -> events.add(new StreamEvent("run", run, writer.run(run))));
    batch
        .estimates()
        .forEach(
            each -> events.add(new StreamEvent("estimate", each.getRun(), writer.estimate(each))));
    batch
        .alerts()
        .forEach(each -> events.add(new StreamEvent("alert", each.getRun(), writer.alert(each))));
    ring.append(events);
  }

  /** Without anybody who listens, or may come back, writing would be for nothing. */
  private boolean isWatched() {
    return !clients.isEmpty() || System.nanoTime() - watchedNanos < timing.memory().toNanos();
  }

  /** Lets all clients go, and stops. */
  @Override
  public void close() {
    closed = true;
    thread.shutdown();
    try {
      // An interrupt would tear the connection that is being written to.
      if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("The stream is still writing");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    clients.forEach(StreamClient::close);
  }
}
