// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.observe;

import io.tailwatch.analyzer.state.v1.CalibrationState;
import java.util.Arrays;
import java.util.List;

/**
 * Where the coordinates of a vector lie and how wide they spread: median and 1.4826 times the
 * median absolute deviation (which is the standard deviation for Gaussian coordinates) of at most
 * 64 vectors, coordinate by coordinate. Robust, so that heavy tails do not move it. Non-finite
 * values are left out; a coordinate without any finite one has location NaN, and so have its
 * samples. Arrays are not copied and must not be changed.
 *
 * @param stride every stride-th coordinate is kept: entry i is coordinate {@code i * stride}
 * @param location medians
 * @param spread scaled deviations, 0 for a coordinate that is constant
 */
record Calibration(int stride, double[] location, double[] spread) {
  /** Makes the median absolute deviation of a Gaussian its standard deviation. */
  private static final double CONSISTENCY = 1.4826;

  /** Location and spread of the given vectors, all of the same length. */
  static Calibration of(int stride, List<double[]> vectors) {
    int length = vectors.get(0).length;
    double[] location = new double[length];
    double[] spread = new double[length];
    double[] column = new double[vectors.size()];
    for (int i = 0; i < length; i++) {
      int finite = 0;
      for (double[] vector : vectors) {
        if (Double.isFinite(vector[i])) {
          column[finite++] = vector[i];
        }
      }
      location[i] = median(column, finite);
      for (int j = 0; j < finite; j++) {
        column[j] = Math.abs(column[j] - location[i]);
      }
      spread[i] = CONSISTENCY * median(column, finite);
    }
    return new Calibration(stride, location, spread);
  }

  static Calibration restore(CalibrationState state) {
    return new Calibration(
        state.getStride(), array(state.getLocationList()), array(state.getSpreadList()));
  }

  CalibrationState toState() {
    var state = CalibrationState.newBuilder().setStride(stride);
    for (int i = 0; i < location.length; i++) {
      state.addLocation(location[i]).addSpread(spread[i]);
    }
    return state.build();
  }

  /** Whether samples can be drawn from an entry: it moves. */
  boolean moves(int entry) {
    return spread[entry] != 0;
  }

  private static double median(double[] values, int length) {
    if (length == 0) {
      return Double.NaN;
    }
    Arrays.sort(values, 0, length);
    int middle = length / 2;
    return length % 2 == 1 ? values[middle] : values[middle - 1] / 2 + values[middle] / 2;
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
