// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailwatch.events.v1.DataType;
import io.tailwatch.producer.data.BadDataException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawReaderTest {

  private static InputLayout layout(InputFormat format, int dimension, ByteOrder order) {
    return new InputLayout(
        format,
        OptionalInt.of(dimension),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        CsvHeader.AUTO,
        order);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1 << 20})
  void everyBitPatternComesBackInBothByteOrders(int chunk) {
    var random = new Random(3);
    // Vectors of 30,000 are longer than the buffer would be otherwise.
    for (int dimension : new int[] {1, 3, 30_000}) {
      double[][] expected = new double[dimension > 100 ? 3 : 5_000][dimension];
      for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
        ByteBuffer bytes =
            ByteBuffer.allocate(expected.length * dimension * Double.BYTES).order(order);
        for (double[] vector : expected) {
          for (int i = 0; i < dimension; i++) {
            vector[i] = Double.longBitsToDouble(random.nextLong());
            bytes.putDouble(vector[i]);
          }
        }
        Reading reading =
            Reading.of(
                layout(InputFormat.F64, dimension, order), new Dribble(bytes.array(), chunk));
        assertThat(reading.vectors()).containsExactly(expected);
        assertThat(reading.type()).isEqualTo(DataType.DATA_TYPE_FLOAT64);
      }
    }
  }

  @Test
  void singlePrecisionIsWidenedExactly() {
    ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putFloat(0.1f).putFloat(-0.0f).putFloat(Float.MIN_VALUE).putFloat(Float.NaN);
    Reading reading = Reading.of(InputLayout.of(InputFormat.F32).withDimension(2), bytes.array());
    assertThat(reading.vectors())
        .containsExactly(new double[] {0.1f, -0.0}, new double[] {Float.MIN_VALUE, Double.NaN});
    assertThat(reading.type()).isEqualTo(DataType.DATA_TYPE_FLOAT32);
  }

  @Test
  void withoutADimensionEveryNumberIsAVector() {
    ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putDouble(1).putDouble(2);
    assertThat(Reading.of(InputLayout.of(InputFormat.F64), bytes.array()).vectors())
        .containsExactly(new double[] {1}, new double[] {2});
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 1 << 20})
  void anEndWithinAVectorIsBadData(int chunk) {
    InputLayout layout = InputLayout.of(InputFormat.F32).withDimension(3);
    assertThatThrownBy(() -> Reading.of(layout, new Dribble(new byte[12 + 5], chunk)))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("in: ends within vector 2, after 5 of its 12 bytes")
        .hasMessageContaining("check the dimension (3)");
  }
}
