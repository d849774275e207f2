// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.sketch;

import java.util.Arrays;
import java.util.Objects;

/**
 * The accumulator for live samples: one shift, one add and one long of a table per sample.
 *
 * <p>A sample is rounded to float; the top bits of its float bits b name a bucket, whose long grows
 * by {@code 2^40 + b}. That one number holds count and mantissa sum: with {@code per = 2^40 +
 * (bucket << s)} and s = 23 - m, the count is {@code long / per} and the rest is the sum of the low
 * s bits of the samples, exactly, as long as the bucket has fewer than 2^(40-s) samples (2^21 at m
 * = 4). Before the table could hold that many samples altogether it is emptied into wide arrays, so
 * a sketch may grow to {@link TailSketch#MAX_TOTAL} samples.
 *
 * <p>Zeros and subnormals fall into the buckets of exponent 0, infinities and NaN into those of
 * exponent 255, like all others; a block is looked through once more only when it put both kinds
 * into one bucket. A double beyond the range of float counts as infinite, one below half the least
 * float as zero.
 *
 * <p>Single writer, not thread-safe. An update allocates nothing (the wide arrays, once, apart).
 * The table takes 8 bytes times 2^(8+m), 32 KB at m = 4; a signed one twice that. Cost per sample:
 * a shift, an add and one long read and written.
 */
public final class PackedSketch {
  private static final int MAGNITUDE_MASK = 0x7fff_ffff;
  private static final int INFINITY_BITS = 0x7f80_0000;
  private static final int LEAST_NORMAL_BITS = 0x0080_0000;
  private static final int NORMAL_SPAN = INFINITY_BITS - LEAST_NORMAL_BITS;
  private static final float FIRST_LOOK = 1;
  private static final long[] NO_WIDE = new long[0];

  private final SketchLayout layout;
  private final BucketGrid grid;
  private final int shift;
  private final int mask;
  private final long[] table;
  private final int limit;
  private long[] wideCounts = NO_WIDE;
  private long[] wideSums = NO_WIDE;

  /**
   * The magnitudes, of normal samples, that a snapshot looks at first: most buckets are empty, and
   * a walk through all of them is one through 32 KB that are not in the cache.
   */
  private int low;

  private int high;

  /** Samples in the table. */
  private int pending;

  /** Subnormals in the table's buckets of zero, NaN in its buckets of infinity. */
  private int pendingSubnormals;

  private int pendingNans;

  /** The mantissa sum that those subnormals and NaN have brought into their buckets. */
  private long pendingMixture;

  /** Samples that have left the table, and the special ones among them. */
  private long settled;

  private SpecialCounts settledSpecial = SpecialCounts.NONE;

  /** An empty sketch at the default resolution, m = 4. */
  public PackedSketch(SketchLayout layout) {
    this(layout, BucketGrid.DEFAULT_MANTISSA_BITS);
  }

  /**
   * An empty sketch.
   *
   * @param mantissaBits m, from 3 to 7
   */
  public PackedSketch(SketchLayout layout, int mantissaBits) {
    this.layout = Objects.requireNonNull(layout, "layout");
    this.grid = new BucketGrid(mantissaBits);
    this.shift = grid.shift();
    this.mask = layout == SketchLayout.SIGNED ? -1 : MAGNITUDE_MASK;
    this.table = new long[grid.tableSize(layout)];
    this.limit = (int) (PackedKernel.ONE >>> shift) - 1;
    this.low = grid.magnitudeOf(FIRST_LOOK);
    this.high = low + grid.perOctave();
  }

  /** Whether signs are kept. */
  public SketchLayout layout() {
    return layout;
  }

  /** m: there are 2^m buckets per octave. */
  public int mantissaBits() {
    return grid.mantissaBits();
  }

  /** All samples so far, whatever they were. */
  public long total() {
    return settled + pending;
  }

  /** Adds one sample, rounded to float. */
  public void update(double sample) {
    room();
    int bits = Float.floatToRawIntBits((float) sample);
    PackedKernel.add(table, bits, shift, mask);
    pending++;
    if (Integer.compareUnsigned((bits & MAGNITUDE_MASK) - LEAST_NORMAL_BITS, NORMAL_SPAN) >= 0) {
      classify(bits);
    }
  }

