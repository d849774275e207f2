// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.DoubleFunction;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Both formats are small enough to be tried in full. */
class HalfFloatsTest {
  private static final int PATTERNS = 1 << 16;

  /** The value by the definition of the format, with nothing shared with the code under test. */
  private static double byDefinition(int bits, int exponentBits, int fractionBits) {
    int bias = (1 << (exponentBits - 1)) - 1;
    double sign = (bits >> 15 & 1) == 0 ? 1 : -1;
    int exponent = bits >> fractionBits & (1 << exponentBits) - 1;
    double fraction = (bits & (1 << fractionBits) - 1) / (double) (1 << fractionBits);
    if (exponent == (1 << exponentBits) - 1) {
      return fraction == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
    }
    return exponent == 0
        ? sign * fraction * StrictMath.pow(2, 1 - bias)
        : sign * (1 + fraction) * StrictMath.pow(2, exponent - bias);
  }

  @Test
  void everyFloat16PatternHasItsValue() {
    for (int bits = 0; bits < PATTERNS; bits++) {
      assertSameDouble(HalfFloats.fromFloat16((short) bits), byDefinition(bits, 5, 10), bits);
    }
  }

  @Test
  void everyBfloat16PatternHasItsValue() {
    for (int bits = 0; bits < PATTERNS; bits++) {
      assertSameDouble(HalfFloats.fromBfloat16((short) bits), byDefinition(bits, 8, 7), bits);
    }
  }

  private static void assertSameDouble(double actual, double expected, int bits) {
    // Tells -0.0 from 0.0, and takes every NaN for the same.
    if (Double.doubleToLongBits(actual) != Double.doubleToLongBits(expected)) {
      assertThat(actual).as("pattern %04x", bits).isEqualTo(expected);
    }
  }

  @Test
  void nanKeepsItsSignAndPayloadWhenWidened() {
    assertThat(Float.floatToRawIntBits(HalfFloats.fromFloat16((short) 0xfe01)))
        .isEqualTo(0xffc02000);
    assertThat(Float.floatToRawIntBits(HalfFloats.fromBfloat16((short) 0x7fc1)))
        .isEqualTo(0x7fc10000);
  }

  @Test
  void narrowingUndoesWidening() {
    assertNarrowingUndoesWidening(HalfFloats::fromFloat16, HalfFloats::toFloat16);
    assertNarrowingUndoesWidening(HalfFloats::fromBfloat16, HalfFloats::toBfloat16);
  }

  private interface Widen {
    float of(short bits);
  }

  private static void assertNarrowingUndoesWidening(Widen widen, DoubleFunction<Short> narrow) {
    for (int bits = 0; bits < PATTERNS; bits++) {
      float value = widen.of((short) bits);
      short back = narrow.apply(value);
      if (Float.isNaN(value)) {
        assertThat(widen.of(back)).isNaN();
      } else if (back != (short) bits) {
        assertThat(back).as("pattern %04x", bits).isEqualTo((short) bits);
      }
    }
  }

  @Test
  void narrowingRoundsToNearestTiesToEven() {
    assertRounding(HalfFloats::toFloat16, bits -> byDefinition(bits, 5, 10), 0x7c00, -26, 17);
    assertRounding(HalfFloats::toBfloat16, bits -> byDefinition(bits, 8, 7), 0x7f80, -135, 129);
  }

  private static void assertRounding(
      DoubleFunction<Short> narrow,
      IntFunction<Double> value,
      int infinity,
      int minExponent,
      int maxExponent) {
    // Neighbours and midpoints of all positive patterns but infinity; the next one after the
    // largest is the value it would have without a limit, which is where overflow begins.
    for (int bits = 0; bits < infinity - 1; bits++) {
      double low = value.apply(bits);
      double high = value.apply(bits + 1);
      double middle = low + (high - low) / 2;
      assertThat(narrow.apply(middle)).isEqualTo((short) (bits % 2 == 0 ? bits : bits + 1));
      assertThat(narrow.apply(Math.nextDown(middle))).isEqualTo((short) bits);
      assertThat(narrow.apply(-Math.nextUp(middle))).isEqualTo((short) (bits + 1 | 0x8000));
    }
    double largest = value.apply(infinity - 1);
    double step = largest - value.apply(infinity - 2);
    assertThat(narrow.apply(largest + step / 2)).isEqualTo((short) infinity);
    assertThat(narrow.apply(Math.nextDown(largest + step / 2))).isEqualTo((short) (infinity - 1));
    assertThat(narrow.apply(Double.MAX_VALUE)).isEqualTo((short) infinity);
    assertThat(narrow.apply(Double.NEGATIVE_INFINITY)).isEqualTo((short) (infinity | 0x8000));
    assertThat(narrow.apply(Double.MIN_VALUE)).isZero();
    assertThat(narrow.apply(-0.0)).isEqualTo((short) 0x8000);
    Random random = new Random(11);
    for (int i = 0; i < 10_000; i++) {
      int exponent = minExponent + random.nextInt(maxExponent - minExponent);
      double x = Math.scalb(1 + random.nextDouble(), exponent);
      double rounded = value.apply((int) narrow.apply(x));
      if (Double.isFinite(rounded)) {
        int bits = narrow.apply(x);
        double error = Math.abs(rounded - x);
        assertThat(error).isLessThanOrEqualTo(Math.abs(value.apply(bits + 1) - x));
        assertThat(error).isLessThanOrEqualTo(Math.abs(value.apply(Math.max(0, bits - 1)) - x));
      }
    }
  }
}
