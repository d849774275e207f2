// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.letters;

import com.google.protobuf.ByteString;
import io.tailwatch.events.v1.DataType;
import io.tailwatch.events.v1.Direction;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.events.v1.WindowSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/** Batches of a training in which {@code identity} is watched. A function of their arguments. */
final class Batches {

  static final int PANE_STEPS = 100;

  private Batches() {}

  /** Steps {@code [first, first + steps)} without a descriptor. */
  static IterateBatch.Builder of(String run, long first, int steps, int dimension) {
    return IterateBatch.newBuilder()
        .setRun(run)
        .setSeries("layer/0")
        .setFirstStep(first)
        .setSteps(steps)
        .setDimension(dimension)
        .setDataType(DataType.DATA_TYPE_FLOAT64)
        .setValues(values(first, steps * dimension))
        .setLearningRate(0.1);
  }

  /** The same with a descriptor whose direction is as long as the vectors. */
  static IterateBatch.Builder described(String run, long first, int steps, int dimension) {
    return of(run, first, steps, dimension).setSeriesDescriptor(descriptor(dimension));
  }

  static SeriesDescriptor.Builder descriptor(int dimension) {
    var direction = Direction.newBuilder();
    for (int i = 0; i < dimension; i++) {
      direction.addComponents(i == 0 ? 1 : 0);
    }
    return SeriesDescriptor.newBuilder()
        .addObservables(Observable.OBSERVABLE_IDENTITY)
        .setWindow(WindowSpec.newBuilder().setPaneSteps(PANE_STEPS).setPanes(8))
        .addDirections(direction);
  }

  private static ByteString values(long seed, int count) {
    Random random = new Random(seed);
    var bytes = ByteBuffer.allocate(count * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      bytes.putDouble(random.nextGaussian() / Math.sqrt(random.nextDouble()));
    }
    return ByteString.copyFrom(bytes.array());
  }
}
