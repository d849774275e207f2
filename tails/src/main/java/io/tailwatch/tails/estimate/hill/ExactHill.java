// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.hill;

import io.tailwatch.tails.estimate.interval.BatchMeans;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The Hill estimator of a whole sample, sorted: the reference for {@link HillPlot}, and the one to
 * use where the sample fits into memory.
 *
 * <p>Exceedances of a threshold u are the samples x &gt;= u in size, as in a sketch; samples are
 * neither rounded nor binned. Zeros and non-finite samples are left out and counted; for one side
 * so are the samples of the other. Immutable and thread-safe. Memory: 16 bytes per sample; cost:
 * one sort, then one logarithm per exceedance.
 */
public final class ExactHill {
  private final double[] inOrder;
  private final double[] ascending;
  private final long zeros;
  private final long nonFinite;

  private ExactHill(double[] inOrder, long zeros, long nonFinite) {
    this.inOrder = inOrder;
    this.ascending = inOrder.clone();
    Arrays.sort(ascending);
    this.zeros = zeros;
    this.nonFinite = nonFinite;
  }

  /** The sample in the order of arrival, already centred; any values. */
  public static ExactHill of(double[] sample, TailSide side) {
    double[] sizes = new double[sample.length];
    int used = 0;
    long zeros = 0;
    long nonFinite = 0;
    for (double x : sample) {
      if (!Double.isFinite(x)) {
        nonFinite++;
      } else if (x == 0) {
        zeros++;
      } else if (side == TailSide.BOTH || (side == TailSide.RIGHT) == x > 0) {
        sizes[used++] = Math.abs(x);
      }
    }
    return new ExactHill(Arrays.copyOf(sizes, used), zeros, nonFinite);
  }

  /** n, the number of samples used. */
  public int sampleSize() {
    return ascending.length;
  }

  /** Samples equal to +0 or -0. */
  public long zeros() {
    return zeros;
  }

  /** Infinite and NaN samples. */
  public long nonFinite() {
    return nonFinite;
  }

  /**
   * Hill's estimator from the k largest samples over the next one: u = X_(k+1). Samples tied with u
   * are exceedances only as far as they are among the k largest.
   *
   * @param k in [1, n - 1]
   */
  public HillPoint atRank(int k) {
    int n = sampleSize();
    if (k < 1 || k >= n) {
      throw new IllegalArgumentException("k must be in [1, " + (n - 1) + "]: was " + k);
    }
    return point(ascending[n - 1 - k], k);
  }

  /**
   * {@link #atRank} with k = f n, rounded, at least 1.
   *
   * @param tailFraction f, in (0, 1)
   * @throws IllegalArgumentException for a fraction out of range or fewer than two samples
   */
  public HillPoint atFraction(double tailFraction) {
    if (!(tailFraction > 0 && tailFraction < 1)) {
      throw new IllegalArgumentException("tailFraction must be in (0, 1): was " + tailFraction);
    }
    int last = sampleSize() - 1;
    if (last < 1) {
      throw new IllegalArgumentException(
          "there must be at least 2 usable samples: were " + sampleSize());
    }
    return atRank(Math.min(last, Math.max(1, (int) StrictMath.rint(tailFraction * sampleSize()))));
  }

  /** The estimator over a given threshold u &gt; 0, from the samples x &gt;= u. */
  public HillPoint atThreshold(double threshold) {
    requirePositive(threshold);
    int at = sampleSize();
    while (at > 0 && ascending[at - 1] >= threshold) {
      at--;
    }
    return point(threshold, sampleSize() - at);
  }

  /**
   * The points of consecutive batches of the sample, as equal in size as can be, at one threshold:
   * what {@link BatchMeans#of} makes an interval from.
   *
   * @param count how many, in [1, n]
   */
  public List<HillPoint> batches(double threshold, int count) {
    requirePositive(threshold);
    int n = sampleSize();
    if (count < 1 || count > n) {
      throw new IllegalArgumentException("count must be in [1, " + n + "]: was " + count);
    }
    List<HillPoint> points = new ArrayList<>(count);
    for (int b = 0; b < count; b++) {
      int from = (int) ((long) n * b / count);
      int to = (int) ((long) n * (b + 1) / count);
      long exceedances = 0;
      double sum = 0;
      for (int i = from; i < to; i++) {
        if (inOrder[i] >= threshold) {
          exceedances++;
          sum += LogExcess.of(inOrder[i], threshold);
        }
      }
      points.add(new HillPoint(threshold, exceedances, to - from, sum));
    }
    return points;
  }

  private HillPoint point(double threshold, int exceedances) {
    double sum = 0;
    for (int i = sampleSize() - 1; i >= sampleSize() - exceedances; i--) {
      sum += LogExcess.of(ascending[i], threshold);
    }
    return new HillPoint(threshold, exceedances, sampleSize(), sum);
  }

  private static void requirePositive(double threshold) {
    if (!(threshold > 0)) {
      throw new IllegalArgumentException("threshold must be positive: was " + threshold);
    }
  }
}
