// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.service;

import io.tailwatch.app.cli.CommandFailure;
import io.tailwatch.app.cli.Console;
import io.tailwatch.app.cli.Defaults;
import io.tailwatch.app.cli.ExitCode;
import io.tailwatch.app.cli.KafkaOptions;
import io.tailwatch.app.cli.StopSignal;
import io.tailwatch.app.live.ProgressLine;
import io.tailwatch.events.TopicCreator;
import io.tailwatch.events.Topics;
import io.tailwatch.producer.data.DataSet;
import io.tailwatch.producer.data.DataSets;
import io.tailwatch.producer.data.Hyperparameters;
import io.tailwatch.producer.publish.IteratePublisher;
import io.tailwatch.producer.training.Backpressure;
import io.tailwatch.producer.training.DemoRates;
import io.tailwatch.producer.training.LearningRateSchedule;
import io.tailwatch.producer.training.LiveTraining;
import io.tailwatch.producer.training.PublisherSink;
import io.tailwatch.producer.training.RidgeRegression;
import io.tailwatch.producer.training.RidgeSgd;
import io.tailwatch.producer.training.Trainer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tailwatch train}: a live training, published. */
@Command(
    name = "train",
    description = {
      "Trains a ridge regression by mini-batch SGD and publishes every iterate to Kafka.",
      "Ends after --steps, or at Ctrl-C."
    },
    footer = {
      "",
      "Examples:",
      "  tailwatch train",
      "  tailwatch train --data concrete --bootstrap-servers broker:9092",
      "  tailwatch train --second-learning-rate 0.349 --steps-each 1200000",
      "  tailwatch train --data houses.csv --target-column price --steps 1000000"
    })
public final class TrainCommand implements Callable<Integer> {

  private static final Duration REACH_LIMIT = Duration.ofSeconds(10);
  private static final Duration CHECK = Duration.ofMillis(500);
  private static final Duration FLUSH_LIMIT = Duration.ofSeconds(10);
  private static final int PARTITIONS = 8;

  /** What can be trained. */
  enum Model {
    /** Least squares with a ridge penalty. */
    RIDGE
  }

  private final Console console;

  @Mixin private final KafkaOptions kafka;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      defaultValue = "ridge",
      description = "ridge (ridge regression).")
  private Model model;

  @Option(
      names = "--data",
      paramLabel = "NAME|FILE",
      defaultValue = DemoRates.DATA_SET,
      description = {
        "concrete, diabetes, P1 to P12 or P8b (synthetic),",
        "or a CSV file of numbers, which is standardised."
      })
  private String data;

  @Option(
      names = "--target-column",
      paramLabel = "C",
      description =
          "Column of the CSV file to learn: a name, or a number from 1. Default: the last.")
  private String targetColumn;

  @Option(
      names = "--learning-rate",
      paramLabel = "G",
      description = {
        "Default: that of the data set with its own batch size and ridge,",
        "else one with Kesten index 5, which takes some seconds to find."
      })
  private Double learningRate;

  @Option(
      names = "--second-learning-rate",
      paramLabel = "G",
      description = {
        "Takes over from the first every --steps-each and gives way again,",
        "so that the tails move. Default: none."
      })
  private Double secondLearningRate;

  @Option(
      names = "--steps-each",
      paramLabel = "N",
      defaultValue = "6000000",
      description = "Steps until the learning rate changes, if there are two.")
  private long stepsEach;

  @Option(
      names = "--batch-size",
      paramLabel = "B",
      description = "Rows per step, drawn with replacement. Default: that of the data set, else 8.")
  private Integer batchSize;

  @Option(
      names = "--ridge",
      paramLabel = "D",
      description = "Ridge penalty delta. Default: that of the data set, else 0.1.")
  private Double ridge;

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
      description = "Steps per second; 0 is as fast as they can be published.")
  private double rate;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the batches.")
  private long seed;

  @Option(
      names = "--run",
      paramLabel = "NAME",
      description = "Name of the run. Default: the data set and the time.")
  private String run;

  /** A command that talks to this console. */
  public TrainCommand(Console console, Defaults defaults) {
    this.console = console;
    this.kafka = new KafkaOptions(defaults);
  }

  @Override
  public Integer call() throws InterruptedException {
    DataSet set = DataSets.resolve(data, Optional.ofNullable(targetColumn));
    RidgeParameters parameters =
        RidgeParameters.of(
            set,
            Optional.ofNullable(learningRate),
            Optional.ofNullable(ridge),
            Optional.ofNullable(batchSize));
    LiveTraining.Options pace = pace();
    // Checked before the search for the first, which takes seconds.
    schedule(parameters.learningRate().orElse(1.0));
    try (var stop = StopSignal.install(console)) {
      requireBroker();
      Trainer trainer = trainer(set, parameters, stop);
      String name = run != null ? run : RunNames.withTime(set.name());
      try (var publisher = open(name, set);
          var training = new LiveTraining(trainer, new PublisherSink(publisher), pace)) {
        console.say("training " + set.name() + " as run " + name + "; Ctrl-C stops it");
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
    } catch (CancellationException e) {
      console.say("stopped before the training began");
    }
    return ExitCode.OK;
  }

  private Trainer trainer(DataSet set, RidgeParameters known, StopSignal stop) {
    if (known.learningRate().isEmpty()) {
      console.say("looking for a learning rate with Kesten index 5, a few seconds ...");
    }
    Hyperparameters parameters = known.complete(set, stop::requested);
    return new RidgeSgd(
        new RidgeRegression(set, parameters.ridge()),
        parameters.batchSize(),
        schedule(parameters.learningRate()),
        seed,
        RidgeSgd.Start.ZERO);
  }

  private LearningRateSchedule schedule(double first) {
    try {
      return secondLearningRate == null
          ? LearningRateSchedule.constant(first)
          : LearningRateSchedule.alternating(first, secondLearningRate, stepsEach);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(e.getMessage());
    }
  }

  private LiveTraining.Options pace() {
    try {
      return new LiveTraining.Options(steps, rate, Backpressure.WAIT);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(e.getMessage());
    }
  }

  /** A publisher never complains; a user who mistyped the broker wants to know at once. */
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

  private IteratePublisher open(String name, DataSet set) {
    try {
      return IteratePublisher.builder(kafka.bootstrapServers())
          .topicPrefix(kafka.topicPrefix())
          .kafka(Map.copyOf(kafka.properties()))
          .run(name)
          .model("ridge regression")
          .dataSet(set.name())
          .optimizer("SGD")
          .open();
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(e.getMessage());
    }
  }

  private void watch(LiveTraining training, IteratePublisher publisher, StopSignal stop)
      throws InterruptedException {
    try (var line = new ProgressLine(console)) {
      while (!stop.requested() && !training.await(CHECK)) {
        line.show(TrainingLine.of(training.progress(), publisher.stats()));
      }
    }
  }
}
