// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.publish;

import io.tailwatch.events.IterateValues;
import io.tailwatch.events.IterateValues.BytesView;
import io.tailwatch.events.v1.DataType;
import io.tailwatch.events.v1.Direction;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.Quantity;
import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.tails.observe.VectorSums;
import io.tailwatch.tails.sketch.PackedSketch;
import io.tailwatch.tails.sketch.SketchLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The sketches of the open pane, one for each observable. Vectors are rounded to the type in which
 * they would be sent and read piece by piece, so that no copy of a long one is made; only {@code
 * update-norm} of iterates keeps the vector before. The samples are the same bits as the analyzer
 * draws from values. A vector allocates nothing. Not thread-safe.
 */
final class VectorSketches {
  private static final int PIECE = 4096;

  /** Of vectors that are centred: no array of zeros as long as they are. */
  private static final double[] CENTRED = {};

  private static final double[] ZEROS = new double[PIECE];

  private final List<Observable> observables;
  private final DataType type;
  private final int width;
  private final List<Sample> samples = new ArrayList<>();
  private final byte[] bytes;
  private final double[] piece;
  private final BytesView view;
  private final boolean decodes;

  private VectorSketches(List<Observable> observables, DataType type, int dimension) {
    this.observables = observables;
    this.type = type;
    this.width = IterateValues.bytesPerValue(type);
    int longest = Math.min(PIECE, dimension);
    this.bytes = new byte[longest * width];
    this.piece = new double[longest];
    this.view = new BytesView(bytes, 0, bytes.length);
    this.decodes =
        type != DataType.DATA_TYPE_FLOAT32
            || observables.stream().anyMatch(each -> each != Observable.OBSERVABLE_IDENTITY);
  }

  /**
   * Empty sketches.
   *
   * @param dimension length of the vectors
   * @throws IllegalArgumentException when an observable needs more than the vector and the
   *     descriptor; the message says what
   */
  static VectorSketches of(
      SeriesDescriptor descriptor,
      List<Observable> observables,
      SeriesOptions options,
      int dimension) {
    var made = new VectorSketches(observables, options.dataType(), dimension);
    for (Observable observable : observables) {
      made.samples.add(made.sample(observable, descriptor, options.quantity(), dimension));
    }
    return made;
  }

  private Sample sample(
      Observable observable, SeriesDescriptor descriptor, Quantity quantity, int dimension) {
    boolean iterates = quantity == Quantity.QUANTITY_ITERATES;
    return switch (observable) {
      case OBSERVABLE_IDENTITY -> new Identity();
      case OBSERVABLE_UPDATE_NORM -> {
        require(
            iterates || quantity == Quantity.QUANTITY_UPDATES,
            "update-norm needs iterates or updates");
        yield iterates ? new UpdateNorm(dimension) : new Norm(CENTRED);
      }
      case OBSERVABLE_NORM ->
          new Norm(iterates ? centre(observable, descriptor, dimension) : CENTRED);
      case OBSERVABLE_PROJECTION -> {
        require(descriptor.getDirectionsCount() > 0, "projection needs a direction");
        yield new Projection(
            direction(descriptor, 0, dimension),
            iterates ? centre(observable, descriptor, dimension) : new double[dimension]);
      }
      case OBSERVABLE_WEIGHTED_NORM -> {
        double[] eigenvalues = array(descriptor.getProblem().getEigenvaluesList());
        require(
            eigenvalues.length == dimension && descriptor.getDirectionsCount() == dimension,
            "weighted-norm needs all " + dimension + " directions and eigenvalues");
        double[][] directions = new double[dimension][];
        for (int i = 0; i < dimension; i++) {
          directions[i] = direction(descriptor, i, dimension);
        }
        yield new WeightedNorm(
            directions,
            eigenvalues,
            iterates ? centre(observable, descriptor, dimension) : new double[dimension]);
      }
      case OBSERVABLE_COORDINATES ->
          throw new IllegalArgumentException(
              "coordinates are scaled by what a first pane shows, which takes their values");
      case OBSERVABLE_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("there is no observable " + observable);
    };
  }

  private static double[] centre(
      Observable observable, SeriesDescriptor descriptor, int dimension) {
    require(
        descriptor.getCentreCount() == dimension,
        observable
            + " of iterates needs a centre of "
            + dimension
            + " coordinates: had "
            + descriptor.getCentreCount());
    return array(descriptor.getCentreList());
  }

