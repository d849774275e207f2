// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailwatch.events.v1.DataType;
import io.tailwatch.producer.data.BadDataException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyReaderTest {
  private static final InputLayout LAYOUT = InputLayout.of(InputFormat.NPY);
  private static final byte[] SIX = doubles(1, 2, 3, 4, 5, 6);

  /** As NumPy writes it: padded with blanks to a multiple of 64 bytes, and a line feed. */
  static byte[] npy(int version, String descr, boolean fortran, String shape, byte[] data) {
    String dictionary =
        "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }"
            .formatted(descr, fortran ? "True" : "False", shape);
    return raw(version, dictionary, data);
  }

  private static byte[] raw(int version, String dictionary, byte[] data) {
    int prefix = version == 1 ? 10 : 12;
    int length = (prefix + dictionary.length() + 1 + 63) / 64 * 64 - prefix;
    ByteBuffer bytes =
        ByteBuffer.allocate(prefix + length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    bytes.put((byte) version).put((byte) 0);
    if (version == 1) {
      bytes.putShort((short) length);
    } else {
      bytes.putInt(length);
    }
    String padded = dictionary + " ".repeat(length - dictionary.length() - 1) + "\n";
    return bytes.put(padded.getBytes(StandardCharsets.UTF_8)).put(data).array();
  }

  private static byte[] doubles(double... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      bytes.putDouble(value);
    }
    return bytes.array();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void everyVersionIsRead(int version) {
    byte[] bytes = npy(version, "<f8", false, "(2, 3)", SIX);
    for (int chunk : new int[] {1, 13, 1 << 20}) {
      Reading reading = Reading.of(LAYOUT, new Dribble(bytes, chunk));
      assertThat(reading.vectors()).containsExactly(new double[] {1, 2, 3}, new double[] {4, 5, 6});
      assertThat(reading.type()).isEqualTo(DataType.DATA_TYPE_FLOAT64);
    }
  }

  /**
   * {@code numpy.save} of {@code numpy.array([[1.5, -2], [numpy.nan, 65504]], '>f2')}, NumPy 1.24.
   */
  @Test
  void aFileThatNumPyWroteIsRead() {
    byte[] bytes =
        Base64.getDecoder()
            .decode(
                "k05VTVBZAQB2AHsnZGVzY3InOiAnPmYyJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBl"
                    + "JzogKDIsIDIpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg"
                    + "ICAgICAgICAgICAgIAo+AMAAfgB7/w==");
    Reading reading = Reading.of(LAYOUT, bytes);
    assertThat(reading.vectors())
        .containsExactly(new double[] {1.5, -2}, new double[] {Double.NaN, 65504});
    assertThat(reading.type()).isEqualTo(DataType.DATA_TYPE_FLOAT16);
  }

  @Test
  void bothWidthsAndByteOrdersAreRead() {
    ByteBuffer single = ByteBuffer.allocate(8).order(ByteOrder.BIG_ENDIAN).putFloat(0.1f);
    Reading big = Reading.of(LAYOUT, npy(1, ">f4", false, "(2,)", single.array()));
    assertThat(big.vectors()).containsExactly(new double[] {0.1f}, new double[] {0});
    assertThat(big.type()).isEqualTo(DataType.DATA_TYPE_FLOAT32);
    ByteBuffer wide = ByteBuffer.allocate(8).order(ByteOrder.BIG_ENDIAN).putDouble(0.1);
    assertThat(Reading.of(LAYOUT, npy(1, ">f8", false, "(1,)", wide.array())).vectors())
        .containsExactly(new double[] {0.1});
  }

  @Test
  void oneAxisCountsVectorsUnlessADimensionIsGiven() {
    byte[] bytes = npy(1, "<f8", false, "(6,)", SIX);
    assertThat(Reading.of(LAYOUT, bytes).vectors()).hasSize(6);
    assertThat(Reading.of(LAYOUT.withDimension(3), bytes).vectors())
        .containsExactly(new double[] {1, 2, 3}, new double[] {4, 5, 6});
  }

  @Test
  void furtherAxesMakeUpAVector() {
    byte[] bytes = npy(1, "<f8", false, "(1, 2, 3)", SIX);
    assertThat(Reading.of(LAYOUT, bytes).vectors())
        .containsExactly(new double[] {1, 2, 3, 4, 5, 6});
  }

  @Test
  void arraysMayFollowEachOther() {
    var stream = new ByteArrayOutputStream();
    stream.writeBytes(npy(1, "<f8", false, "(0, 3)", new byte[0]));
    stream.writeBytes(npy(1, "<f8", false, "(2, 3)", SIX));
    stream.writeBytes(npy(2, "<f8", false, "(1, 3)", doubles(7, 8, 9)));
    for (int chunk : new int[] {1, 1 << 20}) {
      assertThat(Reading.of(LAYOUT, new Dribble(stream.toByteArray(), chunk)).vectors())
          .containsExactly(new double[] {1, 2, 3}, new double[] {4, 5, 6}, new double[] {7, 8, 9});
    }
  }

  @Test
  void fortranOrderIsReadWhereItIsTheSameAndRefusedWhereItIsNot() {
    assertThat(Reading.of(LAYOUT, npy(1, "<f8", true, "(6, 1)", SIX)).vectors()).hasSize(6);
    assertThat(Reading.of(LAYOUT, npy(1, "<f8", true, "(1, 6)", SIX)).vectors()).hasSize(1);
    assertThatThrownBy(() -> Reading.of(LAYOUT, npy(1, "<f8", true, "(2, 3)", SIX)))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("numpy.ascontiguousarray");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "<i8~(2, 3)~of type <i8; save it with .astype",
        "<c16~(2, 3)~of type <c16",
        "|b1~(6,)~of type",
        "<f8~()~a single number",
        "<f8~(2, 0)~its rows have no values",
        "<f8~(2, 99999999)~its rows have more than",
        "<f8~(2, 99999, 99999)~its rows have more than",
        "<f8~(999999999999999999, 1000000)~too many",
        "<f8~(7, 1)~ends 1 vector before its header says",
        "<f8~(3, 3)~ends 1 vector before its header says",
        "<f8~(2, 4)~ends within vector 2, after 16 of its 32 bytes",
      })
  void anArrayThatCannotBeReadSaysWhy(String descr, String shape, String message) {
    assertThatThrownBy(() -> Reading.of(LAYOUT, npy(1, descr, false, shape, SIX)))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("in")
        .hasMessageContaining(message);
  }

  @Test
  void whatIsNoArrayIsSaidToBeNone() {
    assertBad("1,2,3\n".getBytes(StandardCharsets.UTF_8), "is not a NumPy array");
    assertBad(new byte[] {(byte) 0x93, 'N'}, "is not a NumPy array");
    assertBad(raw(4, "{}", SIX), "version 4");
    assertBad(raw(1, "{}", SIX), "holds no plain numbers");
    assertBad(raw(1, "{'descr': [('a', '<f4'), ('b', '<f4')]}", SIX), "holds no plain numbers");
    assertBad(raw(1, "{'descr': '<f8', 'shape': (2, -3)}", SIX), "not that of a NumPy array");
    byte[] whole = npy(1, "<f8", false, "(2, 3)", SIX);
    assertBad(Arrays.copyOf(whole, 40), "ends within its header");
    assertBad(Arrays.copyOf(whole, 9), "ends within its header");
    byte[] huge = npy(2, "<f8", false, "(2, 3)", SIX);
    huge[10] = 127;
    assertBad(huge, "its header has");
    byte[] twice = Arrays.copyOf(whole, whole.length + 10);
    assertBad(twice, "what follows vector 2 is not another NumPy array");
  }

  private static void assertBad(byte[] bytes, String message) {
    assertThatThrownBy(() -> Reading.of(LAYOUT, bytes))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(message);
  }
}
