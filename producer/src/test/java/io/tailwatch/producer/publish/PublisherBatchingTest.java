// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.tailwatch.events.IterateValues;
import io.tailwatch.events.v1.DataType;
import io.tailwatch.events.v1.Direction;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.Optimizer;
import io.tailwatch.events.v1.RunState;
import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.events.v1.ShardKind;
import io.tailwatch.events.v1.WindowSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;

/** Which batches a training's steps become. */
class PublisherBatchingTest {
  private static final Duration NEVER = Duration.ofMinutes(1);

  private final FakeKafka kafka = new FakeKafka();

  private static PublisherBuilder builder() {
    return IteratePublisher.builder("unused:9092").run("run").linger(NEVER);
  }

  private IteratePublisher open() {
    return builder().open(kafka);
  }

  private static SeriesDescriptor panesOf(int steps) {
    return SeriesDescriptor.newBuilder()
        .setWindow(WindowSpec.newBuilder().setPaneSteps(steps))
        .build();
  }

  private static double[] vector(long step) {
    return new double[] {step, -step, 0.1 * step};
  }

  private List<IterateBatch> batches() {
    return kafka.batchesOf("parameters");
  }

  @Test
  void valuesArriveBitForBitInFloat64() {
    double[] values = {Math.PI, -0.0, Double.MIN_VALUE, Double.NaN, Double.NEGATIVE_INFINITY};
    try (IteratePublisher publisher = builder().dataType(DataType.DATA_TYPE_FLOAT64).open(kafka)) {
      assertThat(publisher.publish(0, values)).isTrue();
      assertThat(publisher.publish(1, new float[] {1.5f, 2, 3, 4, 5})).isTrue();
    }

    double[] read = new double[10];
    IterateBatch batch = batches().get(0);
    IterateValues.decode(batch.getValues(), batch.getDataType(), read);
    assertThat(read).startsWith(values).endsWith(1.5, 2, 3, 4, 5);
  }

  @Test
  void valuesAreRoundedToFloat32ByDefault() {
    try (IteratePublisher publisher = open()) {
      publisher.publish(0, new float[] {0.1f, Float.NaN, Float.MIN_VALUE});
      publisher.publish(1, new double[] {0.1, Double.NaN, 1e300});
    }

    double[] read = new double[6];
    IterateValues.decode(batches().get(0).getValues(), DataType.DATA_TYPE_FLOAT32, read);
    assertThat(read)
        .containsExactly(
            0.1f, Double.NaN, Float.MIN_VALUE, 0.1f, Double.NaN, Double.POSITIVE_INFINITY);
  }

  @Test
  void aChainIsKeyedByItsShardAndOnlyTheFirstAnnouncesTheRun() {
    try (IteratePublisher publisher = builder().chain(1, 3).open(kafka)) {
      publisher.publish(0, vector(0));
    }
    assertThat(kafka.keys()).containsOnly("run/parameters/1");
    IterateBatch batch = batches().get(0);
    assertThat(batch.getShard()).isEqualTo(1);
    assertThat(batch.getShardCount()).isEqualTo(3);
    assertThat(batch.getShardKind()).isEqualTo(ShardKind.SHARD_KIND_CHAINS);
  }

  @Test
  void aSliceSaysWhereItLies() {
    try (IteratePublisher publisher = builder().slice(0, 2, 0, 6).open(kafka)) {
      publisher.publish(0, vector(0));
    }
    assertThat(kafka.keys()).contains("run", "run/parameters/0");
    IterateBatch batch = batches().get(0);
    assertThat(batch.getShardKind()).isEqualTo(ShardKind.SHARD_KIND_COORDINATES);
    assertThat(batch.getFullDimension()).isEqualTo(6);
    assertThatThrownBy(() -> builder().slice(1, 2, 6, 6))
        .hasMessage("offset must be below fullDimension = 6: was 6");
    assertThatThrownBy(() -> builder().chain(3, 3)).hasMessage("index must be in [0, 3): was 3");
  }

  @Test
  void headersAreThoseOfTheRun() {
    try (IteratePublisher publisher = builder().run("a/b").attempt(3).series("w 1").open(kafka)) {
      publisher.publish(7, vector(7), 0.25);
    }

    IterateBatch batch = kafka.batchesOf("w 1").get(0);
    assertThat(batch.getRun()).isEqualTo("a/b");
    assertThat(batch.getAttempt()).isEqualTo(3);
    assertThat(batch.getFirstStep()).isEqualTo(7);
    assertThat(batch.getDimension()).isEqualTo(3);
    assertThat(batch.getLearningRate()).isEqualTo(0.25);
    assertThat(batch.getTakenAtMillis()).isPositive();
    assertThat(kafka.records("tailwatch.iterates.v1"))
        .allSatisfy(
            record ->
                assertThat(new String(record.key(), StandardCharsets.UTF_8))
                    .isEqualTo("a%2Fb/w%201"));
    assertThat(kafka.records("tailwatch.runs.v1"))
        .allSatisfy(
            record ->
                assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo("a%2Fb"));
  }

