// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.guard;

import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.TailSide;
import io.tailwatch.tails.sketch.BucketGrid;
import io.tailwatch.tails.sketch.SketchLayout;
import io.tailwatch.tails.sketch.TailSketch;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How many samples of the tail repeat another one, and how many samples are zero: rounding,
 * duplicates, dead units.
 *
 * <p>Of a sorted sample the repeats are exact. A sketch holds the exact sum S of the low mantissa
 * bits of c samples in each bucket, and shows two kinds of ties by it: when all c are one value, c
 * divides S; when all lie on a binary grid of v values in the bucket, 2^j with v = 2^(s-j) divides
 * S, s the number of low bits, and at least c - v repeat. Other samples do the first with
 * probability 1/c and the second with 2^-j (asked for j &gt;= {@value #MIN_GRID_BITS} only). A
 * bucket therefore brings one such sample on average, and the repeats are taken as 0 unless they
 * exceed the number of buckets by {@value #ERRORS} standard deviations, sqrt(k) at most. What a
 * sketch cannot see is rounding to decimals so fine that several values fall into a bucket of 6 %.
 *
 * <p>Pure and thread-safe. Cost: one scan of the buckets, or a sort.
 *
 * @param tail the number of samples at or above the threshold
 * @param repeats how many of them repeat another one
 * @param zeros samples equal to 0
 * @param finite samples that are neither infinite nor NaN
 */
public record Ties(long tail, long repeats, long zeros, long finite) {
  /** The share of repeats, or of zeros, from which it is worth a word. */
  public static final double LIMIT = 0.1;

  /** A cut off the wanted one by more than this factor is told. */
  public static final double CUT_RATIO = 2;

  private static final int MIN_GRID_BITS = 10;
  private static final double ERRORS = 4;
  private static final int FLOAT_MANTISSA_BITS = 23;

  /**
   * Of a sketch.
   *
   * @param side which samples make up the tail; BOTH for an unsigned sketch
   * @param threshold in size
   */
  public static Ties of(TailSketch sketch, TailSide side, double threshold) {
    BucketGrid grid = sketch.grid();
    int bits = FLOAT_MANTISSA_BITS - grid.mantissaBits();
    long tail = 0;
    long repeats = 0;
    long buckets = 0;
    for (int i = 0; i < sketch.bucketCount(); i++) {
      int magnitude = sketch.bucket(i) & (grid.magnitudes() - 1);
      if (grid.lowerEdge(magnitude) < threshold || !isOn(side, sketch, i)) {
        continue;
      }
      tail += sketch.count(i);
      if (sketch.count(i) > 1) {
        buckets++;
        repeats += repeats(sketch.count(i), sketch.mantissaSum(i), bits);
      }
    }
    boolean chance = repeats <= buckets + ERRORS * StrictMath.sqrt(tail);
    return new Ties(tail, chance ? 0 : repeats, sketch.zeros(), sketch.finite());
  }

  private static boolean isOn(TailSide side, TailSketch sketch, int i) {
    if (side == TailSide.BOTH) {
      return true;
    }
    if (sketch.layout() == SketchLayout.UNSIGNED) {
      throw new IllegalArgumentException("side must be BOTH for an unsigned sketch: was " + side);
    }
    return (side == TailSide.LEFT) == sketch.bucket(i) >= sketch.grid().magnitudes();
  }

  /** The least number of samples of a bucket that must repeat another one, if not by chance. */
  private static long repeats(long count, long mantissaSum, int bits) {
    if (mantissaSum % count == 0) {
      return count - 1;
    }
    int zeroBits = Math.min(bits, Long.numberOfTrailingZeros(mantissaSum));
    return zeroBits < MIN_GRID_BITS ? 0 : Math.max(0, count - (1L << (bits - zeroBits)));
  }

  /**
   * Of a whole sample.
   *
   * @param sample in any order, already centred, any values; not changed
   * @param threshold in size
   */
  public static Ties of(double[] sample, TailSide side, double threshold) {
    double[] finite = Arrays.stream(sample).filter(Double::isFinite).toArray();
    double[] tail =
        Arrays.stream(finite)
            .filter(x -> side == TailSide.BOTH || (side == TailSide.RIGHT) == x > 0)
            .map(Math::abs)
            .filter(size -> size > 0 && size >= threshold)
            .toArray();
    return new Ties(
        tail.length,
        tail.length - Arrays.stream(tail).distinct().count(),
        Arrays.stream(finite).filter(x -> x == 0).count(),
        finite.length);
  }

  /**
   * What to say of a sketch that has no edge near the wanted tail fraction, because too many
   * samples share a bucket; only an index above 23 spans a factor of 2 by one bucket.
   *
   * @param wanted in (0, 1)
   * @param point the nearest edge
   */
  public static Optional<Finding> cut(double wanted, HillPoint point) {
    // At most the one exceedance that every sample has.
    double ratio = point.exceedances() / Math.max(1, wanted * point.sampleSize());
    return Math.max(ratio, 1 / ratio) <= CUT_RATIO
        ? Optional.empty()
        : finding(
            "too many values share a bucket of the sketch: it cuts the tail at %s instead of %s",
            percent(point.tailFraction()), percent(wanted));
  }

  /** The share of the tail that repeats; 0 for an empty tail. */
  public double repeatShare() {
    return tail == 0 ? 0 : (double) repeats / tail;
  }

  /** The share of the finite samples that are zero; 0 without any. */
  public double zeroShare() {
    return finite == 0 ? 0 : (double) zeros / finite;
  }

  /** What to say of the ties in the tail, or else of the zeros. */
  public Optional<Finding> finding() {
    if (repeatShare() > LIMIT) {
      return finding(
          "%d of the %d values of the tail repeat another one: rounding or duplicates blur the"
              + " reading",
          repeats, tail);
    }
    return zeroShare() > LIMIT
        ? finding(
            "%d of %d values (%s) are zero and left out: the tail fraction is of the others",
            zeros, finite, percent(zeroShare()))
        : Optional.empty();
  }

  private static Optional<Finding> finding(String format, Object... values) {
    return Optional.of(new Finding(WarningCode.TIES, String.format(Locale.ROOT, format, values)));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.3g %%", 100 * share);
  }
}
