// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubsampleTest {
  private static long[] indices(Subsample choice) {
    return IntStream.range(0, choice.size()).mapToLong(choice::index).toArray();
  }

  /** Values of a separate program in another language, with integers of any length. */
  @Test
  void coordinatesAreThoseOfEveryOtherLanguage() {
    assertThat(indices(Subsample.of(100, 8, 42))).containsExactly(2, 21, 32, 47, 50, 69, 81, 97);
    assertThat(indices(Subsample.of(1_000_003, 7, 1)))
        .containsExactly(136_237, 217_364, 396_845, 542_668, 588_190, 715_628, 963_429);
    assertThat(indices(Subsample.of(1L << 40, 5, -3)))
        .containsExactly(
            169_524_160_427L,
            435_137_190_523L,
            454_328_594_384L,
            775_584_267_659L,
            981_954_129_378L);
  }

  @ParameterizedTest
  @CsvSource({"10, 10", "1, 1", "1000, 999", "4097, 4096", "1099511627776, 65536"})
  void eachStratumGivesOneCoordinate(long dimension, int size) {
    Subsample choice = Subsample.of(dimension, size, 7);
    BigInteger all = BigInteger.valueOf(dimension);
    for (int i = 0; i < size; i++) {
      BigInteger lower = all.multiply(BigInteger.valueOf(i)).divide(BigInteger.valueOf(size));
      BigInteger upper = all.multiply(BigInteger.valueOf(i + 1)).divide(BigInteger.valueOf(size));
      assertThat(BigInteger.valueOf(choice.index(i)))
          .isBetween(lower, upper.subtract(BigInteger.ONE));
    }
  }

  @Test
  void piecesOfAVectorGiveWhatTheWholeGives() {
    Subsample choice = Subsample.of(1000, 37, 5);
    double[] whole = IntStream.range(0, 1000).mapToDouble(i -> i).toArray();
    double[] gathered = new double[37];
    choice.gather(whole, 0, gathered);
    assertThat(gathered)
        .containsExactly(IntStream.range(0, 37).mapToDouble(choice::index).toArray());

    float[] pieces = new float[37];
    for (int first = 0; first < 1000; first += 300) {
      float[] piece = new float[Math.min(300, 1000 - first)];
      for (int i = 0; i < piece.length; i++) {
        piece[i] = first + i;
      }
      choice.gather(piece, first, pieces);
    }
    for (int i = 0; i < 37; i++) {
      assertThat((double) pieces[i]).isEqualTo(gathered[i]);
    }
  }

  @Test
  void whatCannotBeChosenIsRefused() {
    assertThatThrownBy(() -> Subsample.of(10, 11, 1))
        .hasMessage("size must be in [1, fullDimension = 10]: was 11");
    assertThatThrownBy(() -> Subsample.of(10, 0, 1)).hasMessageContaining("size must be in");
    assertThatThrownBy(() -> Subsample.of(10, 5, 0)).hasMessage("seed must not be 0");
  }
}