  /** Adds {@code length} samples from {@code offset} on. */
  public void update(float[] samples, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, samples.length);
    for (int at = offset, end = offset + length; at < end; ) {
      int stop = at + Math.min(end - at, room());
      PackedKernel.add(table, samples, at, stop, shift, mask);
      pending += stop - at;
      if (mixture() != pendingMixture) {
        for (int i = at; i < stop; i++) {
          classify(Float.floatToRawIntBits(samples[i]));
        }
      }
      at = stop;
    }
  }

  /** Adds {@code length} samples from {@code offset} on, each rounded to float. */
  public void update(double[] samples, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, samples.length);
    for (int at = offset, end = offset + length; at < end; ) {
      int stop = at + Math.min(end - at, room());
      PackedKernel.add(table, samples, at, stop, shift, mask);
      pending += stop - at;
      if (mixture() != pendingMixture) {
        for (int i = at; i < stop; i++) {
          classify(Float.floatToRawIntBits((float) samples[i]));
        }
      }
      at = stop;
    }
  }

  /**
   * Adds samples straight from the bytes of an event.
   *
   * @param bytes holds little-endian float32 values
   * @param byteOffset where the first one begins; any alignment
   * @param floats how many there are
   */
  public void updateFloat32(byte[] bytes, int byteOffset, int floats) {
    Objects.checkFromIndexSize((long) byteOffset, 4L * floats, (long) bytes.length);
    for (int at = byteOffset, end = byteOffset + 4 * floats; at < end; ) {
      int stop = at + 4 * Math.min((end - at) / 4, room());
      PackedKernel.add(table, bytes, at, stop, shift, mask);
      pending += (stop - at) / 4;
      if (mixture() != pendingMixture) {
        for (int i = at; i < stop; i += 4) {
          classify(PackedKernel.bits(bytes, i));
        }
      }
      at = stop;
    }
  }

  /** Infinite and NaN samples so far. Cost: a look at the buckets of exponent 255. */
  public long nonfinite() {
    long sum = settledSpecial.infinities() + settledSpecial.nans();
    for (int half = 0; half < table.length; half += grid.magnitudes()) {
      for (int i = half + grid.endNormal(); i < half + grid.magnitudes(); i++) {
        sum += table[i] == 0 ? 0 : table[i] / unit(i);
      }
    }
    return sum;
  }

  /**
   * The contents as they are now. Cost: one division for each occupied bucket, and a look at those
   * between the least and the largest sample; a few times as much when the samples have come to lie
   * elsewhere.
   */
  public TailSketch snapshot() {
    SpecialCounts special = pendingSpecial();
    int[] buckets = occupied();
    long[] counts = counts(buckets);
    while (looksNarrowly() && Arrays.stream(counts).sum() < pending - special.total()) {
      lookFurther();
      buckets = occupied();
      counts = counts(buckets);
    }
    long[] sums = new long[buckets.length];
    for (int i = 0; i < buckets.length; i++) {
      sums[i] = table[buckets[i]] - counts[i] * unit(buckets[i]);
    }
    if (wideCounts.length > 0) {
      for (int i = 0; i < buckets.length; i++) {
        counts[i] += wideCounts[buckets[i]];
        sums[i] += wideSums[buckets[i]];
      }
    }
    return new TailSketch(layout, grid, settledSpecial.combine(special, 1), buckets, counts, sums);
  }

  private long[] counts(int[] buckets) {
    long[] counts = new long[buckets.length];
    for (int i = 0; i < buckets.length; i++) {
      counts[i] = table[buckets[i]] / unit(buckets[i]);
    }
    return counts;
  }

  private boolean looksNarrowly() {
    return low > grid.firstNormal() || high < grid.endNormal();
  }

  private void lookFurther() {
    int further = high - low;
    low = Math.max(grid.firstNormal(), low - further);
    high = Math.min(grid.endNormal(), high + further);
  }

  /**
   * Replaces the contents, as after {@link #snapshot()}.
   *
   * @throws IllegalArgumentException when layout or resolution differ; nothing is changed then
   */
  public void load(TailSketch sketch) {
    if (sketch.layout() != layout || sketch.mantissaBits() != mantissaBits()) {
      throw new IllegalArgumentException(
          "sketch must be " + layout + " with mantissaBits " + mantissaBits() + ": was " + sketch);
    }
    clear();
    settledSpecial = sketch.special();
    settled = sketch.total();
    if (sketch.total() > limit) {
      openWideArrays();
      for (int i = 0; i < sketch.bucketCount(); i++) {
        wideCounts[sketch.bucket(i)] = sketch.count(i);
        wideSums[sketch.bucket(i)] = sketch.mantissaSum(i);
      }
      return;
    }
    for (int i = 0; i < sketch.bucketCount(); i++) {
      int bucket = sketch.bucket(i);
      table[bucket] = sketch.count(i) * unit(bucket) + sketch.mantissaSum(i);
      pending += (int) sketch.count(i);
    }
    settled -= pending;
  }

  /** Forgets all samples and the wide arrays; the table stays. */
  public void clear() {
    Arrays.fill(table, 0);
    wideCounts = NO_WIDE;
    wideSums = NO_WIDE;
    settled = 0;
    settledSpecial = SpecialCounts.NONE;
    forgetPending();
  }

  /**
   * How many more samples the table can take, at least one: it is emptied when there is no room.
   */
  private int room() {
    if (pending == limit) {
      settle();
    }
    return limit - pending;
  }

  /** Empties the table into the wide arrays. */
  private void settle() {
    if (settled > TailSketch.MAX_TOTAL - 2L * limit) {
      throw new IllegalStateException(
          "a sketch holds at most " + TailSketch.MAX_TOTAL + " samples: had " + total());
    }
    openWideArrays();
    settledSpecial = settledSpecial.combine(pendingSpecial(), 1);
    for (int i = 0; i < table.length; i++) {
      if (table[i] != 0) {
        wideCounts[i] += table[i] / unit(i);
        wideSums[i] += table[i] % unit(i);
        table[i] = 0;
      }
    }
    settled += pending;
    forgetPending();
  }

  private void openWideArrays() {
    if (wideCounts.length == 0) {
      wideCounts = new long[table.length];
      wideSums = new long[table.length];
      low = grid.firstNormal();
      high = grid.endNormal();
    }
  }

  private void forgetPending() {
    pending = 0;
    pendingSubnormals = 0;
    pendingNans = 0;
    pendingMixture = 0;
  }

  /** Counts a sample that shares the bucket of zero or of infinity. */
  private void classify(int bits) {
    int size = bits & MAGNITUDE_MASK;
    if (size >>> shift == 0 && size != 0) {
      pendingSubnormals++;
      pendingMixture += size;
    } else if ((size - INFINITY_BITS) >>> shift == 0 && size != INFINITY_BITS) {
      pendingNans++;
      pendingMixture += size - INFINITY_BITS;
    }
  }

  /** The mantissa sum in the buckets of zero and of infinity; it grows when others join these. */
  private long mixture() {
    int infinity = grid.endNormal();
    long sum = mantissa(0) + mantissa(infinity);
    if (layout == SketchLayout.SIGNED) {
      sum += mantissa(grid.magnitudes()) + mantissa(grid.magnitudes() + infinity);
    }
    return sum;
  }

  private long mantissa(int bucket) {
    return table[bucket] == 0 ? 0 : table[bucket] % unit(bucket);
  }

  /** Takes the buckets of exponent 0 and 255 in the table apart. */
  private SpecialCounts pendingSpecial() {
    long zeros = -pendingSubnormals;
    long subnormals = pendingSubnormals;
    long infinities = -pendingNans;
    long nans = pendingNans;
    for (int half = 0; half < table.length; half += grid.magnitudes()) {
      zeros += table[half] / unit(half);
      infinities += table[half + grid.endNormal()] / unit(half + grid.endNormal());
      for (int i = 1; i < grid.perOctave(); i++) {
        subnormals += table[half + i] / unit(half + i);
        nans += table[half + grid.endNormal() + i] / unit(half + grid.endNormal() + i);
      }
    }
    return new SpecialCounts(zeros, subnormals, infinities, nans);
  }

  /** The occupied buckets of normal samples that are looked at, ascending. */
  private int[] occupied() {
    int[] found = new int[256];
    int used = 0;
    for (int half = 0; half < table.length; half += grid.magnitudes()) {
      for (int i = half + low; i < half + high; i++) {
        if (table[i] != 0 || (wideCounts.length > 0 && wideCounts[i] != 0)) {
          if (used == found.length) {
            found = Arrays.copyOf(found, 2 * used);
          }
          found[used++] = i;
        }
      }
    }
    return Arrays.copyOf(found, used);
  }

  /** What a sample with no low mantissa bits adds to its bucket. */
  private long unit(int bucket) {
    return PackedKernel.ONE + ((long) bucket << shift);
  }
}
