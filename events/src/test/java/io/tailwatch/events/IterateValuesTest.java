// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.tailwatch.events.IterateValues.BytesView;
import io.tailwatch.events.v1.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IterateValuesTest {
  private static final float[] SPECIAL_FLOATS = {
    0f,
    -0f,
    1f,
    Float.MIN_VALUE,
    -Float.MIN_NORMAL,
    Float.MAX_VALUE,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.NaN,
    0.1f
  };
  private static final double[] SPECIAL_DOUBLES = {
    0,
    -0.0,
    1,
    Double.MIN_VALUE,
    -Double.MIN_NORMAL,
    Double.MAX_VALUE,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.NaN,
    0.1
  };

  @Test
  void float32IsLittleEndianAndExact() {
    byte[] bytes = new byte[SPECIAL_FLOATS.length * 4];

    int end = IterateValues.encode(SPECIAL_FLOATS, DataType.DATA_TYPE_FLOAT32, bytes, 0);

    assertThat(end).isEqualTo(bytes.length);
    ByteBuffer expected = ByteBuffer.allocate(bytes.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : SPECIAL_FLOATS) {
      expected.putFloat(value);
    }
    assertThat(bytes).isEqualTo(expected.array());
    double[] decoded = new double[SPECIAL_FLOATS.length];
    IterateValues.decode(ByteString.copyFrom(bytes), DataType.DATA_TYPE_FLOAT32, decoded);
    for (int i = 0; i < decoded.length; i++) {
      assertThat(Float.floatToRawIntBits((float) decoded[i]))
          .isEqualTo(Float.floatToRawIntBits(SPECIAL_FLOATS[i]));
    }
  }

  @Test
  void float64IsLittleEndianAndExact() {
    byte[] bytes = new byte[SPECIAL_DOUBLES.length * 8];

    IterateValues.encode(SPECIAL_DOUBLES, DataType.DATA_TYPE_FLOAT64, bytes, 0);

    ByteBuffer expected = ByteBuffer.allocate(bytes.length).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : SPECIAL_DOUBLES) {
      expected.putDouble(value);
    }
    assertThat(bytes).isEqualTo(expected.array());
    double[] decoded = new double[SPECIAL_DOUBLES.length];
    IterateValues.decode(ByteString.copyFrom(bytes), DataType.DATA_TYPE_FLOAT64, decoded);
    for (int i = 0; i < decoded.length; i++) {
      assertThat(Double.doubleToRawLongBits(decoded[i]))
          .isEqualTo(Double.doubleToRawLongBits(SPECIAL_DOUBLES[i]));
    }
  }

  @Test
  void nanPayloadOfFloatsSurvivesEncoding() {
    float[] payload = {Float.intBitsToFloat(0x7fc12345)};
    byte[] bytes = new byte[4];

    IterateValues.encode(payload, DataType.DATA_TYPE_FLOAT32, bytes, 0);

    assertThat(bytes).containsExactly(0x45, 0x23, 0xc1, 0x7f);
  }

  @Test
  void doubleBeyondFloat32BecomesInfinite() {
    byte[] bytes = new byte[4];
    IterateValues.encode(new double[] {1e300}, DataType.DATA_TYPE_FLOAT32, bytes, 0);

    assertThat(IterateValues.valueAt(view(bytes), DataType.DATA_TYPE_FLOAT32, 0))
        .isEqualTo(Double.POSITIVE_INFINITY);
  }

  @ParameterizedTest
  @EnumSource(value = DataType.class, names = "UNRECOGNIZED", mode = EnumSource.Mode.EXCLUDE)
  void rowsAndSingleValuesAgreeWithTheWhole(DataType type) {
    int steps = 7;
    int dimension = 5;
    Random random = new Random(3);
    double[] source = random.doubles((long) steps * dimension, -10, 10).toArray();
    byte[] bytes = new byte[3 + source.length * IterateValues.bytesPerValue(type)];
    IterateValues.encode(source, type, bytes, 3);
    BytesView view = new BytesView(bytes, 3, bytes.length - 3);
    double[] whole = new double[source.length];
    IterateValues.decode(UnsafeByteOperations.unsafeWrap(bytes, 3, view.length()), type, whole);

    double[] row = new double[dimension + 2];
    for (int step = 0; step < steps; step++) {
      IterateValues.decode(view, type, step * dimension, row, 1, dimension);
      for (int i = 0; i < dimension; i++) {
        assertThat(row[1 + i]).isEqualTo(whole[step * dimension + i]);
        assertThat(IterateValues.valueAt(view, type, step * dimension + i)).isEqualTo(row[1 + i]);
      }
    }
    assertThat(row[0]).isZero();
    assertThat(row[dimension + 1]).isZero();
    for (int i = 0; i < source.length; i++) {
      // Half a unit in the last place of bfloat16, the coarsest: 2^-9 relative.
      assertThat(whole[i]).isCloseTo(source[i], within(source[i]));
    }
  }

  private static org.assertj.core.data.Offset<Double> within(double value) {
    return org.assertj.core.data.Offset.offset(Math.abs(value) * 0x1p-8);
  }

  @ParameterizedTest
  @EnumSource(value = DataType.class, names = "UNRECOGNIZED", mode = EnumSource.Mode.EXCLUDE)
  void floatsAndDoublesEncodeAlike(DataType type) {
    float[] floats = new float[100];
    double[] doubles = new double[100];
    Random random = new Random(5);
    for (int i = 0; i < floats.length; i++) {
      floats[i] = Float.intBitsToFloat(random.nextInt());
      doubles[i] = floats[i];
    }
    // A float NaN with a payload may lose it on the way through double: leave those out here.
    for (int i = 0; i < floats.length; i++) {
      if (Float.isNaN(floats[i])) {
        floats[i] = 1;
        doubles[i] = 1;
      }
    }
    byte[] fromFloats = new byte[100 * IterateValues.bytesPerValue(type)];
    byte[] fromDoubles = fromFloats.clone();

    IterateValues.encode(floats, type, fromFloats, 0);
    IterateValues.encode(doubles, type, fromDoubles, 0);

    assertThat(fromFloats).isEqualTo(fromDoubles);
  }

  @Test
  void viewOfAWrappedArrayIsTheArrayItself() {
    byte[] bytes = {1, 2, 3, 4, 5, 6};
    BytesView view = IterateValues.view(UnsafeByteOperations.unsafeWrap(bytes, 2, 3));

    assertThat(view.array()).isSameAs(bytes);
    assertThat(view.offset()).isEqualTo(2);
    assertThat(view.length()).isEqualTo(3);
  }

  @Test
  void viewOfConcatenatedBytesIsACompleteCopy() {
    ByteString left = ByteString.copyFrom(new byte[200]);
    byte[] ones = new byte[300];
    java.util.Arrays.fill(ones, (byte) 1);
    BytesView view = IterateValues.view(left.concat(ByteString.copyFrom(ones)));

    assertThat(view.length()).isEqualTo(500);
    assertThat(view.array()[view.offset() + 199]).isZero();
    assertThat(view.array()[view.offset() + 200]).isEqualTo((byte) 1);
  }

  @Test
  void viewOfNothingIsEmpty() {
    assertThat(IterateValues.view(ByteString.EMPTY).length()).isZero();
  }

  @Test
  void wrongLengthsAreRefused() {
    assertThatThrownBy(
            () ->
                IterateValues.decode(
                    ByteString.copyFrom(new byte[7]), DataType.DATA_TYPE_FLOAT32, new double[2]))
        .isInstanceOf(BadEventException.class)
        .hasMessage("values must have 8 bytes: had 7");
    assertThatThrownBy(
            () ->
                IterateValues.decode(
                    view(new byte[8]), DataType.DATA_TYPE_FLOAT32, 1, new double[2], 0, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> IterateValues.bytesPerValue(DataType.UNRECOGNIZED))
        .isInstanceOf(BadEventException.class);
  }

  private static BytesView view(byte[] bytes) {
    return new BytesView(bytes, 0, bytes.length);
  }
}
