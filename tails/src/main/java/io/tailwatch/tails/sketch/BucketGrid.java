// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.sketch;

import java.util.OptionalInt;

/**
 * The bucket edges of a sketch: every octave of {@code float} is cut into 2^m buckets of equal
 * width, so a bucket is named by the exponent and the top m mantissa bits of its samples.
 *
 * <p>A <em>magnitude</em> is that name for |x|: {@code (floatBits(x) & 0x7fffffff) >>> (23 - m)}.
 * Magnitudes below {@link #firstNormal()} hold zeros and subnormals, those from {@link
 * #endNormal()} on hold infinities and NaN. Immutable and thread-safe.
 *
 * @param mantissaBits m, from 3 to 7; a bucket is 2^-m (m = 4: 6.25 %) of its octave's base wide
 */
public record BucketGrid(int mantissaBits) {
  /** The coarsest grid: 8 buckets per octave. */
  public static final int MIN_MANTISSA_BITS = 3;

  /** The finest grid: 128 buckets per octave. */
  public static final int MAX_MANTISSA_BITS = 7;

  /** The grid used unless another one is asked for: 16 buckets per octave. */
  public static final int DEFAULT_MANTISSA_BITS = 4;

  private static final int FLOAT_MANTISSA_BITS = 23;
  private static final int EXPONENT_BIAS = 127;

  /** Checks the range of {@code mantissaBits}. */
  public BucketGrid {
    if (mantissaBits < MIN_MANTISSA_BITS || mantissaBits > MAX_MANTISSA_BITS) {
      throw new IllegalArgumentException(
          "mantissaBits must be in ["
              + MIN_MANTISSA_BITS
              + ", "
              + MAX_MANTISSA_BITS
              + "]: was "
              + mantissaBits);
    }
  }

  /** How far the bits of a float are shifted right to give its bucket: 23 - m. */
  public int shift() {
    return FLOAT_MANTISSA_BITS - mantissaBits;
  }

  /** Buckets per octave: 2^m. */
  public int perOctave() {
    return 1 << mantissaBits;
  }

  /** The number of magnitudes, those of subnormal and non-finite samples included. */
  public int magnitudes() {
    return 1 << (8 + mantissaBits);
  }

  /** The least magnitude of normal samples. */
  public int firstNormal() {
    return 1 << mantissaBits;
  }

  /** One more than the largest magnitude of finite samples. */
  public int endNormal() {
    return 255 << mantissaBits;
  }

  /** The number of buckets in a table of this layout. */
  public int tableSize(SketchLayout layout) {
    return layout == SketchLayout.SIGNED ? 2 * magnitudes() : magnitudes();
  }

  /** The magnitude of a sample; its sign does not matter. */
  public int magnitudeOf(float sample) {
    return (Float.floatToRawIntBits(sample) & 0x7fffffff) >>> shift();
  }

  /**
   * The lower edge of a normal bucket, exactly: (1 + fraction) 2^exponent. For {@link #endNormal()}
   * it is 2^128, the upper edge of the last bucket.
   *
   * @param magnitude in [{@link #firstNormal()}, {@link #endNormal()}]
   */
  public double lowerEdge(int magnitude) {
    double fraction = (double) (magnitude & (perOctave() - 1)) / perOctave();
    return StrictMath.scalb(1 + fraction, (magnitude >>> mantissaBits) - EXPONENT_BIAS);
  }

  /** The magnitude whose lower edge is exactly {@code threshold}; empty when there is none. */
  public OptionalInt magnitudeOfEdge(double threshold) {
    float rounded = (float) threshold;
    int magnitude = magnitudeOf(rounded);
    boolean edge =
        threshold > 0
            && magnitude >= firstNormal()
            && magnitude < endNormal()
            && lowerEdge(magnitude) == threshold;
    return edge ? OptionalInt.of(magnitude) : OptionalInt.empty();
  }
}
