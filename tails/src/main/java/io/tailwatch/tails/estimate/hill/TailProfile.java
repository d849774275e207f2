// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.hill;

import io.tailwatch.tails.sketch.TailSketch;
import java.util.Arrays;

/**
 * The tail of a sample at every threshold, from the highest down: exceedances k and the sums of the
 * first three powers of their log excess y = ln(x/u). Threshold rules, second opinions and guards
 * read nothing else, so that one implementation serves the sketch and the sorted sample.
 *
 * <p>Of a sketch the thresholds are its occupied bucket edges and the exceedances the samples x
 * &gt;= u. First powers are as exact as in {@link HillPlot}; for the others the samples of a bucket
 * are taken as evenly spread about its exact mean, which puts the mean square wrong by less than
 * 1e-3 of itself at m = 4. Of a sorted sample the thresholds are u = X_(k+1) for every rank k from
 * 1 to n - 1, X_(1) the largest: k samples lie above it, ties broken by rank.
 *
 * <p>Going down from u to u' all sums grow by non-negative terms, {@code S2' = S2 + 2 d S1 + k d^2}
 * with {@code d = ln(u/u')}, so that nothing cancels. StrictMath and a fixed order of summation:
 * equal samples give equal bits. Zeros and non-finite samples are left out, and for one side so are
 * the samples of the other. Immutable and thread-safe. Cost: one logarithm per bucket or sample;
 * memory 48 bytes per threshold, 64 of a sketch.
 */
public final class TailProfile {
  private final long sampleSize;
  private final boolean exact;
  private final double[] thresholds;
  private final long[] exceedances;
  private final double[][] sums;
  private final double[] logDepths;

  /** Of a sketch: ln of the mean and of the upper edge of each bucket over its lower edge. */
  private final double[] logMeans;

  private final double[] logWidths;

  /** Of a sorted sample. */
  private double largest = Double.NaN;

  private TailProfile(long sampleSize, boolean exact, int size) {
    this.sampleSize = sampleSize;
    this.exact = exact;
    this.thresholds = new double[size];
    this.exceedances = new long[size];
    this.sums = new double[3][size];
    this.logDepths = new double[size];
    this.logMeans = new double[exact ? 0 : size];
    this.logWidths = new double[exact ? 0 : size];
  }

  /**
   * The profile of a sketch: one threshold per occupied bucket.
   *
   * @throws IllegalArgumentException for one side of an unsigned sketch
   */
  public static TailProfile of(TailSketch sketch, TailSide side) {
    HillPlot plot = HillPlot.of(sketch, side);
    TailProfile profile = new TailProfile(plot.sampleSize(), false, plot.size());
    for (int i = 0; i < plot.size(); i++) {
      HillPoint point = plot.point(i);
      profile.thresholds[i] = point.threshold();
      profile.exceedances[i] = point.exceedances();
      double moved = i == 0 ? 0 : plot.logDrop(i);
      profile.descend(i, moved);
      // Of the bucket itself: the mean as the plot has it, and a symmetric spread about it.
      double count = plot.countWithin(i);
      double mean = plot.meanLogExcessWithin(i);
      double variance = plot.logVarianceWithin(i);
      profile.sums[1][i] += count * (mean * mean + variance);
      profile.sums[2][i] += count * mean * (mean * mean + 3 * variance);
      profile.sums[0][i] = point.sumLogExcess();
      profile.logMeans[i] = mean;
      profile.logWidths[i] = plot.logWidth(i);
    }
    return profile;
  }

  /**
   * The profile of a whole sample: one threshold per rank.
   *
   * @param sample in any order, already centred, any values; not changed
   */
  public static TailProfile of(double[] sample, TailSide side) {
    double[] ascending = new double[sample.length];
    int n = 0;
    for (double x : sample) {
      if (Double.isFinite(x)
          && x != 0
          && (side == TailSide.BOTH || (side == TailSide.RIGHT) == x > 0)) {
        ascending[n++] = Math.abs(x);
      }
    }
    Arrays.sort(ascending, 0, n);
    TailProfile profile = new TailProfile(n, true, Math.max(0, n - 1));
    profile.largest = n == 0 ? Double.NaN : ascending[n - 1];
    for (int i = 0; i < profile.size(); i++) {
      double u = ascending[n - 2 - i];
      profile.thresholds[i] = u;
      profile.exceedances[i] = i + 1;
      // Sample i lies at the threshold before, with no excess there: it only comes down.
      profile.descend(i, LogExcess.of(ascending[n - 1 - i], u));
    }
    return profile;
  }

  /** Sums at threshold i from those at i - 1; with ranks, of one sample more without excess. */
  private void descend(int i, double drop) {
    double k = exact ? exceedances[i] : i == 0 ? 0 : exceedances[i - 1];
    double first = i == 0 ? 0 : sums[0][i - 1];
    double second = i == 0 ? 0 : sums[1][i - 1];
    double third = i == 0 ? 0 : sums[2][i - 1];
    sums[0][i] = first + k * drop;
    sums[1][i] = second + drop * (2 * first + k * drop);
    sums[2][i] = third + drop * (3 * second + drop * (3 * first + k * drop));
    logDepths[i] = drop + (i == 0 ? 0 : logDepths[i - 1]);
  }

