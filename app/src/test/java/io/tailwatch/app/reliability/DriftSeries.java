// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import com.google.protobuf.ByteString;
import io.tailwatch.events.v1.DataType;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.ObservableSketch;
import io.tailwatch.events.v1.PaneSketch;
import io.tailwatch.events.v1.Quantity;
import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.tails.sketch.PackedSketch;
import io.tailwatch.tails.sketch.SketchLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A series of known tail: Student's t, independent or autoregressive, whose degrees of freedom may
 * change once. Blocks are full windows that share no pane. A function of the seed.
 */
final class DriftSeries {
  /** Values of a step. */
  static final int DIMENSION = 20;

  /** What a series is like. */
  record Law(double index, double indexAfter, long changeStep, double autoregression) {
    static Law steady(double index, double autoregression) {
      return new Law(index, index, Long.MAX_VALUE, autoregression);
    }
  }

  /** How steps are cut. */
  record Shape(int paneSteps, int panes) {
    int blockSteps() {
      return paneSteps * panes;
    }
  }

  private static final int PANES_OF_BATCH = 8;

  private final String run;
  private final String series;
  private final Law law;
  private final Shape shape;
  private final boolean sketched;
  private final SplittableRandom random;
  private long step;
  private double last;

  /**
   * A series.
   *
   * @param sketched whether its panes are sketched here, instead of its values being sent
   */
  DriftSeries(String run, String series, Law law, Shape shape, boolean sketched, long seed) {
    this.run = run;
    this.series = series;
    this.law = law;
    this.shape = shape;
    this.sketched = sketched;
    this.random = new SplittableRandom(seed);
  }

  String run() {
    return run;
  }

  /** The batches of the pane that is burn-in. */
  List<IterateBatch> burnIn() {
    return panes(1);
  }

  /** The batches of the next block. */
  List<IterateBatch> block() {
    return panes(shape.panes());
  }

  private List<IterateBatch> panes(int count) {
    List<IterateBatch> batches = new ArrayList<>();
    int each = sketched ? 1 : PANES_OF_BATCH;
    for (int pane = 0; pane < count; pane += each) {
      int panes = Math.min(each, count - pane);
      batches.add(sketched ? sketch() : values(panes * shape.paneSteps()));
    }
    return batches;
  }

  private IterateBatch values(int steps) {
    double[] values = new double[steps * DIMENSION];
    long first = step;
    for (int i = 0; i < steps; i++, step++) {
      for (int j = 0; j < DIMENSION; j++) {
        values[i * DIMENSION + j] = sample();
      }
    }
    return common()
        .setFirstStep(first)
        .setSteps(steps)
        .setValues(FuzzBatches.encoded(values, DataType.DATA_TYPE_FLOAT32))
        .build();
  }

  private IterateBatch sketch() {
    var sketch = new PackedSketch(SketchLayout.SIGNED);
    long first = step;
    for (int i = 0; i < shape.paneSteps(); i++, step++) {
      for (int j = 0; j < DIMENSION; j++) {
        sketch.update((float) sample());
      }
    }
    return common()
        .setSketch(
            PaneSketch.newBuilder()
                .setPane(first / shape.paneSteps())
                .setFirstStep(first)
                .setLastStep(step - 1)
                .setSteps(shape.paneSteps())
                .addObservables(
                    ObservableSketch.newBuilder()
                        .setObservable(Observable.OBSERVABLE_IDENTITY)
                        .setSketch(ByteString.copyFrom(sketch.snapshot().toBytes()))))
        .build();
  }

  private IterateBatch.Builder common() {
    var descriptor = SeriesDescriptor.newBuilder().addObservables(Observable.OBSERVABLE_IDENTITY);
    descriptor.getWindowBuilder().setPaneSteps(shape.paneSteps()).setPanes(shape.panes());
    return IterateBatch.newBuilder()
        .setRun(run)
        .setSeries(series)
        .setQuantity(Quantity.QUANTITY_GRADIENTS)
        .setDimension(DIMENSION)
        .setSeriesDescriptor(descriptor);
  }

  private double sample() {
    last =
        law.autoregression() * last
            + studentT(step < law.changeStep() ? law.index() : law.indexAfter());
    return last;
  }

  /** By the polar method (Bailey 1994, Mathematics of Computation 62, 779-781). */
  private double studentT(double nu) {
    while (true) {
      double u = 2 * random.nextDouble() - 1;
      double v = 2 * random.nextDouble() - 1;
      double w = u * u + v * v;
      if (w > 0 && w <= 1) {
        return u * Math.sqrt(nu * (Math.pow(w, -2 / nu) - 1) / w);
      }
    }
  }
}
