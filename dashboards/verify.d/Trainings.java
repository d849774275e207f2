// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.dashboards.verify;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tailwatch.producer.publish.IteratePublisher;
import io.tailwatch.producer.publish.PublisherBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Trainings of ours, all stepped by one clock, and the meters of their publishers. */
final class Trainings implements AutoCloseable {
  private static final int PARTITIONS = 2;
  private static final long TICK_MILLIS = 20;
  private static final Duration FLUSH_LIMIT = Duration.ofSeconds(1);

  private final String bootstrapServers;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Map<String, IteratePublisher> publishers = new TreeMap<>();
  private final List<Training> trainings = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final HttpServer server;

  Trainings(String bootstrapServers) throws IOException {
    this.bootstrapServers = bootstrapServers;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/metrics", this::scrape);
    server.start();
    // What falls behind is not made up for: the machine has other work then.
    clock.scheduleWithFixedDelay(
        () -> trainings.forEach(Training::advance), 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void scrape(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] text = registry.scrape().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
      exchange.sendResponseHeaders(200, text.length);
      exchange.getResponseBody().write(text);
    }
  }

  /** Host and port of the meters. */
  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** The publisher of a run; opened when it is asked for first. */
  IteratePublisher publisher(String run) {
    return publishers.computeIfAbsent(run, name -> builder(name).open());
  }

  /** Opens the publisher of a run that sends each vector of a kilobyte by itself. */
  IteratePublisher smallRecords(String run) {
    return publishers.computeIfAbsent(run, name -> builder(name).batchBytes(1024).open());
  }

  private PublisherBuilder builder(String run) {
    return IteratePublisher.builder(bootstrapServers)
        .run(run)
        .partitions(PARTITIONS)
        .meterRegistry(registry);
  }

  /** Begins to step a training. */
  Training begin(Training training) {
    trainings.add(training);
    return training;
  }

  /** Ends a training as one does: its series ends. */
  void end(String run, Training training) {
    trainings.remove(training);
    publishers.get(run).close(FLUSH_LIMIT);
  }

  @Override
  public void close() {
    clock.shutdownNow();
    new ArrayList<>(publishers.values()).forEach(publisher -> publisher.close(FLUSH_LIMIT));
    server.stop(0);
  }
}
