// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.letters;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.tailwatch.events.v1.IterateBatch;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class GistTest {

  private static final byte[] BATCH =
      IterateBatch.newBuilder()
          .setRun("run 1")
          .setAttempt(2)
          .setSeries("layer/0")
          .setFirstStep(700)
          .setSteps(5)
          .setDimension(1)
          .setValues(ByteString.copyFrom(new byte[20]))
          .build()
          .toByteArray();

  @Test
  void aWholeBatchTellsAll() {
    Gist gist = Gist.of(letter("key", BATCH, null));
    assertThat(gist.name()).contains("run 1/layer/0");
    assertThat(gist.attempt()).hasValue(2);
    assertThat(gist.step()).hasValue(700);
    assertThat(gist.steps()).hasValue(5);
    assertThat(gist.from()).isEqualTo("value");
  }

  /** Wherever it is cut, what was read before is right and nothing else is made up. */
  @Test
  void aCutBatchTellsWhatComesBeforeTheCut() {
    for (int length = 0; length < BATCH.length; length++) {
      Gist gist = Gist.of(letter("no key", Arrays.copyOf(BATCH, length), null));
      assertThat(gist.run()).isIn("", "run 1");
      assertThat(gist.series()).isIn("", "layer/0");
      gist.step().ifPresent(step -> assertThat(step).isEqualTo(700));
    }
    Gist half = Gist.of(letter("no key", Arrays.copyOf(BATCH, 30), null));
    assertThat(half.name()).contains("run 1/layer/0");
    assertThat(half.step()).hasValue(700);
  }

  @Test
  void noiseIsNeverAFailure() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] noise = new byte[random.nextInt(60)];
      random.nextBytes(noise);
      Gist.of(letter("a/b", noise, null));
      Gist.of(letter("a/b", noise, "application/json"));
    }
  }

  @Test
  void theKeyTellsWhereTheValueDoesNot() {
    Gist gist = Gist.of(letter("run%201/layer%2F0", new byte[] {1, 2, 3}, null));
    assertThat(gist.name()).contains("run 1/layer/0");
    assertThat(gist.from()).isEqualTo("key");
    assertThat(gist.step()).isEmpty();
    assertThat(Gist.of(letter(null, null, null)).name()).isEmpty();
    assertThat(Gist.of(letter("not/a/key/at all", null, null)).name()).isEmpty();
  }

  @Test
  void jsonTellsWhatComesBeforeTheDamage() {
    Gist gist =
        Gist.of(
            letter(
                "k",
                "{\"run\":\"r\",\"first_step\":\"12\",\"x\":{\"run\":1},\"series\":\"s\",\"v\":[1,"
                    .getBytes(StandardCharsets.UTF_8),
                "application/json; charset=utf-8"));
    assertThat(gist.name()).contains("r/s");
    assertThat(gist.step()).hasValue(12);
  }

  private static Letter letter(String key, byte[] value, String contentType) {
    var headers = new RecordHeaders();
    if (contentType != null) {
      headers.add("content-type", contentType.getBytes(StandardCharsets.UTF_8));
    }
    byte[] keyBytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
    return new Letter(new Place("letters", 0, 0), 0, keyBytes, value, headers);
  }
}
