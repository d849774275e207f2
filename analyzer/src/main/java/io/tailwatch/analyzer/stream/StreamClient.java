// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * A client: a place in the ring, and the run that it wants. Nothing is kept for it but the block
 * that is on its way. Thread-safe.
 */
public final class StreamClient {
  private static final byte[] HEARTBEAT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

  private final Ring ring;
  private final Sink sink;
  private final String run;
  private final Runnable onLost;
  private final Consumer<StreamClient> onClose;
  private ByteBuffer greeting;
  private long next;
  private boolean started;
  private boolean closed;

  StreamClient(
      Ring ring,
      Sink sink,
      String run,
      Chunk greeting,
      Runnable onLost,
      Consumer<StreamClient> onClose) {
    this.ring = ring;
    this.sink = sink;
    this.run = run;
    this.greeting = greeting.bytes();
    this.next = greeting.next();
    this.onLost = onLost;
    this.onClose = onClose;
  }

  /** It can be written to, for the first time or again. */
  public synchronized void writable() {
    started = true;
    pump();
  }

  /** Sends what there is, as far as it goes without waiting. */
  synchronized void pump() {
    try {
      while (started && !closed && sink.isReady()) {
        ByteBuffer bytes = following();
        if (bytes == null) {
          return;
        }
        if (bytes.hasRemaining()) {
          sink.write(bytes);
        }
      }
    } catch (IOException | RuntimeException e) {
      // It has gone away; that is no news.
      close();
    }
  }

  private ByteBuffer following() {
    if (greeting != null) {
      ByteBuffer first = greeting;
      greeting = null;
      return first;
    }
    Chunk chunk = ring.read(next, run);
    if (chunk == null) {
      return null;
    }
    next = chunk.next();
    if (chunk.lost()) {
      onLost.run();
    }
    return chunk.bytes();
  }

  /** Shows that we are there, and finds out whether the client is. */
  synchronized void heartbeat() {
    try {
      if (started && !closed && sink.isReady()) {
        sink.write(ByteBuffer.wrap(HEARTBEAT));
      }
    } catch (IOException | RuntimeException e) {
      close();
    }
  }

  /**
   * Lets it go. Idempotent. Once this returns nothing is written to the sink any more: what is
   * behind it may serve somebody else.
   */
  public synchronized void close() {
    if (!closed) {
      closed = true;
      onClose.accept(this);
      sink.close();
    }
  }
}
