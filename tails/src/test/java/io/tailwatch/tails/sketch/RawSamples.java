// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.sketch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Test samples given by their float bits, so that every NaN payload and subnormal is reachable. */
final class RawSamples {
  private RawSamples() {}

  static float[] floats(List<Integer> bits) {
    float[] samples = new float[bits.size()];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = Float.intBitsToFloat(bits.get(i));
    }
    return samples;
  }

  static double[] doubles(float[] samples) {
    double[] wide = new double[samples.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = samples[i];
    }
    return wide;
  }

  /** Little-endian bytes with {@code lead} bytes of noise before and three after. */
  static byte[] bytes(float[] samples, int lead) {
    ByteBuffer buffer =
        ByteBuffer.allocate(lead + 4 * samples.length + 3).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < lead; i++) {
      buffer.put((byte) -1);
    }
    for (float sample : samples) {
      buffer.putInt(Float.floatToRawIntBits(sample));
    }
    return buffer.array();
  }

  static TailSketch sketchAt(int mantissaBits, SketchLayout layout, float... samples) {
    PackedSketch packed = new PackedSketch(layout, mantissaBits);
    packed.update(samples, 0, samples.length);
    return packed.snapshot();
  }

  static TailSketch sketch(SketchLayout layout, float... samples) {
    return sketchAt(BucketGrid.DEFAULT_MANTISSA_BITS, layout, samples);
  }
}
