// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.sketch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The inner loops of {@link PackedSketch}: per sample {@code table[b >>> shift] += 2^40 + b}.
 *
 * <p>The sum {@code 2^40 + b} is written as an or, which it equals for any 32 bits b and which the
 * compiler turns into faster code; unrolling by hand makes it slower.
 */
final class PackedKernel {
  static final long ONE = 1L << 40;
  private static final long INT_MASK = 0xffff_ffffL;

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private PackedKernel() {}

  static void add(long[] table, float[] samples, int from, int to, int shift, int mask) {
    for (int i = from; i < to; i++) {
      int b = Float.floatToRawIntBits(samples[i]) & mask;
      table[b >>> shift] += ONE | (b & INT_MASK);
    }
  }

  static void add(long[] table, double[] samples, int from, int to, int shift, int mask) {
    for (int i = from; i < to; i++) {
      add(table, Float.floatToRawIntBits((float) samples[i]), shift, mask);
    }
  }

  /** Little-endian floats in the bytes from {@code from} to {@code to}. */
  static void add(long[] table, byte[] samples, int from, int to, int shift, int mask) {
    for (int i = from; i < to; i += Float.BYTES) {
      int b = bits(samples, i) & mask;
      table[b >>> shift] += ONE | (b & INT_MASK);
    }
  }

  static void add(long[] table, int bits, int shift, int mask) {
    int b = bits & mask;
    table[b >>> shift] += ONE | (b & INT_MASK);
  }

  static int bits(byte[] samples, int at) {
    return (int) INTS.get(samples, at);
  }
}
