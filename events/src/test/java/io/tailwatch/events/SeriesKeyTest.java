// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesKeyTest {
  @Test
  void plainNamesStayReadable() {
    assertThat(SeriesKey.of("run-1", "layer.0_~").encode()).isEqualTo("run-1/layer.0_~");
    assertThat(SeriesKey.of("run-1", "w", 3).encode()).isEqualTo("run-1/w/3");
  }

  @Test
  void everythingElseIsPercentEncodedAsUtf8() {
    assertThat(SeriesKey.of("a/b c", "é%").encode()).isEqualTo("a%2Fb%20c/%C3%A9%25");
    assertThat(SeriesKey.of("\uD83D\uDE00", "x").encode()).isEqualTo("%F0%9F%98%80/x");
  }

  @Test
  void runAloneIsEncodedLikeAComponent() {
    assertThat(SeriesKey.encodeRun("a/b")).isEqualTo("a%2Fb");
    assertThat(SeriesKey.parseRun("a%2Fb")).isEqualTo("a/b");
    assertThatThrownBy(() -> SeriesKey.parseRun("a/b")).isInstanceOf(BadEventException.class);
    assertThatThrownBy(() -> SeriesKey.parseRun(null)).isInstanceOf(BadEventException.class);
  }

  @Test
  void parseUndoesEncodeForRandomNames() {
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      OptionalInt shard =
          random.nextBoolean() ? OptionalInt.of(random.nextInt(100)) : OptionalInt.empty();
      SeriesKey key = new SeriesKey(randomName(random), randomName(random), shard);

      assertThat(SeriesKey.parse(key.encode())).isEqualTo(key);
      assertThat(key.encode().chars().filter(c -> c == '/').count())
          .isEqualTo(shard.isPresent() ? 2 : 1);
    }
  }

  private static String randomName(Random random) {
    StringBuilder name = new StringBuilder();
    int length = 1 + random.nextInt(20);
    while (name.length() < length) {
      int codePoint = random.nextInt(random.nextBoolean() ? 0x80 : 0x11000);
      if (Character.isDefined(codePoint)
          && !Character.isISOControl(codePoint)
          && (codePoint < 0xD800 || codePoint > 0xDFFF)) {
        name.appendCodePoint(codePoint);
      }
    }
    return name.toString();
  }

  @Test
  void withoutShardIsTheWholeSeries() {
    assertThat(SeriesKey.of("r", "s", 2).withoutShard()).isEqualTo(SeriesKey.of("r", "s"));
    assertThat(SeriesKey.of("r", "s").withoutShard()).isEqualTo(SeriesKey.of("r", "s"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "run",
        "/s",
        "r/",
        "r/s/",
        "r/s/x",
        "r/s/-1",
        "r/s/01",
        "r/s/99999999999",
        "r/s/0/0",
        "r/%",
        "r/%2",
        "r/%zz",
        "r/%2f",
        "r/a b",
        "r/é",
        "r/%FF",
        "r/%00",
        "r/%ED%A0%80"
      })
  void whatIsNoEncodingIsABadEvent(String text) {
    assertThatThrownBy(() -> SeriesKey.parse(text)).isInstanceOf(BadEventException.class);
  }

  @Test
  void absentOrHugeKeyIsABadEvent() {
    assertThatThrownBy(() -> SeriesKey.parse(null)).isInstanceOf(BadEventException.class);
    assertThatThrownBy(() -> SeriesKey.parse("r/" + "x".repeat(100_000)))
        .isInstanceOf(BadEventException.class)
        .hasMessageContaining("100002 characters");
  }

  @Test
  void namesKeepTheirRules() {
    assertThat(SeriesKey.of("x".repeat(256), "s").run()).hasSize(256);
    assertThatThrownBy(() -> SeriesKey.of("x".repeat(257), "s"))
        .hasMessage("run must have at most 256 characters: had 257");
    assertThatThrownBy(() -> SeriesKey.of("r", "a\nb"))
        .hasMessage("series must not hold control characters: had U+000A at 1");
    assertThatThrownBy(() -> SeriesKey.of("r", "\uD83D"))
        .hasMessageContaining("series must be valid Unicode");
    assertThatThrownBy(() -> SeriesKey.of("r", "s", -1))
        .hasMessage("shard must not be negative: was -1");
  }
}
