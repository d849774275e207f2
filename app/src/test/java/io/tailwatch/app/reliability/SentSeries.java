// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import com.google.protobuf.ByteString;
import io.tailwatch.events.IterateBatches;
import io.tailwatch.events.v1.DataType;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.events.v1.WindowSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A plain series: one number a step, Student t with three degrees of freedom, as it is. */
final class SentSeries {
  static final int PANE_STEPS = 1_000;
  static final int PANES = 8;

  private final String run;
  private final String series;
  private final int paneSteps;
  private final Random random;
  private long step;

  SentSeries(String run, String series) {
    this(run, series, PANE_STEPS);
  }

  SentSeries(String run, String series, int paneSteps) {
    this.run = run;
    this.series = series;
    this.paneSteps = paneSteps;
    this.random = new Random(run.hashCode() * 31L + series.hashCode());
  }

  String run() {
    return run;
  }

  /** The last step that was sent. */
  long lastStep() {
    return step - 1;
  }

  /** Where the API has its estimate. */
  String path() {
    return "/api/v1/runs/%s/series/%s/identity"
        .formatted(run.replace(" ", "%20"), series.replace("/", "%2F"));
  }

  /** Sends batches of {@value #PANE_STEPS} steps. */
  void send(KafkaProducer<String, byte[]> producer, String topic, int batches) {
    for (int i = 0; i < batches; i++) {
      IterateBatch batch = batch();
      producer.send(
          new ProducerRecord<>(topic, IterateBatches.key(batch).encode(), batch.toByteArray()));
    }
  }

  private IterateBatch batch() {
    var values = ByteBuffer.allocate(PANE_STEPS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < PANE_STEPS; i++) {
      double chi = 0;
      for (int j = 0; j < 3; j++) {
        double z = random.nextGaussian();
        chi += z * z;
      }
      values.putFloat((float) (random.nextGaussian() / Math.sqrt(chi / 3)));
    }
    var batch =
        IterateBatch.newBuilder()
            .setRun(run)
            .setAttempt(1)
            .setSeries(series)
            .setFirstStep(step)
            .setSteps(PANE_STEPS)
            .setDimension(1)
            .setDataType(DataType.DATA_TYPE_FLOAT32)
            .setValues(ByteString.copyFrom(values.array()))
            .setLearningRate(0.1)
            .setTakenAtMillis(System.currentTimeMillis())
            .setSeriesDescriptor(
                SeriesDescriptor.newBuilder()
                    .addObservables(Observable.OBSERVABLE_IDENTITY)
                    .setWindow(WindowSpec.newBuilder().setPaneSteps(paneSteps).setPanes(PANES)));
    step += PANE_STEPS;
    return batch.build();
  }
}
