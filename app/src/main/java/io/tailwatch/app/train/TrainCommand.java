// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.train;

import io.tailwatch.app.cli.CommandFailure;
import io.tailwatch.app.cli.Console;
import io.tailwatch.app.cli.Defaults;
import io.tailwatch.app.cli.ExitCode;
import io.tailwatch.app.cli.KafkaOptions;
import io.tailwatch.app.cli.StopSignal;
import io.tailwatch.app.live.ProgressLine;
import io.tailwatch.app.service.RunNames;
import io.tailwatch.events.TopicCreator;
import io.tailwatch.events.Topics;
import io.tailwatch.producer.publish.IteratePublisher;
import io.tailwatch.producer.publish.PublisherBuilder;
import io.tailwatch.producer.training.Backpressure;
import io.tailwatch.producer.training.ChainedTraining;
import io.tailwatch.producer.training.IterateSink;
import io.tailwatch.producer.training.LiveTraining;
import io.tailwatch.producer.training.PublisherSink;
import io.tailwatch.producer.training.Trainer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tailwatch train}: a live training, published. */
@Command(
    name = "train",
    description = {
      "Trains a model by mini-batch SGD, or simulates a process, and publishes every step to"
          + " Kafka.",
      "Ends after --steps, or at Ctrl-C."
    },
    footer = {
      "",
      "Examples:",
      "  tailwatch train",
      "  tailwatch train --data concrete --bootstrap-servers broker:9092",
      "  tailwatch train --second-learning-rate 0.349 --steps-each 1200000",
      "  tailwatch train --data houses.csv --target-column price --steps 1000000",
      "  tailwatch train --model random-features --features 100 --feature-map relu",
      "  tailwatch train --model hsgd --data P5 --chains 4",
      "  tailwatch train --model stable-ou --alpha 1.8"
    })
public final class TrainCommand implements Callable<Integer> {

  private static final Duration REACH_LIMIT = Duration.ofSeconds(10);
  private static final Duration CHECK = Duration.ofMillis(500);
  private static final Duration FLUSH_LIMIT = Duration.ofSeconds(10);
  private static final int PARTITIONS = 8;

  private final Console console;

  @Spec private CommandSpec spec;

  @Mixin private final KafkaOptions kafka;

  @Mixin private final ModelOptions model = new ModelOptions();

  @Option(
      names = "--chains",
      paramLabel = "K",
      defaultValue = "1",
      description = "Independent copies of the training, estimated together.")
  private int chains;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "0",
      description = "Number of steps; 0 has no end.")
  private long steps;

  @Option(
      names = "--rate",
      paramLabel = "R",
      defaultValue = "20000",
      description = "Steps per second of a chain; 0 is as fast as they can be published.")
  private double rate;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of all that is drawn; chains have this one and those that follow it.")
  private long seed;

  @Option(
      names = "--run",
      paramLabel = "NAME",
      description = "Name of the run. Default: the data set or the model, and the time.")
  private String run;

  @Option(
      names = "--attempt",
      paramLabel = "N",
      defaultValue = "1",
      description = "The n-th start of a run of this name, whose steps begin anew.")
  private int attempt;

  /** A command that talks to this console. */
  public TrainCommand(Console console, Defaults defaults) {
    this.console = console;
    this.kafka = new KafkaOptions(defaults);
  }

  @Override
  public Integer call() throws InterruptedException {
    LiveTraining.Options pace = pace();
    ModelOptions.Preparation preparation = model.read(spec.commandLine().getParseResult(), seed);
    try (var stop = StopSignal.install(console)) {
      // A publisher never complains; a user who mistyped the broker wants to know at once.
      requireBroker();
      train(preparation.prepare(console, stop::requested), pace, stop);
    } catch (CancellationException e) {
      console.say("stopped before the training began");
    }
    return ExitCode.OK;
  }

  private void train(Training plan, LiveTraining.Options pace, StopSignal stop)
      throws InterruptedException {
    String name = run != null ? run : RunNames.withTime(plan.name());
    try (var publisher = open(name, plan);
        var training = new ChainedTraining(trainers(plan), sinks(publisher), pace)) {
      console.say("training " + plan.name() + " as run " + name + "; Ctrl-C stops it");
      training.start();
      watch(training, publisher, stop);
      training.stop();
      training.await(FLUSH_LIMIT);
      publisher.close(FLUSH_LIMIT);
      console.say(TrainingLine.of(training.progress(), publisher.stats()));
      if (training.failure().isPresent()) {
        throw CommandFailure.failure(training.failure().get());
      }
    }
  }

  private List<Trainer> trainers(Training plan) {
    return LongStream.range(seed, seed + chains).mapToObj(plan.trainer()).toList();
  }

  private List<IterateSink> sinks(IteratePublisher publisher) {
    String series = publisher.mainSeries().name();
    return IntStream.range(0, chains)
        .<IterateSink>mapToObj(
            chain ->
                chains == 1
                    ? new PublisherSink(publisher)
                    : new PublisherSink(
                        publisher,
                        publisher.series(
                            series, publisher.seriesOptions().withChain(chain, chains))))
        .toList();
  }

  private LiveTraining.Options pace() {
    if (chains < 1) {
      throw CommandFailure.usage("--chains must be at least 1: was " + chains);
    }
    try {
      return new LiveTraining.Options(steps, rate, Backpressure.WAIT);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(e.getMessage());
    }
  }

  private void requireBroker() {
    kafka.reach(
        REACH_LIMIT,
        () -> {
          try (var admin = Admin.create(kafka.client())) {
            return TopicCreator.ensure(
                admin, new Topics(kafka.topicPrefix()), PARTITIONS, (short) 1, REACH_LIMIT);
          }
        });
  }

  private IteratePublisher open(String name, Training plan) {
    try {
      PublisherBuilder publisher =
          IteratePublisher.builder(kafka.bootstrapServers())
              .topicPrefix(kafka.topicPrefix())
              .kafka(Map.copyOf(kafka.properties()))
              .run(name)
              .attempt(attempt)
              .model(plan.model())
              .dataSet(plan.data())
              .optimizer(plan.optimizer());
      return (chains == 1 ? publisher : publisher.chain(0, chains)).open();
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(e.getMessage());
    }
  }

  private void watch(ChainedTraining training, IteratePublisher publisher, StopSignal stop)
      throws InterruptedException {
    try (var line = new ProgressLine(console)) {
      while (!stop.requested() && !training.await(CHECK)) {
        line.show(TrainingLine.of(training.progress(), publisher.stats()));
      }
    }
  }
}
