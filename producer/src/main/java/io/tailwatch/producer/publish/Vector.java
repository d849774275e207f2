// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.publish;

import io.tailwatch.events.IterateValues;
import io.tailwatch.events.v1.DataType;
import java.util.Optional;

/**
 * The vector that is being published, of either precision, seen through the series' choice of
 * coordinates. One object is used again for all vectors of a series, so that a vector allocates
 * nothing. Not thread-safe.
 */
final class Vector {
  private static final float[] NO_FLOATS = {};
  private static final double[] NO_DOUBLES = {};

  private final Optional<Subsample> subsample;
  private float[] floats = NO_FLOATS;
  private double[] doubles = NO_DOUBLES;
  private float[] chosenFloats = NO_FLOATS;
  private double[] chosenDoubles = NO_DOUBLES;
  private boolean isDouble;
  private int given;
  private boolean whole;

  Vector(Optional<Subsample> subsample) {
    this.subsample = subsample;
  }

  /** Looks at an array until the next call; null is a vector of length 0. */
  Vector of(double[] values) {
    isDouble = true;
    doubles = values == null ? NO_DOUBLES : values;
    given = doubles.length;
    whole = subsample.isEmpty() || given == subsample.get().fullDimension();
    if (subsample.isPresent() && whole) {
      if (chosenDoubles.length == 0) {
        chosenDoubles = new double[subsample.get().size()];
      }
      subsample.get().gather(doubles, 0, chosenDoubles);
      doubles = chosenDoubles;
    }
    return this;
  }

  /** {@link #of(double[])} for single precision. */
  Vector of(float[] values) {
    isDouble = false;
    floats = values == null ? NO_FLOATS : values;
    given = floats.length;
    whole = subsample.isEmpty() || given == subsample.get().fullDimension();
    if (subsample.isPresent() && whole) {
      if (chosenFloats.length == 0) {
        chosenFloats = new float[subsample.get().size()];
      }
      subsample.get().gather(floats, 0, chosenFloats);
      floats = chosenFloats;
    }
    return this;
  }

  /** Does not hold on to the training's array. */
  void release() {
    floats = NO_FLOATS;
    doubles = NO_DOUBLES;
  }

  /** Looks at an array that holds the chosen coordinates alone. */
  Vector ofChosen(double[] values) {
    isDouble = true;
    doubles = values == null ? NO_DOUBLES : values;
    given = doubles.length;
    whole = subsample.isEmpty() || given == subsample.get().size();
    return this;
  }

  /** {@link #ofChosen(double[])} for single precision. */
  Vector ofChosen(float[] values) {
    isDouble = false;
    floats = values == null ? NO_FLOATS : values;
    given = floats.length;
    whole = subsample.isEmpty() || given == subsample.get().size();
    return this;
  }

  /** Whether all coordinates were given that the choice is made from, or all chosen ones. */
  boolean isWhole() {
    return whole;
  }

  /** Number of values that were given. */
  int given() {
    return given;
  }

  /** Number of values to publish: that of the chosen ones, where the vector is whole. */
  int length() {
    return isDouble ? doubles.length : floats.length;
  }

  /** Encodes a range of the values; returns the offset behind them. */
  int encode(int first, int count, DataType type, byte[] target, int offset) {
    return isDouble
        ? IterateValues.encode(doubles, first, count, type, target, offset)
        : IterateValues.encode(floats, first, count, type, target, offset);
  }
}