  /** The number of thresholds. */
  public int size() {
    return thresholds.length;
  }

  /** n, the number of usable samples. */
  public long sampleSize() {
    return sampleSize;
  }

  /** Whether this is a sorted sample, with a threshold at each rank, and not a sketch. */
  public boolean exact() {
    return exact;
  }

  /** u of the i-th threshold, from the highest (0) down. */
  public double threshold(int i) {
    return thresholds[i];
  }

  /** k at the i-th threshold. */
  public long exceedances(int i) {
    return exceedances[i];
  }

  /**
   * How far down the i-th threshold lies: ln(top/u), where the top is the largest sample, or the
   * highest threshold of a sketch.
   */
  public double logDepth(int i) {
    return logDepths[i];
  }

  /**
   * ln of the upper over the lower edge of the bucket that the i-th threshold of a sketch belongs
   * to; 0 for a sorted sample.
   */
  public double logWidth(int i) {
    return exact ? 0 : logWidths[i];
  }

  /**
   * X_(rank), the sample of this rank counted from the largest (1). Of a sketch the samples of a
   * bucket are taken as evenly spread about its mean on the log scale: the error is less than the
   * bucket's width, 2^-m of the value, and a sample alone in its bucket is given to rounding.
   *
   * @param rank in [1, n]; of a sketch, not among its subnormal samples
   * @throws IllegalArgumentException for another rank
   */
  public double orderStatistic(long rank) {
    int i = thresholdBelow(rank);
    if (exact) {
      return rank == 1 ? largest : thresholds[i - 1];
    }
    return thresholds[i] * StrictMath.exp(logExcessWithin(i, rank));
  }

  /**
   * ln(top/X_(rank)), on the scale of {@link #logDepth}; of a sketch as {@link #orderStatistic}.
   *
   * @param rank as for {@link #orderStatistic}
   */
  public double logDepthOfRank(long rank) {
    int i = thresholdBelow(rank);
    if (exact) {
      return rank == 1 ? 0 : logDepths[i - 1];
    }
    return logDepths[i] - logExcessWithin(i, rank);
  }

  /** The first threshold with the sample of this rank among its exceedances. */
  private int thresholdBelow(long rank) {
    long last = exact ? sampleSize : size() == 0 ? 0 : exceedances[size() - 1];
    if (rank < 1 || rank > last) {
      throw new IllegalArgumentException("rank must be in [1, " + last + "]: was " + rank);
    }
    int found = exact ? (int) rank - 1 : Arrays.binarySearch(exceedances, rank);
    return found >= 0 ? found : -found - 1;
  }

  /** How far a sample of the i-th bucket lies above its lower edge. */
  private double logExcessWithin(int i, long rank) {
    long before = i == 0 ? 0 : exceedances[i - 1];
    long count = exceedances[i] - before;
    double place = (rank - before - 0.5) / count;
    double reach = count == 1 ? 0 : Math.min(logMeans[i], logWidths[i] - logMeans[i]);
    return logMeans[i] + reach * (1 - 2 * place);
  }

  /** The sum of y over the exceedances of the i-th threshold; k H. */
  public double sumLogExcess(int i) {
    return sums[0][i];
  }

  /**
   * M_j = (1/k) sum y^j at the i-th threshold; H for j = 1.
   *
   * @param order j, in 1..3
   */
  public double moment(int i, int order) {
    return sums[order - 1][i] / exceedances[i];
  }

  /** The Hill estimator at the i-th threshold. */
  public HillPoint point(int i) {
    return new HillPoint(thresholds[i], exceedances[i], sampleSize, sums[0][i]);
  }

  /**
   * The threshold whose k is nearest to the wanted one on a log scale, the higher one of two
   * equally near; -1 when there is no threshold. Cost: a binary search.
   *
   * @param k positive
   */
  public int nearest(double k) {
    if (!(k > 0)) {
      throw new IllegalArgumentException("k must be positive: was " + k);
    }
    int low = 0;
    int high = size() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (exceedances[middle] < k) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    // The first threshold with k or more; the one before may be nearer.
    boolean before = low > 0 && (double) exceedances[low] * exceedances[low - 1] >= k * k;
    return size() == 0 ? -1 : before ? low - 1 : low;
  }

  /**
   * {@link #nearest} at k = f n.
   *
   * @param tailFraction f, in (0, 1)
   */
  public int nearestFraction(double tailFraction) {
    if (!(tailFraction > 0 && tailFraction < 1)) {
      throw new IllegalArgumentException("tailFraction must be in (0, 1): was " + tailFraction);
    }
    return size() == 0 ? -1 : nearest(tailFraction * sampleSize);
  }
}
