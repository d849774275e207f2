// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.sizing;

import io.tailwatch.analyzer.observe.ObservableNames;
import io.tailwatch.app.bench.load.Workload;
import io.tailwatch.events.v1.Observable;
import java.util.List;

/**
 * What a series is like. Panes are as long as they must be for sketches of usual size, and short
 * enough that windows fill in minutes.
 *
 * @param observable what is drawn from a vector
 * @param dimension length of a vector
 * @param stepsPerRecord vectors in a batch
 * @param paneSteps steps of a pane
 */
record Shape(Observable observable, int dimension, int stepsPerRecord, int paneSteps) {
  private static final int PANES = 32;
  private static final int PARTITIONS = 2;

  /** Panes beyond the window: one of burn-in, and one because series begin within a pane. */
  private static final int MORE_PANES = 3;

  /** Unsigned and signed sketches, of short and of long vectors. */
  static List<Shape> all() {
    return List.of(
        new Shape(Observable.OBSERVABLE_NORM, 8, 128, 2048),
        new Shape(Observable.OBSERVABLE_PROJECTION, 8, 128, 2048),
        new Shape(Observable.OBSERVABLE_NORM, 4096, 1, 16),
        new Shape(Observable.OBSERVABLE_IDENTITY, 4096, 1, 16));
  }

  /** So many series with full windows. */
  Workload load(int series) {
    int perSeries = (PANES + MORE_PANES) * paneSteps / stepsPerRecord;
    return new Workload(
        series,
        series * perSeries,
        stepsPerRecord,
        dimension,
        paneSteps,
        PANES,
        observable,
        PARTITIONS);
  }

  /** Samples in a pane. */
  int samplesPerPane() {
    return observable == Observable.OBSERVABLE_IDENTITY ? paneSteps * dimension : paneSteps;
  }

  /** For tables. */
  String title() {
    String sketch = observable == Observable.OBSERVABLE_NORM ? "unsigned" : "signed";
    return "%s (%s), %,d dimensions".formatted(ObservableNames.of(observable), sketch, dimension);
  }
}
