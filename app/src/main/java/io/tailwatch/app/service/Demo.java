// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.service;

import io.tailwatch.analyzer.Analyzer;
import io.tailwatch.analyzer.AnalyzerConfig;
import io.tailwatch.app.broker.BrokerOptions;
import io.tailwatch.app.broker.EmbeddedBroker;
import io.tailwatch.app.cli.CommandFailure;
import io.tailwatch.app.cli.Failures;
import io.tailwatch.app.live.AlertFeed;
import io.tailwatch.app.live.EstimateBoard;
import io.tailwatch.app.resource.CloseStack;
import io.tailwatch.app.resource.TemporaryDirectory;
import io.tailwatch.producer.data.DataSet;
import io.tailwatch.producer.data.DataSets;
import io.tailwatch.producer.publish.IteratePublisher;
import io.tailwatch.producer.publish.PublishStats;
import io.tailwatch.producer.training.Backpressure;
import io.tailwatch.producer.training.DemoRates;
import io.tailwatch.producer.training.LiveTraining;
import io.tailwatch.producer.training.Progress;
import io.tailwatch.producer.training.PublisherSink;
import io.tailwatch.producer.training.RidgeRegression;
import io.tailwatch.producer.training.RidgeSgd;
import io.tailwatch.producer.training.Trainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Everything in one process: a broker, a training that publishes to it, and the analyzer.
 *
 * <p>{@link #start} → the caller shows {@link #board} → {@link #finish} → {@link #close}. One
 * thread.
 */
final class Demo implements AutoCloseable {

  private static final long SEED = 1;
  private static final Duration FLUSH_LIMIT = Duration.ofSeconds(5);
  private static final Duration LAST_ESTIMATE_LIMIT = Duration.ofSeconds(15);
  private static final long POLL_MILLIS = 50;

  private final CloseStack closing = new CloseStack();
  private final EstimateBoard board = new EstimateBoard();
  private final AlertFeed alerts = new AlertFeed();
  private final DataSet data = DataSets.named(DemoRates.DATA_SET);
  private EmbeddedBroker broker;
  private Analyzer analyzer;
  private IteratePublisher publisher;
  private LiveTraining training;
  private DemoSchedule schedule;

  private Demo() {}

  /**
   * Starts broker, analyzer and training; returns when all run.
   *
   * @param port of the HTTP API, 0 for a free one
   * @param dataDir keeps broker and state; empty = temporary, deleted on close
   * @param duration how long it will be shown, so that the learning rate changes midway
   * @param cancelled asked between the steps of the start
   * @param talk told what happens
   * @throws CancellationException if it was cancelled
   */
  static Demo start(
      int port,
      Optional<Path> dataDir,
      Optional<Duration> duration,
      BooleanSupplier cancelled,
      Consumer<String> talk) {
    var demo = new Demo();
    try {
      demo.open(port, dataDir, duration, cancelled, talk);
      return demo;
    } catch (IOException e) {
      demo.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException | Error e) {
      demo.close();
      throw e;
    }
  }

  private void open(
      int port,
      Optional<Path> dataDir,
      Optional<Duration> duration,
      BooleanSupplier cancelled,
      Consumer<String> talk)
      throws IOException {
    talk.accept("starting a Kafka broker in this process ...");
    // Meanwhile theory: learning rates with the wanted tails, and the exact index of the first one.
    CompletableFuture<Plan> planning =
        CompletableFuture.supplyAsync(() -> plan(duration, cancelled));
    broker = closing.push(EmbeddedBroker.start(brokerOptions(dataDir)));
    requireWanted(cancelled);
    talk.accept("broker ready on " + broker.bootstrapServers() + ", starting the analyzer ...");
    Path state =
        dataDir.isPresent()
            ? dataDir.get().resolve("state")
            : closing.push(TemporaryDirectory.create("tailwatch-demo-")).path();
    analyzer =
        closing.push(
            Analyzer.start(
                AnalyzerConfig.builder(broker.bootstrapServers())
                    .port(port)
                    .stateDir(state)
                    .partitions(1)
                    .build()));
    analyzer.estimates().subscribe(board);
    analyzer.alerts().subscribe(alerts);
    Plan plan = result(planning);
    requireWanted(cancelled);
    schedule = plan.schedule();
    startTraining(plan.trainer(), dataDir.isPresent());
  }

  private static void requireWanted(BooleanSupplier cancelled) {
    if (cancelled.getAsBoolean()) {
      throw new CancellationException("the start was cancelled");
    }
  }

  /** What to train, at which learning rates. */
  private record Plan(DemoSchedule schedule, Trainer trainer) {}

  private Plan plan(Optional<Duration> duration, BooleanSupplier cancelled) {
    DemoRates rates = DemoRates.find(data, DemoRates.RIDGE, DemoRates.BATCH_SIZE, cancelled);
    DemoSchedule planned = DemoSchedule.of(rates, duration);
    var sgd =
        new RidgeSgd(
            new RidgeRegression(data, DemoRates.RIDGE),
            DemoRates.BATCH_SIZE,
            planned.learningRates(),
            SEED,
            RidgeSgd.Start.ZERO);
    return new Plan(planned, sgd);
  }

  private static BrokerOptions brokerOptions(Optional<Path> dataDir) {
    BrokerOptions options = BrokerOptions.ephemeral();
    return dataDir.map(dir -> options.withDataDir(dir.resolve("kafka"))).orElse(options);
  }

  private static Plan result(CompletableFuture<Plan> planning) {
    try {
      return planning.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof CancellationException cancellation) {
        throw cancellation;
      }
      throw CommandFailure.failure(
          "cannot find learning rates for the demo: " + Failures.reason(e.getCause()));
    }
  }

  private void startTraining(Trainer trainer, boolean kept) {
    publisher =
        closing.push(
            IteratePublisher.builder(broker.bootstrapServers())
                .run(kept ? RunNames.withTime(data.name()) : data.name())
                .model("ridge regression")
                .dataSet(data.name())
                .optimizer("SGD")
                .partitions(1)
                .meterRegistry(analyzer.meters())
                .open());
    var pace = new LiveTraining.Options(0, DemoSchedule.STEPS_PER_SECOND, Backpressure.DROP);
    training = closing.push(new LiveTraining(trainer, new PublisherSink(publisher), pace).start());
  }

  /** The latest estimates. */
  EstimateBoard board() {
    return board;
  }

  /** The alerts so far. */
  AlertFeed alerts() {
    return alerts;
  }

  /** Base of the HTTP API. */
  String url() {
    return analyzer.url();
  }

  /** What it is trained on. */
  DataSet data() {
    return data;
  }

  /** Learning rates over time. */
  DemoSchedule schedule() {
    return schedule;
  }

  /** How the training goes. */
  Progress progress() {
    return training.progress();
  }

  /** What became of the iterates. */
  PublishStats published() {
    return publisher.stats();
  }

  /** What has failed, in words; empty while everything runs. */
  Optional<String> failure() {
    return analyzer
        .failure()
        .map(e -> "the analyzer failed: " + Failures.reason(e))
        .or(() -> broker.failure().map(e -> "the broker failed: " + Failures.reason(e)))
        .or(training::failure);
  }

  /**
   * Ends the training and waits, for a bounded time, for the last estimates of its series.
   *
   * @return whether they came
   */
  boolean finish() throws InterruptedException {
    training.close();
    publisher.close(FLUSH_LIMIT);
    long lastStep = training.progress().steps() - 1;
    long deadline = System.nanoTime() + LAST_ESTIMATE_LIMIT.toNanos();
    while (!board.ended(lastStep) && analyzer.failure().isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(POLL_MILLIS);
    }
    return board.ended(lastStep);
  }

  /** Ends everything that still runs; without a data directory, deletes the files. */
  @Override
  public void close() {
    closing.close();
  }
}
