// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Requests at a steady rate, one path after the other, whether the last one was answered or not.
 */
final class SteadyRequests implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int SHOWN = 20;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "steady-requests"));
  private final AtomicInteger open = new AtomicInteger();
  private final List<Long> nanos = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private int putOff;
  private int sent;

  /** Requests that begin at once. */
  SteadyRequests(String url, List<String> paths, double perSecond) {
    timer.scheduleAtFixedRate(
        () -> send(url, paths), 0, (long) (1e9 / perSecond), TimeUnit.NANOSECONDS);
  }

  private void send(String url, List<String> paths) {
    String path = paths.get(sent++ % paths.size());
    open.incrementAndGet();
    long start = System.nanoTime();
    var request = HttpRequest.newBuilder(URI.create(url + path)).timeout(LIMIT).build();
    client
        .sendAsync(request, BodyHandlers.discarding())
        .whenComplete((response, e) -> note(path, response, e, System.nanoTime() - start));
  }

  private void note(String path, HttpResponse<Void> response, Throwable e, long taken) {
    synchronized (this) {
      nanos.add(taken);
      if (e == null && response.headers().firstValue("Retry-After").isPresent()) {
        putOff++;
      } else if (e != null || response.statusCode() != 200) {
        failures.add(path + ": " + (e != null ? e : response.statusCode()));
      }
    }
    open.decrementAndGet();
  }

  /** How many were answered, and how long that took. */
  synchronized String summary() {
    double[] millis = nanos.stream().mapToDouble(each -> each / 1e6).sorted().toArray();
    return millis.length == 0
        ? "none"
        : "%,d answered, %d of them put off, median %.1f ms, 95 %% within %.1f ms, slowest %.0f ms"
            .formatted(
                millis.length,
                putOff,
                millis[millis.length / 2],
                millis[(int) (0.95 * (millis.length - 1))],
                Arrays.stream(millis).max().orElseThrow());
  }

  /** How many were answered. */
  synchronized int answered() {
    return nanos.size();
  }

  /** How many were told to come again, since too many wanted the same. */
  synchronized int putOff() {
    return putOff;
  }

  /** Others that were not answered with 200; not all when they are many. */
  synchronized List<String> failures() {
    return failures.stream().limit(SHOWN).toList();
  }

  /** Sends no more and waits for what is open. */
  void finish() {
    timer.shutdown();
    try {
      timer.awaitTermination(5, TimeUnit.SECONDS);
      long deadline = System.nanoTime() + LIMIT.toNanos();
      while (open.get() > 0 && System.nanoTime() < deadline) {
        Thread.sleep(20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    finish();
  }
}
