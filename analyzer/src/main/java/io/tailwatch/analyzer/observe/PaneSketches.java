// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.observe;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.tailwatch.events.IterateValues;
import io.tailwatch.events.IterateValues.BytesView;
import io.tailwatch.events.v1.DataType;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.ObservableSketch;
import io.tailwatch.tails.sketch.PackedSketch;
import io.tailwatch.tails.sketch.TailSketch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The sketches of the open pane of a series, one for each observable, and the vector before the
 * next, for differences. Single writer. Adding a vector allocates nothing; float32 values that are
 * taken as they are go from the record's bytes into the sketch without a copy.
 */
final class PaneSketches {
  private final SeriesPlan plan;
  private final SampleTally tally;
  private final List<Observable> observables;
  private final boolean differences;

  /** Non-finite samples of the open pane that have been counted. */
  private final long[] nonfinite;

  private final List<PackedSketch> sketches = new ArrayList<>();
  private final List<Sampler> samplers = new ArrayList<>();
  private double[] vector;
  private double[] previous;
  private boolean hasPrevious;

  /**
   * Empty sketches.
   *
   * @param tally counts the samples
   */
  PaneSketches(SeriesPlan plan, Optional<Calibration> calibration, SampleTally tally) {
    this.plan = plan;
    this.tally = tally;
    this.observables = plan.layout().getSketched() ? List.of() : plan.observables();
    this.nonfinite = new long[observables.size()];
    this.differences = plan.iterates() && observables.contains(Observable.OBSERVABLE_UPDATE_NORM);
    for (Observable observable : observables) {
      sketches.add(new PackedSketch(Samplers.layout(observable)));
    }
    calibrate(calibration);
    // Where panes come sketched there are no vectors, and their length may be beyond any array.
    int dimension = plan.layout().getSketched() ? 0 : plan.layout().getDimension();
    vector = new double[dimension];
    previous = new double[differences ? dimension : 0];
  }

  /** Takes the samplers for a calibration, or for the lack of one. */
  void calibrate(Optional<Calibration> calibration) {
    samplers.clear();
    for (Observable observable : observables) {
      samplers.add(Samplers.of(observable, plan, calibration));
    }
  }

  /** Puts saved sketches back; they are in the order of the plan. */
  void load(List<ObservableSketch> saved) {
    for (int i = 0; i < saved.size(); i++) {
      TailSketch sketch = TailSketch.fromBytes(saved.get(i).getSketch().toByteArray());
      sketches.get(i).load(sketch);
      nonfinite[i] = nonfinite(sketch);
    }
  }

  /** Puts the vector before the next one back. */
  void loadPrevious(ByteString values, DataType type) {
    IterateValues.decode(values, type, previous);
    hasPrevious = true;
  }

  /** Whether differences are taken, so that the last vector is part of the state. */
  boolean differences() {
    return differences;
  }

  /** The next vector does not follow the last one. */
  void forgetPrevious() {
    hasPrevious = false;
  }

  /** Decodes one vector; the array is valid until the next call. */
  double[] decode(BytesView values, DataType type, int row) {
    IterateValues.decode(values, type, row * vector.length, vector, 0, vector.length);
    return vector;
  }

  /**
   * Adds consecutive vectors of a batch.
   *
   * @return whether any of them gave a sample that is not finite
   */
  boolean add(BytesView values, DataType type, int firstRow, int rows) {
    boolean inPlace = type == DataType.DATA_TYPE_FLOAT32;
    boolean decode = differences;
    long[] before = new long[sketches.size()];
    for (int i = 0; i < sketches.size(); i++) {
      before[i] = sketches.get(i).total();
      Sampler sampler = samplers.get(i);
      if (inPlace && sampler instanceof Sampler.Identity) {
        int bytes = vector.length * Float.BYTES;
        sketches
            .get(i)
            .updateFloat32(
                values.array(), values.offset() + firstRow * bytes, rows * vector.length);
      } else {
        decode |= !(sampler instanceof Sampler.None);
      }
    }
    for (int row = firstRow; decode && row < firstRow + rows; row++) {
      addDecoded(decode(values, type, row), inPlace);
    }
    boolean found = false;
    for (int i = 0; i < sketches.size(); i++) {
      tally.samples(observables.get(i), sketches.get(i).total() - before[i]);
      long now = sketches.get(i).nonfinite();
      tally.nonfinite(observables.get(i), now - nonfinite[i]);
      found |= now > nonfinite[i];
      nonfinite[i] = now;
    }
    return found;
  }

  /** The first of these vectors with a value that is not finite; the first one when none has. */
  int firstNonfinite(BytesView values, DataType type, int firstRow, int rows) {
    for (int row = firstRow; row < firstRow + rows; row++) {
      for (double value : decode(values, type, row)) {
        if (!Double.isFinite(value)) {
          return row;
        }
      }
    }
    return firstRow;
  }

  private void addDecoded(double[] x, boolean identityIsDone) {
    for (int i = 0; i < sketches.size(); i++) {
      Sampler sampler = samplers.get(i);
      if (differences && observables.get(i) == Observable.OBSERVABLE_UPDATE_NORM) {
        if (hasPrevious) {
          sketches.get(i).update(Sampler.distance(x, previous));
        }
      } else if (!(identityIsDone && sampler instanceof Sampler.Identity)) {
        sampler.sample(x, sketches.get(i));
      }
    }
    if (differences) {
      vector = previous;
      previous = x;
      hasPrevious = true;
    }
  }

  /** The contents of all sketches, in the order of the plan. */
  List<TailSketch> snapshots() {
    return sketches.stream().map(PackedSketch::snapshot).toList();
  }

  /** Samples that each vector gives to the i-th observable. */
  int samplesPerStep(int i) {
    return samplers.get(i).samplesPerVector();
  }

  /** Empties the sketches for the next pane; the last vector stays. */
  void clear() {
    sketches.forEach(PackedSketch::clear);
    Arrays.fill(nonfinite, 0);
  }

  static long nonfinite(TailSketch sketch) {
    return sketch.infinities() + sketch.nans();
  }

  /** The wire form of a sketch. */
  static ObservableSketch encode(Observable observable, TailSketch sketch) {
    return ObservableSketch.newBuilder()
        .setObservable(observable)
        .setSketch(UnsafeByteOperations.unsafeWrap(sketch.toBytes()))
        .build();
  }
}
