// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import com.google.protobuf.ByteString;
import io.tailwatch.events.IterateValues;
import io.tailwatch.events.v1.DataType;
import io.tailwatch.events.v1.Direction;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.KestenIndex;
import io.tailwatch.events.v1.KestenStatus;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.ObservableSketch;
import io.tailwatch.events.v1.Optimizer;
import io.tailwatch.events.v1.OptimizerKind;
import io.tailwatch.events.v1.PaneSketch;
import io.tailwatch.events.v1.Problem;
import io.tailwatch.events.v1.Quantity;
import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.events.v1.WindowSpec;
import io.tailwatch.tails.sketch.PackedSketch;
import io.tailwatch.tails.sketch.SketchLayout;
import java.util.List;
import java.util.Random;

/**
 * Good batches of all sorts, each of which ends its series, so that it gives an estimate. A
 * function of the random numbers.
 */
final class FuzzBatches {
  private static final Quantity[] QUANTITIES = {
    Quantity.QUANTITY_ITERATES,
    Quantity.QUANTITY_GRADIENTS,
    Quantity.QUANTITY_GRADIENT_NOISE,
    Quantity.QUANTITY_UPDATES
  };
  private static final DataType[] TYPES = {
    DataType.DATA_TYPE_FLOAT32,
    DataType.DATA_TYPE_FLOAT64,
    DataType.DATA_TYPE_BFLOAT16,
    DataType.DATA_TYPE_FLOAT16
  };

  private final Random random;
  private final List<String> series;
  private final int attempt;

  /**
   * Batches of any of these series.
   *
   * @param attempt the least; a batch of an earlier attempt than one before is late, not bad
   */
  FuzzBatches(Random random, List<String> series, int attempt) {
    this.random = random;
    this.series = series;
    this.attempt = attempt;
  }

  /** Any good batch. */
  IterateBatch.Builder any(String run) {
    return random.nextInt(6) == 0 ? sketched(run) : values(run);
  }

  /** A good batch of vectors. */
  IterateBatch.Builder values(String run) {
    int dimension = 1 + random.nextInt(6);
    int steps = 1 + random.nextInt(40);
    DataType type = pick(TYPES);
    var batch =
        common(run)
            .setQuantity(pick(QUANTITIES))
            .setFirstStep(random.nextBoolean() ? 0 : random.nextInt(1_000_000))
            .setStepStride(random.nextInt(4))
            .setSteps(steps)
            .setDimension(dimension)
            .setDataType(type)
            .setValues(vectors(steps * dimension, type));
    if (random.nextInt(5) > 0) {
      batch.setSeriesDescriptor(descriptor(batch));
    }
    return batch;
  }

  /** A good batch with a pane that was sketched at its source. */
  IterateBatch.Builder sketched(String run) {
    int paneSteps = 50 + random.nextInt(100);
    long pane = random.nextInt(50);
    var sketch = new PackedSketch(SketchLayout.UNSIGNED);
    for (int i = 0; i < paneSteps; i++) {
      sketch.update(random.nextGaussian() / (0.01 + random.nextDouble()));
    }
    return common(run)
        .setQuantity(Quantity.QUANTITY_GRADIENTS)
        .setSeriesDescriptor(
            SeriesDescriptor.newBuilder()
                .addObservables(Observable.OBSERVABLE_NORM)
                .setWindow(WindowSpec.newBuilder().setPaneSteps(paneSteps).setPanes(4)))
        .setSketch(
            PaneSketch.newBuilder()
                .setPane(pane)
                .setFirstStep(pane * paneSteps)
                .setLastStep((pane + 1) * paneSteps - 1)
                .setSteps(paneSteps)
                .addObservables(
                    ObservableSketch.newBuilder()
                        .setObservable(Observable.OBSERVABLE_NORM)
                        .setSketch(ByteString.copyFrom(sketch.snapshot().toBytes()))));
  }

  private IterateBatch.Builder common(String run) {
    return IterateBatch.newBuilder()
        .setRun(run)
        .setAttempt(attempt + random.nextInt(4))
        .setSeries(series.get(random.nextInt(series.size())))
        .setLearningRate(random.nextInt(3) == 0 ? 0 : random.nextDouble())
        .setTakenAtMillis(1_700_000_000_000L)
        .setEndOfSeries(true);
  }

  private ByteString vectors(int count, DataType type) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextGaussian() / (0.01 + random.nextDouble());
    }
    return encoded(values, type);
  }

  static ByteString encoded(double[] values, DataType type) {
    byte[] bytes = new byte[values.length * IterateValues.bytesPerValue(type)];
    IterateValues.encode(values, type, bytes, 0);
    return ByteString.copyFrom(bytes);
  }

  private SeriesDescriptor.Builder descriptor(IterateBatch.Builder batch) {
    int dimension = batch.getDimension();
    var descriptor =
        SeriesDescriptor.newBuilder()
            .setWindow(
                WindowSpec.newBuilder()
                    .setPaneSteps(20 + random.nextInt(200))
                    .setPanes(random.nextInt(10)))
            .setOptimizer(
                Optimizer.newBuilder()
                    .setKind(OptimizerKind.forNumber(random.nextInt(5)))
                    .setLearningRate(random.nextDouble())
                    .setMomentum(random.nextInt(4) == 0 ? 0.9 : 0)
                    .setBatchSize(random.nextInt(64))
                    .setRidge(random.nextDouble()));
    boolean differences =
        batch.getQuantity() == Quantity.QUANTITY_ITERATES
            || batch.getQuantity() == Quantity.QUANTITY_UPDATES;
    if (random.nextBoolean()) {
      descriptor.addObservables(Observable.OBSERVABLE_NORM);
    }
    if (random.nextBoolean()) {
      descriptor.addObservables(Observable.OBSERVABLE_IDENTITY);
    }
    if (random.nextInt(4) == 0) {
      descriptor.addObservables(Observable.OBSERVABLE_COORDINATES);
    }
    if (differences && random.nextInt(3) == 0) {
      descriptor.addObservables(Observable.OBSERVABLE_UPDATE_NORM);
    }
    if (random.nextInt(3) == 0) {
      descriptor
          .addObservables(Observable.OBSERVABLE_PROJECTION)
          .addDirections(direction(dimension));
      for (int i = 0; i < dimension; i++) {
        descriptor.addCentre(random.nextGaussian());
      }
    }
    if (random.nextBoolean()) {
      descriptor.setProblem(problem(dimension));
    }
    return descriptor;
  }

  private Direction direction(int dimension) {
    var direction = Direction.newBuilder();
    for (int i = 0; i < dimension; i++) {
      direction.addComponents(1 + random.nextDouble());
    }
    return direction.build();
  }

  private Problem problem(int dimension) {
    var problem = Problem.newBuilder().setRows(random.nextInt(1000)).setDimension(dimension);
    double eigenvalue = 1 + random.nextDouble();
    for (int i = 0; i < dimension; i++) {
      problem.addEigenvalues(eigenvalue);
      eigenvalue *= random.nextDouble();
    }
    if (random.nextBoolean()) {
      problem.setKesten(
          KestenIndex.newBuilder()
              .setIndex(1 + 5 * random.nextDouble())
              .setStandardError(random.nextDouble())
              .setStatus(KestenStatus.forNumber(random.nextInt(7)))
              .setLearningRate(random.nextDouble()));
    }
    return problem.build();
  }

  private <T> T pick(T[] from) {
    return from[random.nextInt(from.length)];
  }
}
