// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import io.tailwatch.analyzer.stream.Sink;
import io.tailwatch.analyzer.stream.StreamClient;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.ee10.servlet.HttpOutput;

/**
 * The answer of a stream, written without waiting: a write either goes out or is under way, and
 * then Jetty calls {@link #onWritePossible} when it has. Nothing is copied: what {@link
 * HttpOutput#write(ByteBuffer)} is given goes to the socket from where it is.
 */
final class StreamResponse implements Sink, WriteListener, AsyncListener {
  private final HttpOutput output;
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private StreamClient client;

  StreamResponse(HttpOutput output) {
    this.output = output;
  }

  /** Begins. */
  void start(StreamClient of, AsyncContext async) {
    client = of;
    // The heartbeat finds out who is there.
    async.setTimeout(0);
    async.addListener(this);
    output.setWriteListener(this);
  }

  /** Completed when nothing more will be written. */
  CompletableFuture<Void> done() {
    return done;
  }

  @Override
  public boolean isReady() {
    return output.isReady();
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    output.write(bytes);
  }

  @Override
  public void close() {
    done.complete(null);
  }

  @Override
  public void onWritePossible() {
    client.writable();
  }

  @Override
  public void onError(Throwable cause) {
    client.close();
  }

  @Override
  public void onError(AsyncEvent event) {
    client.close();
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    client.close();
  }

  @Override
  public void onComplete(AsyncEvent event) {
    client.close();
  }

  @Override
  public void onStartAsync(AsyncEvent event) {}
}
