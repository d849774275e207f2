// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tailwatch.events.IterateValues;
import io.tailwatch.events.v1.DataType;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.Quantity;
import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.events.v1.ShardKind;
import io.tailwatch.events.v1.WindowSpec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Series that are not published as their publisher's others. */
class SeriesOptionsTest {
  private final FakeKafka kafka = new FakeKafka();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  private IteratePublisher open() {
    return IteratePublisher.builder("unused:9092")
        .run("run")
        .linger(Duration.ofMinutes(1))
        .meterRegistry(registry)
        .open(kafka);
  }

  @Test
  void quantityAndTypeAreThoseOfTheSeries() {
    try (IteratePublisher publisher = open()) {
      publisher
          .series(
              "layer",
              publisher
                  .seriesOptions()
                  .withQuantity(Quantity.QUANTITY_UPDATES)
                  .withDataType(DataType.DATA_TYPE_FLOAT64))
          .publish(0, new double[] {Math.PI});
      publisher.publish(0, new double[] {1});
    }
    IterateBatch layer = kafka.batchesOf("layer").get(0);
    assertThat(layer.getQuantity()).isEqualTo(Quantity.QUANTITY_UPDATES);
    double[] values = new double[1];
    IterateValues.decode(layer.getValues(), layer.getDataType(), values);
    assertThat(values).containsExactly(Math.PI);
    IterateBatch main = kafka.batchesOf("parameters").get(0);
    assertThat(main.getQuantity()).isEqualTo(Quantity.QUANTITY_ITERATES);
    assertThat(main.getDataType()).isEqualTo(DataType.DATA_TYPE_FLOAT32);
  }

  @Test
  void aSubsampleIsOfWholeVectorsAndSaysWhereItComesFrom() {
    Subsample choice = Subsample.of(100, 8, 42);
    double[] whole = new double[100];
    for (int i = 0; i < whole.length; i++) {
      whole[i] = i;
    }
    try (IteratePublisher publisher = open()) {
      SeriesPublisher layer =
          publisher.series("layer", publisher.seriesOptions().withSubsample(choice));
      assertThat(layer.publish(0, whole)).isTrue();
      // Of the right length on the wire, and yet not what the choice is made from.
      assertThat(layer.publish(1, new double[8])).isFalse();
      assertThat(publisher.stats().lastError())
          .isEqualTo("vector of layer must have 100 values: had 8");
    }
    IterateBatch batch = kafka.batchesOf("layer").get(0);
    double[] values = new double[8];
    IterateValues.decode(batch.getValues(), batch.getDataType(), values);
    assertThat(values).containsExactly(2, 21, 32, 47, 50, 69, 81, 97);
    assertThat(batch.getDimension()).isEqualTo(8);
    assertThat(batch.getFullDimension()).isEqualTo(100);
    assertThat(batch.getSubsampleSeed()).isEqualTo(42);
  }

  @Test
  void chainsOfOneSeriesShareAPublisherItsCountsAndItsName() {
    try (IteratePublisher publisher = open()) {
      for (int chain = 0; chain < 3; chain++) {
        publisher
            .series("x", publisher.seriesOptions().withChain(chain, 3))
            .publish(0, new double[] {chain});
      }
    }
    assertThat(kafka.batchesOf("x"))
        .hasSizeGreaterThanOrEqualTo(3)
        .allMatch(b -> b.getShardCount() == 3)
        .allMatch(b -> b.getShardKind() == ShardKind.SHARD_KIND_CHAINS);
    assertThat(kafka.keys()).contains("run/x/0", "run/x/1", "run/x/2", "run");
    assertThat(kafka.runs().get(kafka.runs().size() - 1).getSeriesList())
        .containsExactly("parameters", "x");
  }

  @Test
  void aSeriesKeepsItsOptions() {
    try (IteratePublisher publisher = open()) {
      SeriesOptions own = publisher.seriesOptions().withQuantity(Quantity.QUANTITY_GRADIENTS);
      SeriesPublisher series = publisher.series("layer", own);
      assertThat(publisher.series("layer", own)).isSameAs(series);
      assertThatThrownBy(() -> publisher.series("layer"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("series layer is published as QUANTITY_GRADIENTS")
          .hasMessageContaining("asked for QUANTITY_ITERATES");
    }
  }

  @Test
  void whatCannotBeSketchedAtTheSourceIsDroppedWithTheReason() {
    try (IteratePublisher publisher = open()) {
      SeriesPublisher series =
          publisher.series("edge", publisher.seriesOptions().sketchedAtSource());
      series.describe(
          SeriesDescriptor.newBuilder().addObservables(Observable.OBSERVABLE_NORM).build());
      assertThat(series.publish(0, new double[] {1, 2})).isFalse();
      assertThat(publisher.stats().lastError())
          .isEqualTo(
              "edge cannot be sketched at its source: OBSERVABLE_NORM of iterates needs a centre of"
                  + " 2 coordinates: had 0");
      assertThat(publisher.stats().droppedSteps()).isEqualTo(1);
      // A descriptor that can be followed mends it.
      series.describe(
          SeriesDescriptor.newBuilder()
              .addObservables(Observable.OBSERVABLE_NORM)
              .addAllCentre(List.of(0.0, 0.0))
              .setWindow(WindowSpec.newBuilder().setPaneSteps(2))
              .build());
      assertThat(series.publish(1, new double[] {3, 4})).isTrue();
      assertThat(series.publish(2, new double[] {3, 4})).isTrue();
    }
    List<IterateBatch> sketched = kafka.batches().stream().filter(IterateBatch::hasSketch).toList();
    assertThat(sketched).hasSize(2);
    assertThat(sketched.get(0).getSketch().getLastStep()).isEqualTo(1);
    assertThat(sketched.get(0).getEndOfSeries()).isFalse();
    assertThat(sketched.get(1).getSketch().getFirstStep()).isEqualTo(2);
    assertThat(sketched.get(1).getEndOfSeries()).isTrue();
    assertThat(sketched).allMatch(IterateBatch::hasSeriesDescriptor);
  }

  @Test
  void aSketchHasTheSameSizeHoweverLongTheVectors() {
    try (IteratePublisher publisher = open()) {
      SeriesPublisher series =
          publisher.series(
              "large",
              publisher.seriesOptions().withQuantity(Quantity.QUANTITY_UPDATES).sketchedAtSource());
      series.describe(
          SeriesDescriptor.newBuilder()
              .setWindow(WindowSpec.newBuilder().setPaneSteps(10))
              .build());
      float[] large = new float[1_000_000];
      for (int step = 0; step < 10; step++) {
        large[step] = step + 1;
        assertThat(series.publish(step, large)).isTrue();
      }
    }
    IterateBatch batch = kafka.batches().get(0);
    assertThat(batch.getSketch().getSteps()).isEqualTo(10);
    assertThat(batch.getDimension()).isEqualTo(1_000_000);
    assertThat(batch.getSerializedSize()).isLessThan(4096);
  }
}
