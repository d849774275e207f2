// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import static io.tailwatch.app.reliability.FuzzRecord.Expected.COUNTED;

import com.google.protobuf.ByteString;
import io.tailwatch.events.v1.DataType;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.Quantity;
import io.tailwatch.events.v1.SeriesDescriptor;
import java.util.List;
import java.util.Random;

/**
 * A series in which everything goes wrong that may: steps come again, go back and jump, dimensions,
 * windows and rates change in the middle, attempts come out of order, it ends again and again, and
 * bad records come between. Each vector of its good records gives one sample or is late, so that
 * the numbers must add up. A function of the random numbers.
 */
final class FuzzSeries {
  private static final int[] PANE_STEPS = {1, 2, 10, 50, 200, 100_000_000};
  private static final int[] PANES = {1, 2, 8, 1024};

  /** Beyond all that are good. */
  static final int LATER_ATTEMPT = 1_000_000;

  private final String run;
  private final String series;
  private final Random random;
  private final FuzzJson json;
  private final FuzzBad bad;
  private int attempt = 1;
  private int dimension = 2;
  private int stride = 1;
  private long step;
  private double rate = 0.1;
  private SeriesDescriptor descriptor;
  private IterateBatch last;
  private long vectors;

  FuzzSeries(String run, String series, Random random) {
    this.run = run;
    this.series = series;
    this.random = random;
    this.json = new FuzzJson(random);
    this.bad = new FuzzBad(random, List.of(series), LATER_ATTEMPT);
    this.descriptor = descriptor();
  }

  String run() {
    return run;
  }

  String series() {
    return series;
  }

  /** Vectors of the good records so far. */
  long vectors() {
    return vectors;
  }

  FuzzRecord next() {
    if (random.nextInt(4) == 0) {
      return bad.any(run).amongOthers();
    }
    IterateBatch batch = last != null && random.nextInt(20) == 0 ? last : batch();
    last = batch;
    vectors += batch.getSteps();
    FuzzRecord record =
        random.nextInt(3) == 0
            ? FuzzRecord.json("in a series", COUNTED, batch, json.write(batch))
            : FuzzRecord.of("in a series", COUNTED, batch);
    return record.amongOthers();
  }

  private IterateBatch batch() {
    boolean describe = false;
    int sent = attempt;
    switch (random.nextInt(24)) {
      case 0 -> step = Math.max(0, step - random.nextInt(500));
      case 1 -> step += random.nextInt(1000);
      case 2 -> step += 1L << random.nextInt(30);
      case 3 -> {
        attempt += 1 + random.nextInt(3);
        sent = attempt;
        step = random.nextInt(100);
      }
      case 4 -> sent = Math.max(1, attempt - 1 - random.nextInt(3));
      case 5 -> dimension = 1 + random.nextInt(5);
      case 6 -> stride = 1 + random.nextInt(3);
      case 7, 8 -> {
        descriptor = descriptor();
        describe = true;
      }
      case 9 -> rate *= List.of(0.5, 1.1, 2.0, 1e-200, 1e200).get(random.nextInt(5));
      default -> {}
    }
    if (rate > 1e100 || rate < 1e-100) {
      rate = 0.1;
    }
    // A stride is good within the window of a descriptor, and one that came with late steps is
    // none.
    describe |= stride > 1 || random.nextInt(10) == 0;
    int steps = random.nextInt(30) == 0 ? 0 : 1 + random.nextInt(60);
    var batch =
        IterateBatch.newBuilder()
            .setRun(run)
            .setSeries(series)
            .setQuantity(Quantity.QUANTITY_GRADIENTS)
            .setAttempt(sent)
            .setFirstStep(step)
            .setStepStride(Math.min(stride, descriptor.getWindow().getPaneSteps()))
            .setSteps(steps)
            .setDimension(dimension)
            .setLearningRate(rate)
            .setEndOfSeries(steps == 0 || random.nextInt(30) == 0)
            .setValues(values(steps * dimension));
    if (describe) {
      batch.setSeriesDescriptor(descriptor);
    }
    step += (long) steps * batch.getStepStride();
    return batch.build();
  }

  private SeriesDescriptor descriptor() {
    var made = SeriesDescriptor.newBuilder().addObservables(Observable.OBSERVABLE_NORM);
    made.getWindowBuilder()
        .setPaneSteps(PANE_STEPS[random.nextInt(PANE_STEPS.length)])
        .setPanes(PANES[random.nextInt(PANES.length)]);
    return made.build();
  }

  private ByteString values(int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextInt(500) == 0 ? Double.NaN : random.nextGaussian();
    }
    return FuzzBatches.encoded(values, DataType.DATA_TYPE_FLOAT32);
  }
}
