// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.load;

import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.DataType;
import io.tailwatch.events.v1.Direction;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.Problem;
import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.events.v1.WindowSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The batches of a workload, in order: the n-th is the next one of series n modulo their number.
 * The descriptor is in the first batch of a series and in each with which a pane begins. Immutable;
 * thread-safe.
 */
public final class WorkloadBatches {
  private static final long SEED = 20;

  private final Workload load;
  private final StudentValues values;
  private final SeriesDescriptor descriptor;

  /** Batches of a workload; takes a moment to draw the values. */
  public WorkloadBatches(Workload load) {
    this.load = load;
    this.values = new StudentValues(SEED, load.recordBytes() / Float.BYTES);
    this.descriptor = descriptor(load);
  }

  private static SeriesDescriptor descriptor(Workload load) {
    int dimension = load.dimension();
    var descriptor =
        SeriesDescriptor.newBuilder()
            .addObservables(load.observable())
            .setWindow(
                WindowSpec.newBuilder().setPaneSteps(load.paneSteps()).setPanes(load.panes()))
            .addAllCentre(Collections.nCopies(dimension, 0.0));
    if (load.observable() == Observable.OBSERVABLE_PROJECTION) {
      descriptor.addDirections(direction(Collections.nCopies(dimension, 1 / Math.sqrt(dimension))));
    }
    if (load.observable() == Observable.OBSERVABLE_WEIGHTED_NORM) {
      var problem = Problem.newBuilder().setRows(dimension).setDimension(dimension);
      for (int i = 0; i < dimension; i++) {
        List<Double> unit = new ArrayList<>(Collections.nCopies(dimension, 0.0));
        unit.set(i, 1.0);
        descriptor.addDirections(direction(unit));
        problem.addEigenvalues(1.0 / (i + 1));
      }
      descriptor.setProblem(problem);
    }
    return descriptor.build();
  }

  private static Direction direction(List<Double> components) {
    return Direction.newBuilder().addAllComponents(components).build();
  }

  /**
   * A batch.
   *
   * @param series index of the series
   * @param record how many batches of this series came before
   * @param takenAtMillis wall clock of the last vector; 0 = not stated
   */
  public IterateBatch batch(int series, int record, long takenAtMillis) {
    SeriesKey key = load.key(series);
    long first = load.firstStep(series) + (long) record * load.stepsPerRecord();
    int floats = load.stepsPerRecord() * load.dimension();
    var batch =
        IterateBatch.newBuilder()
            .setRun(key.run())
            .setAttempt(1)
            .setSeries(key.series())
            .setFirstStep(first)
            .setSteps(load.stepsPerRecord())
            .setDimension(load.dimension())
            .setDataType(DataType.DATA_TYPE_FLOAT32)
            .setLearningRate(0.1)
            .setValues(values.of((long) record * load.series() + series, floats))
            .setTakenAtMillis(takenAtMillis);
    if (record == 0 || first % load.paneSteps() < load.stepsPerRecord()) {
      batch.setSeriesDescriptor(descriptor);
    }
    return batch.build();
  }

  /** Whether a batch brings the last step of a pane. */
  public boolean closesPane(int series, int record) {
    long first = load.firstStep(series) + (long) record * load.stepsPerRecord();
    return first / load.paneSteps() != (first + load.stepsPerRecord()) / load.paneSteps();
  }
}
