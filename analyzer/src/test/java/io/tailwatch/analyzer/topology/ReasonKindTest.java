// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What makes two reasons the same one, so that logs warn of each once and lists count them. */
class ReasonKindTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "steps must be at least 1 unless end_of_series: was 0"
            + "| steps must be at least N unless end_of_series",
        "event must be valid Protobuf: While parsing: x | event must be valid Protobuf",
        "record key must be the batch's run/series, a%20b/c: was d/e"
            + "| record key must be the batch's run/series",
        "shard must be in [0, 3): was 7 | shard must be in [N, N)",
        "values must have steps * dimension * bytes per value = 2 * 3 * 4 bytes: had 5"
            + "| values must have steps * dimension * bytes per value = N * N * N bytes",
        "projection needs a direction in the descriptor: had none"
            + "| projection needs a direction in the descriptor",
        "run must not be empty | run must not be empty",
        "'' | ''",
      })
  void theValueThatBrokeTheRuleIsLeftOut(String reason, String kind) {
    assertThat(DeadLetters.kind(reason)).isEqualTo(kind);
  }

  @Test
  void aHostileReasonIsCutAndNoneIsNoFailure() {
    assertThat(DeadLetters.kind("x".repeat(10_000))).hasSize(200);
    assertThat(DeadLetters.kind("a\nb: c\nd")).isEqualTo("a\nb");
    assertThat(DeadLetters.kind(null)).isEqualTo("null");
  }
}
