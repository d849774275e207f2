// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailwatch.producer.data.BadDataException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Bytes that nobody meant: whatever comes, a reader gives vectors or says what is bad, and does not
 * care how the bytes arrive.
 */
class ReaderFuzzTest {
  private static final int ROUNDS = 4_000;

  @ParameterizedTest
  @EnumSource
  void mutatedInputIsReadOrRefusedAndTheSameInEveryChunking(InputFormat format) {
    byte[] good = good(format);
    int read = 0;
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      var random = new Random(round);
      byte[] bytes = mutated(good, random);
      String whole = outcome(format, bytes, 1 << 20);
      String dribbled = outcome(format, bytes, 1 + random.nextInt(9));
      assertThat(dribbled).as("%s, seed %d", format, round).isEqualTo(whole);
      if (whole.contains("bad")) {
        refused++;
      } else {
        read++;
      }
    }
    // Both ends were reached: mutations are neither all fatal nor all harmless.
    assertThat(read).isGreaterThan(20);
    assertThat(refused).isGreaterThan(20);
  }

  /** Vectors and messages as a text. Any other exception than those for the user fails the test. */
  private static String outcome(InputFormat format, byte[] bytes, int chunk) {
    InputLayout layout = InputLayout.of(format);
    if (format.isRaw()) {
      layout = layout.withDimension(2);
    }
    try {
      Reading reading = Reading.of(layout, new Dribble(bytes, chunk));
      var text = new StringBuilder();
      reading.vectors().forEach(vector -> text.append(Arrays.toString(vector)));
      reading.bad().forEach(message -> text.append("\nbad: ").append(message));
      return text.toString();
    } catch (BadDataException e) {
      return "bad: " + e.getMessage();
    }
  }

  private static byte[] mutated(byte[] good, Random random) {
    byte[] bytes = good.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes[at] = good[random.nextInt(good.length)];
        default -> {
          if (at > 0) {
            bytes = Arrays.copyOf(bytes, at);
          }
        }
      }
    }
    return bytes;
  }

  private static byte[] good(InputFormat format) {
    return switch (format) {
      case NDJSON ->
          "[1.5,-2e3]\n{\"step\":3,\"values\":[1,null],\"series\":\"a\",\"x\":{\"y\":[]}}\n[NaN,1]\n"
              .getBytes(StandardCharsets.UTF_8);
      case CSV -> "step,\"w 1\",w2\n1,2.5,-3e7\n2,nan,4\n".getBytes(StandardCharsets.UTF_8);
      case F32, F64 -> new byte[64];
      case NPY -> NpyReaderTest.npy(1, "<f8", false, "(2, 2)", new byte[32]);
    };
  }
}
