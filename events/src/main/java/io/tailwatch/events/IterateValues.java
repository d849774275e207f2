// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.events;

import com.google.protobuf.ByteOutput;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.tailwatch.events.v1.DataType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * Conversion between vectors and the little-endian bytes of {@code IterateBatch.values}.
 *
 * <p>Decoding is exact: every float16, bfloat16 and float32 is a double; infinities stay infinite
 * and NaN stays NaN. Encoding rounds to nearest, ties to even; what is beyond the range of the type
 * becomes infinite. Decoding and encoding into given arrays allocates nothing. Stateless;
 * thread-safe.
 */
public final class IterateValues {
  private static final VarHandle SHORT_LE =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle FLOAT_LE =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle DOUBLE_LE =
      MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

  private IterateValues() {}

  /**
   * A range of a byte array that others may own: read it, never write it, and do not keep it longer
   * than the message it came from.
   */
  public record BytesView(byte[] array, int offset, int length) {}

  /** The width of one value, in bytes. */
  public static int bytesPerValue(DataType type) {
    return switch (type) {
      case DATA_TYPE_FLOAT32 -> Float.BYTES;
      case DATA_TYPE_FLOAT64 -> Double.BYTES;
      case DATA_TYPE_BFLOAT16, DATA_TYPE_FLOAT16 -> Short.BYTES;
      case UNRECOGNIZED -> throw new BadEventException("data_type is not one that is known");
    };
  }

  /**
   * The bytes behind a {@code ByteString}, without a copy when they are contiguous, which those of
   * a parsed message always are; a concatenated one is copied.
   */
  public static BytesView view(ByteString bytes) {
    ViewTaker taker = new ViewTaker();
    try {
      UnsafeByteOperations.unsafeWriteTo(bytes, taker);
    } catch (IOException e) {
      throw new UncheckedIOException("the view of a byte string does no input or output", e);
    }
    if (taker.pieces <= 1) {
      return taker.view;
    }
    byte[] copy = bytes.toByteArray();
    return new BytesView(copy, 0, copy.length);
  }

  /** Decodes all values; {@code target} must hold exactly as many as there are. */
  public static void decode(ByteString values, DataType type, double[] target) {
    BytesView view = view(values);
    if ((long) target.length * bytesPerValue(type) != view.length()) {
      throw new BadEventException(
          "values must have "
              + (long) target.length * bytesPerValue(type)
              + " bytes: had "
              + view.length());
    }
    decode(view, type, 0, target, 0, target.length);
  }

  /**
   * Decodes {@code count} values from the {@code firstValue}-th on, for instance one row: {@code
   * decode(view, type, row * dimension, target, 0, dimension)}.
   *
   * @throws IndexOutOfBoundsException when the range leaves the view or the target
   */
  public static void decode(
      BytesView view, DataType type, int firstValue, double[] target, int targetOffset, int count) {
    int width = bytesPerValue(type);
    Objects.checkFromIndexSize(firstValue, count, view.length() / width);
    Objects.checkFromIndexSize(targetOffset, count, target.length);
    byte[] bytes = view.array();
    int at = view.offset() + firstValue * width;
    switch (type) {
      case DATA_TYPE_FLOAT32 -> {
        for (int i = 0; i < count; i++) {
          target[targetOffset + i] = (float) FLOAT_LE.get(bytes, at + i * Float.BYTES);
        }
      }
      case DATA_TYPE_FLOAT64 -> {
        for (int i = 0; i < count; i++) {
          target[targetOffset + i] = (double) DOUBLE_LE.get(bytes, at + i * Double.BYTES);
        }
      }
      case DATA_TYPE_BFLOAT16 -> {
        for (int i = 0; i < count; i++) {
          target[targetOffset + i] =
              HalfFloats.fromBfloat16((short) SHORT_LE.get(bytes, at + i * Short.BYTES));
        }
      }
      case DATA_TYPE_FLOAT16 -> {
        for (int i = 0; i < count; i++) {
          target[targetOffset + i] =
              HalfFloats.fromFloat16((short) SHORT_LE.get(bytes, at + i * Short.BYTES));
        }
      }
      case UNRECOGNIZED -> throw new BadEventException("data_type is not one that is known");
    }
  }

