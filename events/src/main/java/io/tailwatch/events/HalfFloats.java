// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.events;

/**
 * The two 16-bit float formats: IEEE 754 binary16 (1 sign, 5 exponent, 10 fraction bits) and
 * bfloat16 (the upper half of a float32). Widening is exact; narrowing rounds once, to nearest with
 * ties to even. Needed because Java 17 has no {@code Float.float16ToFloat}.
 */
final class HalfFloats {
  private static final short FLOAT16_QUIET_NAN = 0x7e00;
  private static final short BFLOAT16_QUIET_NAN = 0x7fc0;

  private HalfFloats() {}

  static float fromBfloat16(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  static float fromFloat16(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = (bits >> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    if (exponent == 0x1f) {
      return Float.intBitsToFloat(sign | 0x7f800000 | fraction << 13);
    }
    if (exponent == 0) {
      // Zero or subnormal: fraction * 2^-24, exact in float32; the sign of zero is kept.
      float magnitude = fraction * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    return Float.intBitsToFloat(sign | (exponent + 112) << 23 | fraction << 13);
  }

  static short toFloat16(double value) {
    return narrow(value, 10, -14, 15, 0x7c00, FLOAT16_QUIET_NAN);
  }

  static short toBfloat16(double value) {
    return narrow(value, 7, -126, 127, 0x7f80, BFLOAT16_QUIET_NAN);
  }

  /**
   * Rounds to a format of {@code fractionBits}: the value is scaled so that one unit in the last
   * place is 1, rounded to an integer (exact, ties to even), and put back together. A carry out of
   * the fraction lands in the exponent by itself, up to infinity.
   */
  private static short narrow(
      double value,
      int fractionBits,
      int minExponent,
      int maxExponent,
      int infinity,
      short quietNan) {
    int sign = (int) (Double.doubleToRawLongBits(value) >>> 48) & 0x8000;
    if (Double.isNaN(value)) {
      return (short) (sign | quietNan);
    }
    double magnitude = Math.abs(value);
    int exponent = Math.max(Math.getExponent(magnitude), minExponent);
    if (exponent > maxExponent) {
      return (short) (sign | infinity);
    }
    long units = (long) Math.rint(Math.scalb(magnitude, fractionBits - exponent));
    // A normal number holds its hidden bit in units; that bit counts for one of the exponent.
    long bits = ((long) (exponent - minExponent) << fractionBits) + units;
    return (short) (sign | (int) bits);
  }
}