  private static double[] direction(SeriesDescriptor descriptor, int i, int dimension) {
    Direction direction = descriptor.getDirections(i);
    require(
        direction.getComponentsCount() == dimension,
        "a direction needs " + dimension + " components: had " + direction.getComponentsCount());
    return array(direction.getComponentsList());
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /** In the order of the descriptor. */
  List<Observable> observables() {
    return observables;
  }

  /**
   * Adds a vector.
   *
   * @return whether it gave a sample that is not finite
   */
  boolean add(Vector vector) {
    long before = nonfinite();
    int length = vector.length();
    for (int from = 0; from < length; from += PIECE) {
      int count = Math.min(PIECE, length - from);
      vector.encode(from, count, type, bytes, 0);
      if (decodes) {
        IterateValues.decode(view, type, 0, piece, 0, count);
      }
      for (int i = 0; i < samples.size(); i++) {
        samples.get(i).piece(from, count);
      }
    }
    for (int i = 0; i < samples.size(); i++) {
      samples.get(i).finish();
    }
    return nonfinite() > before;
  }

  private long nonfinite() {
    long sum = 0;
    for (int i = 0; i < samples.size(); i++) {
      sum += samples.get(i).sketch.nonfinite();
    }
    return sum;
  }

  /** The next vector does not follow the last one. */
  void forgetPrevious() {
    for (int i = 0; i < samples.size(); i++) {
      samples.get(i).forget();
    }
  }

  /** The wire form of the i-th sketch. */
  byte[] bytes(int i) {
    return samples.get(i).sketch.snapshot().toBytes();
  }

  /** Empties the sketches for the next pane; the last vector stays. */
  void clear() {
    samples.forEach(sample -> sample.sketch.clear());
  }

  /** What one observable draws from the pieces of a vector. */
  private abstract static class Sample {
    final PackedSketch sketch;

    Sample(SketchLayout layout) {
      sketch = new PackedSketch(layout);
    }

    /** Takes the values from a coordinate on, which lie in the buffers from 0 on. */
    abstract void piece(int from, int count);

    abstract void finish();

    void forget() {}
  }

  private final class Identity extends Sample {
    Identity() {
      super(SketchLayout.SIGNED);
    }

    @Override
    void piece(int from, int count) {
      if (type == DataType.DATA_TYPE_FLOAT32) {
        sketch.updateFloat32(bytes, 0, count);
      } else {
        sketch.update(piece, 0, count);
      }
    }

    @Override
    void finish() {}
  }

  private final class Norm extends Sample {
    private final double[] centre;
    private double sum;

    Norm(double[] centre) {
      super(SketchLayout.UNSIGNED);
      this.centre = centre;
    }

    @Override
    void piece(int from, int count) {
      // x - 0 is x to the bit.
      sum =
          centre.length == 0
              ? VectorSums.squaredDistance(sum, piece, 0, ZEROS, 0, count)
              : VectorSums.squaredDistance(sum, piece, 0, centre, from, count);
    }

    @Override
    void finish() {
      sketch.update(Math.sqrt(sum));
      sum = 0;
    }
  }

  private final class Projection extends Sample {
    private final double[] direction;
    private final double[] centre;
    private double sum;

    Projection(double[] direction, double[] centre) {
      super(SketchLayout.SIGNED);
      this.direction = direction;
      this.centre = centre;
    }

    @Override
    void piece(int from, int count) {
      sum = VectorSums.inner(sum, direction, centre, from, piece, 0, count);
    }

    @Override
    void finish() {
      sketch.update(sum);
      sum = 0;
    }
  }

  private final class WeightedNorm extends Sample {
    private final double[][] directions;
    private final double[] eigenvalues;
    private final double[] centre;
    private final double[] sums;

    WeightedNorm(double[][] directions, double[] eigenvalues, double[] centre) {
      super(SketchLayout.UNSIGNED);
      this.directions = directions;
      this.eigenvalues = eigenvalues;
      this.centre = centre;
      this.sums = new double[directions.length];
    }

    @Override
    void piece(int from, int count) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] = VectorSums.inner(sums[i], directions[i], centre, from, piece, 0, count);
      }
    }

    @Override
    void finish() {
      double sum = 0;
      for (int i = 0; i < sums.length; i++) {
        sum += eigenvalues[i] * sums[i] * sums[i];
      }
      sketch.update(Math.sqrt(sum));
      Arrays.fill(sums, 0);
    }
  }

  private final class UpdateNorm extends Sample {
    private final byte[] previous;
    private final BytesView previousView;
    private final double[] previousPiece = new double[piece.length];
    private boolean hasPrevious;
    private double sum;

    UpdateNorm(int dimension) {
      super(SketchLayout.UNSIGNED);
      long size = (long) dimension * width;
      require(
          size <= Integer.MAX_VALUE - 8,
          "update-norm keeps the iterate before, of less than 2 GiB: publish updates instead");
      previous = new byte[(int) size];
      previousView = new BytesView(previous, 0, previous.length);
    }

    @Override
    void piece(int from, int count) {
      if (hasPrevious) {
        IterateValues.decode(previousView, type, from, previousPiece, 0, count);
        sum = VectorSums.squaredDistance(sum, piece, 0, previousPiece, 0, count);
      }
      System.arraycopy(bytes, 0, previous, from * width, count * width);
    }

    @Override
    void finish() {
      if (hasPrevious) {
        sketch.update(Math.sqrt(sum));
      }
      hasPrevious = true;
      sum = 0;
    }

    @Override
    void forget() {
      hasPrevious = false;
    }
  }
}
