// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.tailwatch.app.Cli;
import io.tailwatch.app.broker.EmbeddedBroker;
import io.tailwatch.events.Topics;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.RunDescriptor;
import io.tailwatch.events.v1.RunState;
import io.tailwatch.events.v1.SeriesDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class TrainCommandTest {

  private static EmbeddedBroker broker;

  @BeforeAll
  static void startBroker() {
    broker = EmbeddedBroker.start();
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Test
  void everyStepOfAFiniteTrainingIsPublishedWithItsTheory() throws Exception {
    Cli.Result result = train("finite", "--data", "P1", "--steps", "5000");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).contains("step 5,000", "published 5,000, dropped 0");
    var batches = new ArrayList<IterateBatch>();
    for (byte[] value : read(new Topics("finite").iterates())) {
      batches.add(IterateBatch.parseFrom(value));
    }
    assertThat(batches.stream().mapToInt(IterateBatch::getSteps).sum()).isEqualTo(5_000);
    assertThat(batches)
        .extracting(batch -> batch.getSeriesDescriptor().getProblem().getKesten().getIndex())
        .anySatisfy(index -> assertThat(index).isBetween(3.11, 3.12));
    assertThat(batches.get(batches.size() - 1).getEndOfSeries()).isTrue();
    assertThat(lastState("finite")).isEqualTo(RunState.RUN_STATE_FINISHED);
  }

  @Test
  void twoLearningRatesTakeTurns() throws Exception {
    Cli.Result result =
        train(
            "turns",
            with(
                new String[] {"--data", "P1", "--learning-rate", "0.3", "--steps", "5000"},
                "--second-learning-rate",
                "0.4",
                "--steps-each",
                "2000"));
    assertThat(result.code()).as(result.err()).isZero();
    var rates = new TreeMap<Long, Double>();
    for (byte[] value : read(new Topics("turns").iterates())) {
      IterateBatch batch = IterateBatch.parseFrom(value);
      rates.put(batch.getFirstStep(), batch.getLearningRate());
    }
    assertThat(rates.get(rates.floorKey(1L))).isEqualTo(0.3);
    assertThat(rates.get(rates.floorKey(2_500L))).isEqualTo(0.4);
    assertThat(rates.get(rates.floorKey(4_500L))).isEqualTo(0.3);
  }

  @Test
  void aSecondLearningRateThatIsNoneIsAUsageError() {
    Cli.Result zero = train("zero", "--data", "P1", "--second-learning-rate", "0");
    assertThat(zero.code()).isEqualTo(2);
    assertThat(zero.err()).contains("learningRate must be finite and > 0: was 0.0");
    Cli.Result never =
        train("never", "--data", "P1", "--second-learning-rate", "0.4", "--steps-each", "0");
    assertThat(never.code()).isEqualTo(2);
    assertThat(never.err()).contains("stepsEach must be >= 1: was 0");
  }

  @ParameterizedTest
  @CsvSource({
    "ridge, '--data P3 --momentum 0.5', 2, MOMENTUM, 0",
    "ridge, '--data P3 --sampling shuffled', 2, SGD, 0",
    "ridge, '--data P3 --sampling streaming', 2, SGD, 2",
    "random-features, '--data P3 --features 5 --learning-rate 0.1', 5, SGD, 5",
    "hsgd, '--data P5', 5, SGD, 5",
    "ou, '--dimension 3', 3, OTHER, 0",
    "stable-ou, '--alpha 1.8', 1, OTHER, 0",
  })
  void everyModelIsPublishedWithTheTheoryThatItHas(
      String model, String options, int dimension, String kind, int eigenvalues) throws Exception {
    String prefix = "model-" + Integer.toUnsignedString((model + options).hashCode());
    var all = new ArrayList<>(List.of("--model", model, "--steps", "2000"));
    all.addAll(List.of(options.split(" ")));
    Cli.Result result = train(prefix, all.toArray(String[]::new));
    assertThat(result.code()).as(result.err()).isZero();
    var batches = new ArrayList<IterateBatch>();
    for (byte[] value : read(new Topics(prefix).iterates())) {
      batches.add(IterateBatch.parseFrom(value));
    }
    assertThat(batches.stream().mapToInt(IterateBatch::getSteps).sum()).isEqualTo(2_000);
    assertThat(batches.get(0).getDimension()).isEqualTo(dimension);
    SeriesDescriptor described = batches.get(0).getSeriesDescriptor();
    assertThat(described.getOptimizer().getKind().name()).isEqualTo("OPTIMIZER_KIND_" + kind);
    assertThat(described.getProblem().getEigenvaluesCount()).isEqualTo(eigenvalues);
    assertThat(described.getCentreCount()).isEqualTo(dimension);
  }

  @Test
  void chainsArePublishedAsShardsOfOneSeries() throws Exception {
    Cli.Result result =
        train("chains", "--data", "P1", "--chains", "3", "--steps", "4000", "--attempt", "2");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).contains("step 4,000", "published 12,000, dropped 0");
    var steps = new TreeMap<Integer, Integer>();
    var first = new TreeMap<Integer, ByteString>();
    for (byte[] value : read(new Topics("chains").iterates())) {
      IterateBatch batch = IterateBatch.parseFrom(value);
      assertThat(batch.getShardCount()).isEqualTo(3);
      assertThat(batch.getAttempt()).isEqualTo(2);
      steps.merge(batch.getShard(), batch.getSteps(), Integer::sum);
      first.putIfAbsent(batch.getShard(), batch.getValues());
    }
    assertThat(steps).isEqualTo(Map.of(0, 4_000, 1, 4_000, 2, 4_000));
    assertThat(first.values()).doesNotHaveDuplicates();
  }

  @Test
  void anOptionOfAnotherModelIsAUsageErrorThatNamesTheModelsOfIt() {
    Cli.Result result = train("other", "--model", "ou", "--learning-rate", "0.1");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .contains(
            "--learning-rate is not an option of --model ou, but of ridge, random-features, hsgd");
    assertThat(train("other", "--alpha", "1.5").err()).contains("but of stable-ou");
    assertThat(train("other", "--model", "svm").err())
        .contains("expected one of ridge, random-features, hsgd, ou, stable-ou but was 'svm'");
    assertThat(train("other", "--chains", "0").code()).isEqualTo(2);
    assertThat(train("other", "--cosine-to", "0.1", "--warm-up").err()).contains("at most one of");
  }

  @Test
  void aDivergingTrainingSaysSoAndIsAFailedRun() throws Exception {
    Cli.Result result =
        train("diverging", "--data", "P1", "--learning-rate", "5", "--steps", "100000");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err().lines().reduce((a, b) -> b).orElseThrow())
        .contains("no longer finite", "learning rate 5.0 is too large");
    assertThat(result.err()).doesNotContain("\tat ");
    assertThat(lastState("diverging")).isEqualTo(RunState.RUN_STATE_FAILED);
  }

  @Test
  void aCsvFileIsTrainedOnItsTargetColumn(@TempDir Path dir) throws Exception {
    var csv = new StringBuilder("x,y,z\n");
    for (int i = 0; i < 50; i++) {
      csv.append(i % 7).append(',').append(i % 3).append(',').append(i % 11).append('\n');
    }
    Path file = Files.writeString(dir.resolve("d.csv"), csv);
    String[] options = {"--data", file.toString(), "--learning-rate", "0.01", "--steps", "100"};
    Cli.Result result = train("csv", with(options, "--target-column", "y", "--run", "mine"));
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).contains("as run mine");
    Cli.Result wrong = train("csv", with(options, "--target-column", "w"));
    assertThat(wrong.code()).isEqualTo(4);
    assertThat(wrong.err()).contains("no column \"w\"", "x, y, z");
  }

  private static String[] with(String[] options, String... more) {
    var all = new ArrayList<String>(List.of(options));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static Cli.Result train(String prefix, String... options) {
    var args = new ArrayList<String>(List.of("train", "--topic-prefix", prefix));
    args.addAll(List.of(options));
    return new Cli()
        .env("TAILWATCH_BOOTSTRAP_SERVERS", broker.bootstrapServers())
        .run(args.toArray(String[]::new));
  }

  private static RunState lastState(String prefix) throws Exception {
    List<byte[]> runs = read(new Topics(prefix).runs());
    return RunDescriptor.parseFrom(runs.get(runs.size() - 1)).getState();
  }

  /** All records of a topic; those of one key in order. */
  private static List<byte[]> read(String topic) {
    var config = Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers());
    try (var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var values = new ArrayList<byte[]>();
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
      }
      return values;
    }
  }
}
