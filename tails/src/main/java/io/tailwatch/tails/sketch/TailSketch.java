// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.sketch;

import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What a sketch holds, as exact integers: per occupied bucket the number of samples and the sum of
 * their low mantissa bits, and beside them the numbers of zero, subnormal, infinite and NaN
 * samples.
 *
 * <p>Immutable, sparse and thread-safe. {@link #plus} and {@link #minus} give new sketches; because
 * only integers are added, any order and any split gives equal sketches, and {@code
 * a.plus(b).minus(b)} equals {@code a}. Memory is about 20 bytes per occupied bucket (270 buckets
 * for 65,536 samples of a heavy-tailed law at m = 4). A sketch holds at most {@link #MAX_TOTAL}
 * samples, so that no sum can overflow.
 *
 * <p>Buckets are ordered by {@linkplain #bucket(int) table index}: the {@linkplain BucketGrid
 * magnitude}, plus {@code grid().magnitudes()} for negative samples of a signed sketch. Only normal
 * samples have buckets; subnormal ones (below 1.2e-38) are counted without their sign.
 */
public final class TailSketch {
  /** The most samples a sketch holds: 2^42, four months at 400,000 samples a second. */
  public static final long MAX_TOTAL = 1L << 42;

  private final SketchLayout layout;
  private final BucketGrid grid;
  private final long zeros;
  private final long subnormals;
  private final long infinities;
  private final long nans;
  private final long normals;
  private final int[] buckets;
  private final long[] counts;
  private final long[] mantissaSums;

  /** Takes the arrays as they are: sorted by bucket, counts positive, sums within their counts. */
  TailSketch(
      SketchLayout layout,
      BucketGrid grid,
      SpecialCounts special,
      int[] buckets,
      long[] counts,
      long[] mantissaSums) {
    this.layout = layout;
    this.grid = grid;
    this.zeros = special.zeros();
    this.subnormals = special.subnormals();
    this.infinities = special.infinities();
    this.nans = special.nans();
    this.buckets = buckets;
    this.counts = counts;
    this.mantissaSums = mantissaSums;
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    this.normals = sum;
    if (total() > MAX_TOTAL) {
      throw new IllegalArgumentException(
          "total must be at most " + MAX_TOTAL + " samples: was " + total());
    }
  }

  /** A sketch without samples, at the default resolution. */
  public static TailSketch empty(SketchLayout layout) {
    return empty(layout, BucketGrid.DEFAULT_MANTISSA_BITS);
  }

  /** A sketch without samples; {@code mantissaBits} from 3 to 7. */
  public static TailSketch empty(SketchLayout layout, int mantissaBits) {
    return new TailSketch(
        Objects.requireNonNull(layout, "layout"),
        new BucketGrid(mantissaBits),
        SpecialCounts.NONE,
        new int[0],
        new long[0],
        new long[0]);
  }

  /**
   * Reads {@link #toBytes()}. Sizes are checked before anything is allocated, and only the one
   * encoding that {@code toBytes} would have written is accepted.
   *
   * @throws IllegalArgumentException with the reason, when the bytes are not a sketch
   */
  public static TailSketch fromBytes(byte[] bytes) {
    return SketchCodec.decode(bytes);
  }

  /**
   * The versioned sparse form: version, layout and resolution, the four special counts, then per
   * occupied bucket the gap to the one before, the count and the mantissa sum, all as base-128
   * varints. Equal sketches have equal bytes.
   */
  public byte[] toBytes() {
    return SketchCodec.encode(this);
  }

  /** Whether signs were kept. */
  public SketchLayout layout() {
    return layout;
  }

  /** The bucket edges. */
  public BucketGrid grid() {
    return grid;
  }

  /** m: there are 2^m buckets per octave. */
  public int mantissaBits() {
    return grid.mantissaBits();
  }

  /** All samples, whatever they were. */
  public long total() {
    return normals + zeros + subnormals + infinities + nans;
  }

  /** Samples that are neither infinite nor NaN. */
  public long finite() {
    return normals + zeros + subnormals;
  }

  /** Finite, non-zero samples: those an estimate can use. */
  public long usable() {
    return normals + subnormals;
  }

  /** Samples equal to +0 or -0 (after rounding to float). */
  public long zeros() {
    return zeros;
  }

  /** Non-zero samples below the least normal float, 2^-126, in size. */
  public long subnormals() {
    return subnormals;
  }

  /** Samples beyond the range of float, of either sign. */
  public long infinities() {
    return infinities;
  }

  /** Samples that were not a number, whatever their payload. */
  public long nans() {
    return nans;
  }

  /** The number of occupied buckets. */
  public int bucketCount() {
    return buckets.length;
  }

  /** The table index of the i-th occupied bucket, ascending. */
  public int bucket(int i) {
    return buckets[i];
  }

  /** The number of samples in the i-th occupied bucket, at least 1. */
  public long count(int i) {
    return counts[i];
  }

  /** The sum of the low {@code 23 - m} mantissa bits over the samples of the i-th bucket. */
  public long mantissaSum(int i) {
    return mantissaSums[i];
  }

  /**
   * The sketch of both samples together. Cost: one merge of the occupied buckets.
   *
   * @throws IllegalArgumentException when layout or resolution differ, or beyond {@link #MAX_TOTAL}
   */
  public TailSketch plus(TailSketch other) {
    return SketchArithmetic.combine(this, other, 1);
  }

  /**
   * This sketch without the samples of {@code other}.
   *
   * @throws IllegalArgumentException when layout or resolution differ, or when {@code other} holds
   *     samples that this sketch does not
   */
  public TailSketch minus(TailSketch other) {
    return SketchArithmetic.combine(this, other, -1);
  }

  /**
   * The p-quantile of the finite samples at bucket resolution: signed for a signed sketch, of |x|
   * otherwise. Zeros and subnormals count as 0. Within a bucket the samples are taken as evenly
   * spread about their mean, so the error is a small part of the bucket's width; a single sample is
   * given exactly. Empty when there is no finite sample.
   *
   * @param p in [0, 1]
   */
  public OptionalDouble quantile(double p) {
    return SketchQuantile.of(this, p);
  }

  SpecialCounts special() {
    return new SpecialCounts(zeros, subnormals, infinities, nans);
  }

  /** The mean mantissa of the i-th bucket above its lower edge, in [0, 2^-m). */
  double meanOffset(int i) {
    return StrictMath.scalb((double) mantissaSums[i] / counts[i], -23);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TailSketch that
        && layout == that.layout
        && grid.equals(that.grid)
        && special().equals(that.special())
        && Arrays.equals(buckets, that.buckets)
        && Arrays.equals(counts, that.counts)
        && Arrays.equals(mantissaSums, that.mantissaSums);
  }

  @Override
  public int hashCode() {
    int hash = Objects.hash(layout, grid, special());
    hash = 31 * hash + Arrays.hashCode(buckets);
    hash = 31 * hash + Arrays.hashCode(counts);
    return 31 * hash + Arrays.hashCode(mantissaSums);
  }

  @Override
  public String toString() {
    return "TailSketch["
        + layout
        + ", mantissaBits="
        + mantissaBits()
        + ", total="
        + total()
        + ", usable="
        + usable()
        + ", buckets="
        + buckets.length
        + "]";
  }
}