  @Test
  void batchIsCutWhereAPaneEnds() {
    try (IteratePublisher publisher = open()) {
      publisher.describe(panesOf(10));
      for (int step = 0; step < 25; step++) {
        publisher.publish(step, vector(step));
      }
    }

    assertThat(batches())
        .extracting(IterateBatch::getFirstStep, IterateBatch::getSteps)
        .containsExactly(tuple(0L, 10), tuple(10L, 10), tuple(20L, 5));
  }

  @Test
  void paneIs3125StepsUnlessDescribed() {
    try (IteratePublisher publisher = open()) {
      for (int step = 3000; step < 3200; step++) {
        publisher.publish(step, vector(step));
      }
    }

    assertThat(batches())
        .extracting(IterateBatch::getFirstStep, IterateBatch::getSteps)
        .containsExactly(tuple(3000L, 125), tuple(3125L, 75));
  }

  @Test
  void batchIsCutWhereTheLearningRateChanges() {
    try (IteratePublisher publisher = open()) {
      publisher.publish(0, vector(0), 0.5);
      publisher.publish(1, vector(1), 0.5);
      publisher.publish(2, vector(2), 0.25);
    }

    assertThat(batches())
        .extracting(IterateBatch::getSteps, IterateBatch::getLearningRate)
        .containsExactly(tuple(2, 0.5), tuple(1, 0.25));
  }

  @Test
  void batchIsCutWhereStepsSkipRepeatOrGoBack() {
    try (IteratePublisher publisher = open()) {
      for (long step : new long[] {0, 1, 3, 4, 4, 2}) {
        publisher.publish(step, vector(step));
      }
    }

    assertThat(batches())
        .extracting(IterateBatch::getFirstStep, IterateBatch::getSteps)
        .containsExactly(tuple(0L, 2), tuple(3L, 2), tuple(4L, 1), tuple(2L, 1));
  }

  @Test
  void everyNthStepIsConsecutiveUnderItsStride() {
    try (IteratePublisher publisher = builder().stepStride(10).open(kafka)) {
      publisher.describe(panesOf(100));
      for (int step = 50; step < 130; step += 10) {
        publisher.publish(step, vector(step));
      }
    }

    assertThat(batches())
        .extracting(IterateBatch::getFirstStep, IterateBatch::getSteps, IterateBatch::getStepStride)
        .containsExactly(tuple(50L, 5, 10), tuple(100L, 3, 10));
  }

  @Test
  void fullBatchIsSentAtOnce() {
    try (IteratePublisher publisher = builder().batchBytes(1024).open(kafka)) {
      double[] vector = new double[8];
      for (int step = 0; step < 32; step++) {
        publisher.publish(step, vector);
      }

      await().atMost(Duration.ofSeconds(10)).until(() -> batches().size() == 1);
      assertThat(batches().get(0).getValues().size()).isEqualTo(1024);
    }
  }

  @Test
  void vectorLargerThanABatchTravelsAlone() {
    try (IteratePublisher publisher = builder().batchBytes(1024).open(kafka)) {
      publisher.publish(0, new double[10_000]);
      publisher.publish(1, new double[10_000]);
    }

    assertThat(batches()).extracting(IterateBatch::getSteps).containsExactly(1, 1);
  }

  @Test
  void halfFullBatchIsSentAfterTheLinger() {
    try (IteratePublisher publisher = builder().linger(Duration.ofMillis(20)).open(kafka)) {
      publisher.publish(0, vector(0));

      await().atMost(Duration.ofSeconds(10)).until(() -> batches().size() == 1);
    }
  }

  @Test
  void descriptorTravelsInTheFirstBatchOfEveryPaneAndAfterEveryChange() {
    SeriesDescriptor first = panesOf(10);
    SeriesDescriptor second =
        first.toBuilder().setOptimizer(Optimizer.newBuilder().setRidge(0.5)).build();
    try (IteratePublisher publisher = open()) {
      publisher.describe(first);
      publisher.publish(0, vector(0), 0.1);
      publisher.publish(1, vector(1), 0.2);
      publisher.describe(first);
      publisher.publish(2, vector(2), 0.2);
      publisher.describe(second);
      publisher.publish(3, vector(3), 0.2);
      publisher.publish(4, vector(4), 0.1);
      publisher.publish(10, vector(10), 0.1);
    }

    assertThat(batches())
        .extracting(IterateBatch::getFirstStep, IterateBatch::hasSeriesDescriptor)
        .containsExactly(
            tuple(0L, true), tuple(1L, false), tuple(3L, true), tuple(4L, false), tuple(10L, true));
    assertThat(batches().get(0).getSeriesDescriptor()).isEqualTo(first);
    assertThat(batches().get(2).getSeriesDescriptor()).isEqualTo(second);
    assertThat(batches().get(4).getSeriesDescriptor()).isEqualTo(second);
  }

  @Test
  void descriptorIsSentAgainAfterABatchWasLost() {
    kafka.loss =
        record ->
            record.topic().equals("tailwatch.iterates.v1") && kafka.batches().isEmpty()
                ? lostOnce()
                : null;
    try (IteratePublisher publisher = open()) {
      publisher.describe(panesOf(1000));
      publisher.publish(0, vector(0), 0.1);
      publisher.publish(1, vector(1), 0.2);
    }

    assertThat(batches()).hasSize(1);
    assertThat(batches().get(0).getFirstStep()).isEqualTo(1);
    assertThat(batches().get(0).hasSeriesDescriptor()).isTrue();
  }