  /** The single value at an index of the view. */
  public static double valueAt(BytesView view, DataType type, int index) {
    int at =
        view.offset()
            + Objects.checkIndex(index, view.length() / bytesPerValue(type)) * bytesPerValue(type);
    return switch (type) {
      case DATA_TYPE_FLOAT32 -> (float) FLOAT_LE.get(view.array(), at);
      case DATA_TYPE_FLOAT64 -> (double) DOUBLE_LE.get(view.array(), at);
      case DATA_TYPE_BFLOAT16 -> HalfFloats.fromBfloat16((short) SHORT_LE.get(view.array(), at));
      case DATA_TYPE_FLOAT16 -> HalfFloats.fromFloat16((short) SHORT_LE.get(view.array(), at));
      case UNRECOGNIZED -> throw new BadEventException("data_type is not one that is known");
    };
  }

  /**
   * Encodes a vector at {@code offset} of {@code target}.
   *
   * @return the offset behind the last byte written
   * @throws IndexOutOfBoundsException when the target is too short
   */
  public static int encode(double[] source, DataType type, byte[] target, int offset) {
    return encode(source, 0, source.length, type, target, offset);
  }

  /** As {@link #encode(double[], DataType, byte[], int)}, for a range of a vector. */
  public static int encode(
      double[] source, int first, int count, DataType type, byte[] target, int offset) {
    Objects.checkFromIndexSize(first, count, source.length);
    int at = offset;
    switch (type) {
      case DATA_TYPE_FLOAT32 -> {
        for (int i = first; i < first + count; i++) {
          FLOAT_LE.set(target, at, (float) source[i]);
          at += Float.BYTES;
        }
      }
      case DATA_TYPE_FLOAT64 -> {
        for (int i = first; i < first + count; i++) {
          DOUBLE_LE.set(target, at, source[i]);
          at += Double.BYTES;
        }
      }
      case DATA_TYPE_BFLOAT16 -> {
        for (int i = first; i < first + count; i++) {
          SHORT_LE.set(target, at, HalfFloats.toBfloat16(source[i]));
          at += Short.BYTES;
        }
      }
      case DATA_TYPE_FLOAT16 -> {
        for (int i = first; i < first + count; i++) {
          SHORT_LE.set(target, at, HalfFloats.toFloat16(source[i]));
          at += Short.BYTES;
        }
      }
      case UNRECOGNIZED -> throw new BadEventException("data_type is not one that is known");
    }
    return at;
  }

  /** As {@link #encode(double[], DataType, byte[], int)}, for single precision. */
  public static int encode(float[] source, DataType type, byte[] target, int offset) {
    return encode(source, 0, source.length, type, target, offset);
  }

  /** As {@link #encode(float[], DataType, byte[], int)}, for a range of a vector. */
  public static int encode(
      float[] source, int first, int count, DataType type, byte[] target, int offset) {
    Objects.checkFromIndexSize(first, count, source.length);
    int at = offset;
    switch (type) {
      case DATA_TYPE_FLOAT32 -> {
        for (int i = first; i < first + count; i++) {
          FLOAT_LE.set(target, at, source[i]);
          at += Float.BYTES;
        }
      }
      case DATA_TYPE_FLOAT64 -> {
        for (int i = first; i < first + count; i++) {
          DOUBLE_LE.set(target, at, (double) source[i]);
          at += Double.BYTES;
        }
      }
      case DATA_TYPE_BFLOAT16 -> {
        for (int i = first; i < first + count; i++) {
          SHORT_LE.set(target, at, HalfFloats.toBfloat16(source[i]));
          at += Short.BYTES;
        }
      }
      case DATA_TYPE_FLOAT16 -> {
        for (int i = first; i < first + count; i++) {
          SHORT_LE.set(target, at, HalfFloats.toFloat16(source[i]));
          at += Short.BYTES;
        }
      }
      case UNRECOGNIZED -> throw new BadEventException("data_type is not one that is known");
    }
    return at;
  }

  /** Catches the array that a byte string hands out. */
  private static final class ViewTaker extends ByteOutput {
    private BytesView view = new BytesView(new byte[0], 0, 0);
    private int pieces;

    @Override
    public void writeLazy(byte[] value, int offset, int length) {
      view = new BytesView(value, offset, length);
      pieces++;
    }

    @Override
    public void writeLazy(ByteBuffer value) {
      byte[] copy = new byte[value.remaining()];
      value.get(copy);
      writeLazy(copy, 0, copy.length);
    }

    @Override
    public void write(byte value) {
      write(new byte[] {value}, 0, 1);
    }

    @Override
    public void write(byte[] value, int offset, int length) {
      writeLazy(Arrays.copyOfRange(value, offset, offset + length), 0, length);
    }

    @Override
    public void write(ByteBuffer value) {
      writeLazy(value);
    }
  }
}
