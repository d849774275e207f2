// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import com.google.protobuf.ByteString;
import io.tailwatch.events.v1.DataType;
import io.tailwatch.events.v1.Direction;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.Optimizer;
import io.tailwatch.events.v1.OptimizerKind;
import io.tailwatch.events.v1.Problem;
import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.events.v1.ShardKind;
import io.tailwatch.events.v1.WindowSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A made-up training with heavy tails in which everything happens that a window must survive:
 * repeated steps, gaps, changes of the learning rate, new attempts, ends and values that are not
 * numbers. Some come in two shards. A function of the seed.
 */
final class FedSeries {
  static final int PANE_STEPS = 200;
  private static final int PANES = 8;
  private static final int DIMENSION = 4;
  private static final List<List<Observable>> OBSERVABLES =
      List.of(
          List.of(Observable.OBSERVABLE_PROJECTION, Observable.OBSERVABLE_NORM),
          List.of(Observable.OBSERVABLE_COORDINATES, Observable.OBSERVABLE_IDENTITY),
          List.of(),
          List.of(Observable.OBSERVABLE_NORM, Observable.OBSERVABLE_UPDATE_NORM),
          List.of(Observable.OBSERVABLE_NORM),
          List.of(Observable.OBSERVABLE_COORDINATES, Observable.OBSERVABLE_IDENTITY));
  private static final List<ShardKind> SHARDS =
      List.of(
          ShardKind.SHARD_KIND_NONE,
          ShardKind.SHARD_KIND_NONE,
          ShardKind.SHARD_KIND_NONE,
          ShardKind.SHARD_KIND_NONE,
          ShardKind.SHARD_KIND_CHAINS,
          ShardKind.SHARD_KIND_COORDINATES);

  private final String run;
  private final String series;
  private final int kind;
  private final int degrees;
  private final Random random;
  private int attempt = 1;
  private long step;
  private double rate = 0.1;
  private boolean describe = true;
  private List<IterateBatch> last = List.of();

  FedSeries(long seed, int number) {
    run = "run " + number / 2;
    series = "layer/" + number % 2;
    kind = number % OBSERVABLES.size();
    // Of one kind the variance is infinite, which raises alerts.
    degrees = kind == 1 ? 1 : 3;
    random = new Random(seed * 31 + number);
  }

  /** The next batch, or one of each shard. */
  List<IterateBatch> next() {
    double event = random.nextDouble();
    if (event < 0.03) {
      return last;
    }
    if (event < 0.05) {
      step += 1 + random.nextInt(60);
    } else if (event < 0.06) {
      rate = rate > 0.1 ? 0.1 : rate * (random.nextBoolean() ? 1.1 : 1.5);
      describe = true;
    } else if (event < 0.063) {
      restart(Math.max(0, step - 300));
    }
    boolean end = event > 0.998;
    last = batches(20 + random.nextInt(41), end);
    if (end) {
      restart(0);
    }
    return last;
  }

  /** The last batch of the attempt, or one of each shard. */
  List<IterateBatch> end() {
    return batches(20, true);
  }

  private void restart(long from) {
    attempt++;
    step = from;
    describe = true;
  }

  private List<IterateBatch> batches(int steps, boolean end) {
    describe |= step / PANE_STEPS != (step + steps - 1) / PANE_STEPS || step % PANE_STEPS == 0;
    List<IterateBatch> batches = new ArrayList<>();
    int shards = SHARDS.get(kind) == ShardKind.SHARD_KIND_NONE ? 1 : 2;
    for (int shard = 0; shard < shards; shard++) {
      batches.add(batch(steps, end, shard, shards));
    }
    describe = false;
    step += steps;
    return batches;
  }

  private IterateBatch batch(int steps, boolean end, int shard, int shards) {
    var batch =
        IterateBatch.newBuilder()
            .setRun(run)
            .setAttempt(attempt)
            .setSeries(series)
            .setFirstStep(step)
            .setSteps(steps)
            .setDimension(DIMENSION)
            .setShard(shard)
            .setShardCount(shards)
            .setShardKind(SHARDS.get(kind))
            .setDataType(DataType.DATA_TYPE_FLOAT32)
            .setValues(values(steps))
            .setLearningRate(rate)
            .setEndOfSeries(end);
    if (SHARDS.get(kind) == ShardKind.SHARD_KIND_COORDINATES) {
      batch.setCoordinateOffset(shard * DIMENSION).setFullDimension(shards * DIMENSION);
    }
    if (describe) {
      batch.setSeriesDescriptor(descriptor());
    }
    return batch.build();
  }

  private ByteString values(int steps) {
    var bytes = ByteBuffer.allocate(steps * DIMENSION * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < steps * DIMENSION; i++) {
      bytes.putFloat(random.nextInt(20_000) == 0 ? Float.NaN : (float) studentT());
    }
    return ByteString.copyFrom(bytes.array());
  }

  private double studentT() {
    double chi = 0;
    for (int i = 0; i < degrees; i++) {
      double z = random.nextGaussian();
      chi += z * z;
    }
    return random.nextGaussian() / Math.sqrt(chi / degrees);
  }

  private SeriesDescriptor descriptor() {
    var descriptor =
        SeriesDescriptor.newBuilder()
            .addAllObservables(OBSERVABLES.get(kind))
            .setWindow(WindowSpec.newBuilder().setPaneSteps(PANE_STEPS).setPanes(PANES))
            .setOptimizer(
                Optimizer.newBuilder()
                    .setKind(OptimizerKind.OPTIMIZER_KIND_SGD)
                    .setLearningRate(rate)
                    .setBatchSize(8)
                    .setRidge(0.01));
    if (kind == 0) {
      var first = Direction.newBuilder().addComponents(1);
      for (int i = 1; i < DIMENSION; i++) {
        first.addComponents(0);
      }
      descriptor
          .addDirections(first)
          .addAllCentre(List.of(0.0, 0.0, 0.0, 0.0))
          .setProblem(
              Problem.newBuilder()
                  .setRows(500)
                  .setDimension(DIMENSION)
                  .addAllEigenvalues(List.of(1.0, 0.8, 0.5, 0.2)));
    }
    return descriptor.build();
  }
}
