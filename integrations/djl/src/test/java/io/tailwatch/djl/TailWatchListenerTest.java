// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import io.tailwatch.app.broker.EmbeddedBroker;
import io.tailwatch.events.IterateValues;
import io.tailwatch.events.Topics;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.OptimizerKind;
import io.tailwatch.events.v1.Quantity;
import io.tailwatch.producer.publish.IteratePublisher;
import io.tailwatch.producer.publish.Subsample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real trainings with the engine of PyTorch, published to a real broker. */
@Timeout(180)
class TailWatchListenerTest {
  private static EmbeddedBroker broker;

  @BeforeAll
  static void startBroker() {
    broker = EmbeddedBroker.start();
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  private static Optimizer sgd() {
    return Optimizer.sgd().setLearningRateTracker(Tracker.fixed(0.05f)).build();
  }

  /** The parameters before the first step and after each, seen by another listener. */
  private static final class Seen extends TrainingListenerAdapter {
    private final List<Map<String, float[]>> states = new ArrayList<>();
    private int epochs;

    @Override
    public void onTrainingBatch(Trainer trainer, BatchData batchData) {
      states.add(Trained.parameters(trainer));
    }

    @Override
    public void onEpoch(Trainer trainer) {
      epochs++;
      if (epochs == Trained.EPOCHS) {
        states.add(Trained.parameters(trainer));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"values", "sketches", "no broker"})
  void theTrainingIsTheSameBitsWithAndWithoutUs(String way) throws Exception {
    Map<String, float[]> without = Trained.with(sgd());
    String servers = way.equals("no broker") ? "127.0.0.1:1" : broker.bootstrapServers();
    ListenerOptions options =
        way.equals("sketches")
            ? ListenerOptions.defaults().withEdgeSketches()
            : ListenerOptions.defaults();
    try (var publisher = IteratePublisher.builder(servers).run("same " + way).open()) {
      var listener = new TailWatchListener(publisher, options);
      Map<String, float[]> with = Trained.with(sgd(), listener);
      assertThat(listener.failure()).isEmpty();
      assertThat(with.keySet()).isEqualTo(without.keySet());
      with.forEach((name, values) -> assertThat(values).as(name).isEqualTo(without.get(name)));
      publisher.close(Duration.ofSeconds(way.equals("no broker") ? 1 : 10));
      var stats = publisher.stats();
      assertThat(stats.publishedSteps() + stats.droppedSteps())
          .isEqualTo((long) Trained.STEPS * without.size());
      assertThat(stats.droppedSteps() > 0).isEqualTo(way.equals("no broker"));
    }
  }

  @Test
  void publishedUpdatesAreWhatEachStepChanged() throws Exception {
    var seen = new Seen();
    try (var publisher =
        IteratePublisher.builder(broker.bootstrapServers()).run("updates").open()) {
      Trained.with(
          sgd(),
          seen,
          new TailWatchListener(
              publisher,
              ListenerOptions.defaults()
                  .withOptimizer(OptimizerKind.OPTIMIZER_KIND_SGD, step -> 0.05)));
    }
    Map<String, Map<Long, float[]>> published = published("updates");
    assertThat(seen.states).hasSize(Trained.STEPS + 1);
    assertThat(published.keySet()).isEqualTo(seen.states.get(0).keySet());
    published.forEach(
        (name, steps) -> {
          assertThat(steps).hasSize(Trained.STEPS);
          steps.forEach(
              (step, update) -> {
                float[] before = seen.states.get(step.intValue()).get(name);
                float[] after = seen.states.get(step.intValue() + 1).get(name);
                for (int i = 0; i < before.length; i++) {
                  assertThat(update[i]).isEqualTo(after[i] - before[i]);
                }
              });
        });
    IterateBatch first = batches("updates").get(0);
    assertThat(first.getQuantity()).isEqualTo(Quantity.QUANTITY_UPDATES);
    assertThat(first.getSeriesDescriptor().getOptimizer().getLearningRate()).isEqualTo(0.05);
  }

  @Test
  void publishedIteratesAreTheParametersOrTheirSeededSample() throws Exception {
    var seen = new Seen();
    try (var publisher =
        IteratePublisher.builder(broker.bootstrapServers()).run("iterates").open()) {
      Trained.with(
          Optimizer.adam().build(),
          seen,
          new TailWatchListener(
              publisher,
              ListenerOptions.defaults()
                  .withQuantity(Quantity.QUANTITY_ITERATES)
                  .withOptimizer(OptimizerKind.OPTIMIZER_KIND_ADAM, step -> 0)
                  .withSubsample(20, 42)));
    }
    published("iterates")
        .forEach(
            (name, steps) ->
                steps.forEach(
                    (step, values) -> {
                      float[] whole = seen.states.get(step.intValue() + 1).get(name);
                      float[] expected = new float[Math.min(20, whole.length)];
                      if (whole.length > 20) {
                        Subsample.of(whole.length, 20, 42).gather(whole, 0, expected);
                      } else {
                        expected = whole;
                      }
                      assertThat(values).as(name).isEqualTo(expected);
                    }));
    assertThat(batches("iterates"))
        .anyMatch(b -> b.getSubsampleSeed() == 42 && b.getFullDimension() == 72)
        .anyMatch(b -> b.getSubsampleSeed() == 0 && b.getDimension() == 12);
  }

  /** Of SGD an update is minus the learning rate times the gradient, rounded twice. */
  @Test
  void publishedGradientsAreThoseOfTheirStep() throws Exception {
    try (var publisher =
        IteratePublisher.builder(broker.bootstrapServers()).run("gradients").open()) {
      Trained.with(
          sgd(),
          new TailWatchListener(
              publisher, ListenerOptions.defaults().withQuantity(Quantity.QUANTITY_GRADIENTS)));
    }
    try (var publisher =
        IteratePublisher.builder(broker.bootstrapServers()).run("their updates").open()) {
      Trained.with(sgd(), new TailWatchListener(publisher));
    }
    Map<String, Map<Long, float[]>> updates = published("their updates");
    Map<String, Map<Long, float[]>> gradients = published("gradients");
    assertThat(gradients.keySet()).isEqualTo(updates.keySet());
    gradients.forEach(
        (name, steps) -> {
          assertThat(steps).hasSize(Trained.STEPS);
          steps.forEach(
              (step, gradient) -> {
                float[] update = updates.get(name).get(step);
                for (int i = 0; i < gradient.length; i++) {
                  assertThat((double) update[i]).isCloseTo(-0.05 * gradient[i], within(1e-6));
                }
              });
        });
  }

  @Test
  void aFailureOfOursEndsPublishingAndNotTheTraining() throws Exception {
    try (var publisher =
        IteratePublisher.builder(broker.bootstrapServers()).run("failing").open()) {
      var listener =
          new TailWatchListener(
              publisher,
              ListenerOptions.defaults()
                  .withOptimizer(
                      OptimizerKind.OPTIMIZER_KIND_SGD,
                      step -> {
                        throw new IllegalStateException("no rate");
                      }));
      assertThat(Trained.with(sgd(), listener)).isNotEmpty();
      assertThat(listener.failure()).hasValue("java.lang.IllegalStateException: no rate");
    }
  }

  private static Map<String, Map<Long, float[]>> published(String run) throws Exception {
    Map<String, Map<Long, float[]>> published = new TreeMap<>();
    for (IterateBatch batch : batches(run)) {
      double[] values = new double[batch.getSteps() * batch.getDimension()];
      IterateValues.decode(batch.getValues(), batch.getDataType(), values);
      for (int i = 0; i < batch.getSteps(); i++) {
        float[] vector = new float[batch.getDimension()];
        for (int j = 0; j < vector.length; j++) {
          vector[j] = (float) values[i * vector.length + j];
        }
        published
            .computeIfAbsent(batch.getSeries(), name -> new TreeMap<>())
            .put(batch.getFirstStep() + i, vector);
      }
    }
    return published;
  }

  private static List<IterateBatch> batches(String run) throws Exception {
    String topic = Topics.defaults().iterates();
    var config = Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers());
    List<IterateBatch> batches = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        for (var record : consumer.poll(Duration.ofMillis(100))) {
          IterateBatch batch = IterateBatch.parseFrom(record.value());
          if (batch.getRun().equals(run) && batch.getSteps() > 0) {
            batches.add(batch);
          }
        }
      }
    }
    return batches;
  }
}
