// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {

  private static List<String> lines(InputStream in) throws IOException {
    var reader = new LineReader("in", in);
    var lines = new ArrayList<String>();
    while (true) {
      try {
        if (!reader.next()) {
          return lines;
        }
        lines.add(reader.text());
      } catch (BadRecordException e) {
        lines.add(e.getMessage());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "a", "a\n", "a\r\nb", "\n\na\n\n", "ä\nöü\n", "\r\n\r\n"})
  void linesAreThoseOfJavaHoweverTheyArrive(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int chunk = 1; chunk <= bytes.length + 1; chunk++) {
      assertThat(lines(new Dribble(bytes, chunk))).isEqualTo(text.lines().toList());
    }
  }

  @Test
  void aByteOrderMarkIsDroppedAtTheStartOnly() throws IOException {
    byte[] bytes = "\uFEFFa\n\uFEFFb".getBytes(StandardCharsets.UTF_8);
    assertThat(lines(new Dribble(bytes, 2))).containsExactly("a", "\uFEFFb");
  }

  @Test
  void linesLongerThanTheFirstBufferAreWhole() throws IOException {
    String line = "0123456789".repeat(50_000);
    byte[] bytes = ("x\n" + line + "\ny").getBytes(StandardCharsets.UTF_8);
    assertThat(lines(new Dribble(bytes, 10_007))).containsExactly("x", line, "y");
  }

  @Test
  void aLineBeyondTheLimitIsLeftOutAndThoseAroundItAreNot() throws IOException {
    String longest = "z".repeat(LineReader.MAX_LINE_BYTES - 1);
    byte[] bytes = ("x\n" + longest + "\n" + longest + "zz\ny\n").getBytes(StandardCharsets.UTF_8);
    List<String> lines = lines(new Dribble(bytes, 1 << 16));
    assertThat(lines).hasSize(4);
    assertThat(lines.get(1)).hasSameSizeAs(longest);
    assertThat(lines.get(2)).startsWith("in, line 3: is longer than 16777216 bytes");
    assertThat(lines.get(3)).isEqualTo("y");
  }

  @Test
  void anEndlessLineTakesNoMoreThanTheLimit() throws Exception {
    var endless =
        new InputStream() {
          private long left = 200L << 20;

          @Override
          public int read() {
            return left-- > 0 ? 'z' : -1;
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            if (left <= 0) {
              return -1;
            }
            left -= length;
            Arrays.fill(target, offset, offset + length, (byte) 'z');
            return length;
          }
        };
    var reader = new LineReader("in", endless);
    assertThatThrownBy(reader::next)
        .isInstanceOf(BadRecordException.class)
        .hasMessageContaining("line 1: is longer than");
    assertThat(reader.next()).isFalse();
    assertThat(reader.bytes()).hasSize(LineReader.MAX_LINE_BYTES);
  }
}
