// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.publish;

import java.util.Objects;

/**
 * A seeded choice of the coordinates of a long vector, the same for every step and in every
 * language: the vector of length D is cut into m strata {@code [floor(i D/m), floor((i+1) D/m))},
 * and each gives one coordinate,
 *
 * <pre>lower + (splitmix64(seed + i 0x9e3779b97f4a7c15) mod length of the stratum)</pre>
 *
 * in unsigned 64-bit arithmetic. So coordinates ascend, differ, and are spread over the vector. An
 * event that holds such a sample says so by its {@code subsample_seed} and {@code full_dimension},
 * from which it can be drawn again. Immutable; thread-safe.
 */
public final class Subsample {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private final long fullDimension;
  private final int size;
  private final long seed;
  // Drawn once: divisions for each value of each step would cost more than all the rest.
  private final long[] indices;

  private Subsample(long fullDimension, int size, long seed) {
    this.fullDimension = fullDimension;
    this.size = size;
    this.seed = seed;
    this.indices = new long[size];
    for (int i = 0; i < size; i++) {
      long lower = stratum(i);
      indices[i] = lower + Long.remainderUnsigned(mix(seed + i * GOLDEN), stratum(i + 1) - lower);
    }
  }

  /**
   * A choice of coordinates.
   *
   * @param fullDimension D, length of the whole vector
   * @param size m, number of coordinates, from 1 to D
   * @param seed any number but 0, which on the wire means "all coordinates"
   */
  public static Subsample of(long fullDimension, int size, long seed) {
    if (size < 1 || size > fullDimension) {
      throw new IllegalArgumentException(
          "size must be in [1, fullDimension = " + fullDimension + "]: was " + size);
    }
    if (seed == 0) {
      throw new IllegalArgumentException("seed must not be 0");
    }
    return new Subsample(fullDimension, size, seed);
  }

  /** Number of coordinates. */
  public int size() {
    return size;
  }

  /** Length of the whole vector. */
  public long fullDimension() {
    return fullDimension;
  }

  /** What the choice follows from. */
  public long seed() {
    return seed;
  }

  /** The i-th coordinate, counted from 0; ascending in i. */
  public long index(int i) {
    return indices[i];
  }

  /** floor(i D / m): the product may need more than 64 bits. */
  private long stratum(int i) {
    return fullDimension / size * i + fullDimension % size * i / size;
  }

  /** The finaliser of SplitMix64 (Steele, Lea and Flood, 2014). */
  private static long mix(long state) {
    long z = state;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /**
   * Copies the chosen coordinates.
   *
   * @param from a piece of the whole vector
   * @param first index of {@code from[0]} in the whole vector
   * @param into as long as the choice; entries outside of the piece are left as they are
   */
  public void gather(float[] from, long first, float[] into) {
    for (int i = 0; i < size; i++) {
      long index = indices[i] - first;
      if (index >= 0 && index < from.length) {
        into[i] = from[(int) index];
      }
    }
  }

  /** {@link #gather(float[], long, float[])} in double precision. */
  public void gather(double[] from, long first, double[] into) {
    for (int i = 0; i < size; i++) {
      long index = indices[i] - first;
      if (index >= 0 && index < from.length) {
        into[i] = from[(int) index];
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Subsample that
        && fullDimension == that.fullDimension
        && size == that.size
        && seed == that.seed;
  }

  @Override
  public int hashCode() {
    return Objects.hash(fullDimension, size, seed);
  }

  @Override
  public String toString() {
    return size + " of " + fullDimension + " coordinates, seed " + seed;
  }
}
