// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.observe;

/**
 * Sums over the coordinates of a vector, in their order, that can be taken piece by piece: a sum
 * begun with 0 and carried from piece to piece has the same bits as one over the whole. Nothing is
 * checked, allocated or kept; thread-safe.
 */
public final class VectorSums {
  private VectorSums() {}

  /**
   * Adds {@code sum (x_i - y_i)^2} over a piece.
   *
   * @param sum of the pieces before
   * @param x holds the piece from {@code xFrom} on
   * @param y holds it from {@code yFrom} on
   */
  public static double squaredDistance(
      double sum, double[] x, int xFrom, double[] y, int yFrom, int length) {
    double total = sum;
    for (int i = 0; i < length; i++) {
      double difference = x[xFrom + i] - y[yFrom + i];
      total += difference * difference;
    }
    return total;
  }

  /**
   * Adds {@code sum v_i (x_i - c_i)} over a piece.
   *
   * @param sum of the pieces before
   * @param v holds the piece from {@code vFrom} on, and so does {@code c}
   * @param x holds it from {@code xFrom} on
   */
  public static double inner(
      double sum, double[] v, double[] c, int vFrom, double[] x, int xFrom, int length) {
    double total = sum;
    for (int i = 0; i < length; i++) {
      total += v[vFrom + i] * (x[xFrom + i] - c[vFrom + i]);
    }
    return total;
  }
}
