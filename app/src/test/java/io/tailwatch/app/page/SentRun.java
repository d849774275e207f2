// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.page;

import com.google.protobuf.ByteString;
import io.tailwatch.events.IterateBatches;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.Topics;
import io.tailwatch.events.v1.DataType;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.Quantity;
import io.tailwatch.events.v1.RunDescriptor;
import io.tailwatch.events.v1.RunState;
import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.events.v1.WindowSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A run of one series that sends what a test wants, when it wants it: Student t of any index, one
 * number a step, as it is. A pane is a record. Not thread-safe.
 */
final class SentRun {
  static final int PANE_STEPS = 1_000;

  /** 8,000 samples a window: 160 exceedances at 2 %, where 100 are needed. */
  static final int PANES = 8;

  private final String run;
  private final String series;
  private final KafkaProducer<String, byte[]> producer;
  private final Random random;
  private double learningRate = 0.1;
  private long step;

  SentRun(String run, String series, KafkaProducer<String, byte[]> producer) {
    this.run = run;
    this.series = series;
    this.producer = producer;
    this.random = new Random(run.hashCode() * 31L + series.hashCode());
  }

  String run() {
    return run;
  }

  String series() {
    return series;
  }

  /** The last step that was sent. */
  long lastStep() {
    return step - 1;
  }

  /** Where the API has its estimate. */
  String path() {
    String[] encoded = SeriesKey.of(run, series).encode().split("/", 2);
    return "/api/v1/runs/%s/series/%s/identity".formatted(encoded[0], encoded[1]);
  }

  /** Enters it in the directory of runs. */
  SentRun announce(RunState state) {
    var entry =
        RunDescriptor.newBuilder()
            .setRun(run)
            .setAttempt(1)
            .setState(state)
            .setModel("some model")
            .setDataSet("none")
            .setOptimizer("SGD")
            .addSeries(series)
            .setStartedAtMillis(System.currentTimeMillis())
            .setUpdatedAtMillis(System.currentTimeMillis());
    producer.send(
        new ProducerRecord<>(
            Topics.defaults().runs(), SeriesKey.encodeRun(run), entry.build().toByteArray()));
    return this;
  }

  /** From the next pane on. */
  SentRun learningRate(double rate) {
    learningRate = rate;
    return this;
  }

  /** Sends panes of so heavy a tail. */
  SentRun panes(int count, int index) {
    for (int i = 0; i < count; i++) {
      IterateBatch batch = pane(index);
      producer.send(
          new ProducerRecord<>(
              Topics.defaults().iterates(),
              IterateBatches.key(batch).encode(),
              batch.toByteArray()));
    }
    producer.flush();
    return this;
  }

  private IterateBatch pane(int index) {
    var values = ByteBuffer.allocate(PANE_STEPS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < PANE_STEPS; i++) {
      values.putFloat((float) studentT(index));
    }
    var batch =
        IterateBatch.newBuilder()
            .setRun(run)
            .setAttempt(1)
            .setSeries(series)
            .setQuantity(Quantity.QUANTITY_GRADIENTS)
            .setFirstStep(step)
            .setSteps(PANE_STEPS)
            .setDimension(1)
            .setDataType(DataType.DATA_TYPE_FLOAT32)
            .setValues(ByteString.copyFrom(values.array()))
            .setLearningRate(learningRate)
            .setTakenAtMillis(System.currentTimeMillis())
            .setSeriesDescriptor(
                SeriesDescriptor.newBuilder()
                    .addObservables(Observable.OBSERVABLE_IDENTITY)
                    .setWindow(WindowSpec.newBuilder().setPaneSteps(PANE_STEPS).setPanes(PANES)));
    step += PANE_STEPS;
    return batch.build();
  }

  private double studentT(int index) {
    double chi = 0;
    for (int i = 0; i < index; i++) {
      double z = random.nextGaussian();
      chi += z * z;
    }
    return random.nextGaussian() / Math.sqrt(chi / index);
  }
}