  private Exception lostOnce() {
    kafka.loss = record -> null;
    return new RecordTooLargeException("too large");
  }

  @Test
  void learningRateOfTheDescriptorStandsInForAnUnstatedOne() {
    try (IteratePublisher publisher = open()) {
      publisher.describe(
          SeriesDescriptor.newBuilder()
              .setOptimizer(Optimizer.newBuilder().setLearningRate(0.125))
              .build());
      publisher.publish(0, vector(0));
    }

    assertThat(batches().get(0).getLearningRate()).isEqualTo(0.125);
  }

  @Test
  void seriesOfARunAreApart() {
    try (IteratePublisher publisher = open()) {
      SeriesPublisher layer = publisher.series("layer/1");
      assertThat(publisher.series("layer/1")).isSameAs(layer);
      publisher.publish(0, vector(0));
      layer.publish(0, new float[] {1, 2});
      publisher.publish(1, vector(1));
      layer.publish(1, new float[] {3, 4});
    }

    assertThat(kafka.batchesOf("parameters")).extracting(IterateBatch::getSteps).containsExactly(2);
    assertThat(kafka.batchesOf("layer/1"))
        .extracting(IterateBatch::getSteps, IterateBatch::getDimension)
        .containsExactly(tuple(2, 2));
    assertThat(kafka.runs().get(kafka.runs().size() - 1).getSeriesList())
        .containsExactly("parameters", "layer/1");
  }

  @Test
  void endOfSeriesFollowsTheLastVector() {
    try (IteratePublisher publisher = open()) {
      publisher.publish(5, vector(5), 0.5);
      publisher.publish(6, vector(6), 0.5);
    }

    IterateBatch end = kafka.batches().get(1);
    assertThat(end.getEndOfSeries()).isTrue();
    assertThat(end.getFirstStep()).isEqualTo(7);
    assertThat(end.getSteps()).isZero();
    assertThat(end.getDimension()).isEqualTo(3);
    assertThat(kafka.batches()).hasSize(2);
  }

  @Test
  void runIsAnnouncedAtStartAndEnd() {
    try (IteratePublisher publisher =
        builder()
            .model("ridge")
            .dataSet("concrete")
            .optimizer("SGD")
            .tag("seed", "1")
            .open(kafka)) {
      publisher.publish(0, vector(0));
      await().atMost(Duration.ofSeconds(10)).until(() -> !kafka.runs().isEmpty());
    }

    assertThat(kafka.runs())
        .extracting(run -> run.getState())
        .containsExactly(RunState.RUN_STATE_RUNNING, RunState.RUN_STATE_FINISHED);
    assertThat(kafka.runs())
        .allSatisfy(
            run -> {
              assertThat(run.getModel()).isEqualTo("ridge");
              assertThat(run.getDataSet()).isEqualTo("concrete");
              assertThat(run.getOptimizer()).isEqualTo("SGD");
              assertThat(run.getTagsMap()).containsEntry("seed", "1");
              assertThat(run.getAttempt()).isEqualTo(1);
              assertThat(run.getStartedAtMillis()).isPositive();
            });
    assertThat(kafka.runs().get(0).getEndedAtMillis()).isZero();
    assertThat(kafka.runs().get(1).getEndedAtMillis()).isPositive();
  }

  @Test
  void failedRunIsAnnouncedAsFailed() {
    try (IteratePublisher publisher = open()) {
      publisher.publish(0, vector(0));
      publisher.failed();
    }

    assertThat(kafka.runs().get(kafka.runs().size() - 1).getState())
        .isEqualTo(RunState.RUN_STATE_FAILED);
  }

  @Test
  void descriptorThatBreaksARuleIsNotTaken() {
    SeriesDescriptor good = panesOf(10);
    IteratePublisher publisher = open();
    try (publisher) {
      publisher.describe(good);
      publisher.describe(panesOf(-1));
      publisher.describe(null);
      publisher.publish(0, vector(0));
    }

    assertThat(batches().get(0).getSeriesDescriptor()).isEqualTo(good);
    assertThat(publisher.stats().lastError()).contains("descriptor of parameters refused");
  }

  @Test
  void descriptorOfAnotherDimensionIsLeftOutSoThatVectorsArriveAllTheSame() {
    SeriesDescriptor twoDimensional =
        SeriesDescriptor.newBuilder()
            .addDirections(Direction.newBuilder().addComponents(1).addComponents(0))
            .build();
    IteratePublisher publisher = open();
    try (publisher) {
      publisher.describe(twoDimensional);
      publisher.publish(0, vector(0));
    }

    assertThat(batches().get(0).hasSeriesDescriptor()).isFalse();
    assertThat(publisher.stats().lastError())
        .isEqualTo(
            "descriptor left out: direction must have as many entries as dimension = 3: had 2");
  }
}
