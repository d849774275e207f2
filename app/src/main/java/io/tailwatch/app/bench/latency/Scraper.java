// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.latency;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicReference;

/** Reads {@code /metrics} again and again on a thread of its own. Thread-safe. */
final class Scraper implements AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  private final HttpRequest request;
  private final PaneWatch watch;
  private final long pauseMillis;
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final Thread thread = new Thread(this::run, "tailwatch-bench-scraper");
  private volatile boolean stop;
  private volatile int scrapes;

  Scraper(String url, PaneWatch watch, long pauseMillis) {
    this.request = HttpRequest.newBuilder(URI.create(url + "/metrics")).build();
    this.watch = watch;
    this.pauseMillis = pauseMillis;
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      while (!stop) {
        long asked = System.nanoTime();
        String text = http.send(request, BodyHandlers.ofString()).body();
        long read = System.nanoTime();
        EstimateAges.read(text, (series, age) -> watch.age(series, age, asked, read));
        scrapes++;
        Thread.sleep(pauseMillis);
      }
    } catch (IOException | RuntimeException e) {
      failure.set(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How often it has read the page. */
  int scrapes() {
    if (failure.get() != null) {
      throw new IllegalStateException("cannot read " + request.uri(), failure.get());
    }
    return scrapes;
  }

  @Override
  public void close() {
    stop = true;
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
