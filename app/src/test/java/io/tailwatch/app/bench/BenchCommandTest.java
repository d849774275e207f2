// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tailwatch.app.Cli;
import io.tailwatch.app.bench.pass.Variant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BenchCommandTest {

  @Test
  @Timeout(300)
  void everyVariantTakesAllRecordsAndFindsTheSameEstimates(@TempDir Path dir) throws Exception {
    Path out = dir.resolve("bench.json");
    Cli.Result result =
        new Cli().run("bench", "--quick", "--format", "json", "--out", out.toString());
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err().lines()).allMatch(line -> line.startsWith("tailwatch: "));
    JsonNode json = new ObjectMapper().readTree(result.out());
    assertThat(new ObjectMapper().readTree(Files.readString(out))).isEqualTo(json);
    assertThat(json.get("rounds").asInt()).isEqualTo(1);
    assertThat(json.get("topics")).hasSize(1);
    JsonNode topic = json.get("topics").get(0);
    assertThat(topic.get("records").asInt()).isEqualTo(1024);
    // 8 series of 128 records of 16 steps in panes of 64; the command itself compares all bits.
    assertThat(topic.get("estimates").get("count").asInt()).isBetween(8 * 31, 8 * 32);
    assertThat(topic.get("estimates").get("defined").asInt()).isGreaterThan(100);
    assertThat(topic.get("estimates").get("sha256").asText()).hasSize(64);
    assertThat(names(topic.get("measured")))
        .isEqualTo(
            Arrays.stream(Variant.values()).map(Variant::option).collect(Collectors.toSet()));
    for (JsonNode measured : topic.get("measured")) {
      JsonNode round = measured.get("rounds").get(0);
      assertThat(round.get("totalRecords").asInt()).isEqualTo(1024);
      assertThat(round.get("cpuSeconds").asDouble()).isPositive();
      assertThat(round.get("wallSeconds").asDouble()).isPositive();
      assertThat(measured.get("megabytesPerSecond").get("median").asDouble()).isPositive();
      assertThat(measured.get("cpuMicrosPerRecord").get("median").asDouble()).isPositive();
    }
    assertThat(topic.get("ratios")).hasSize(5);
  }

  private static Set<String> names(JsonNode measured) {
    return StreamSupport.stream(measured.spliterator(), false)
        .map(node -> node.get("variant").asText())
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "--variants; raw,both; expected one of raw, consumer, at-least-once, exactly-once but was"
            + " 'both'",
        "--sizes; 0; --sizes must be at least 1: was 0",
        "--observable; tail; --observable must be identity, projection",
        "--rounds; 0; rounds must be at least 1: was 0",
        "--rounds; many; --rounds",
        "--out; /no/such/directory/x.json; there is no directory /no/such/directory",
      })
  void aValueOutOfRangeIsAUsageError(String option, String value, String message) {
    Cli.Result result = new Cli().run("bench", option, value);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains(message);
  }

  @Test
  void onlyAnAnalyzerHasALatency() {
    Cli.Result result = new Cli().run("bench", "latency", "--variants", "raw");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("at-least-once or exactly-once: was raw");
    assertThat(new Cli().run("bench", "latency", "--load", "1.5").err())
        .contains("--load must be in (0, 1): was 1.5");
    assertThat(new Cli().run("bench", "sizing", "--series", "0").code()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"latency", "sizing", "training"})
  void theCommandsBelowHaveHelpToo(String command) {
    Cli.Result help = new Cli().run("bench", command, "--help");
    assertThat(help.code()).isZero();
    assertThat(help.out())
        .startsWith("Usage: tailwatch bench " + command)
        .contains("Default: ", "--quick", "3   no Kafka broker answers");
  }

  @Test
  void optionsOfCommandsBelowCanBeSetByTheEnvironment() {
    Cli.Result result =
        new Cli().env("TAILWATCH_BACKLOG", "x").run("bench", "latency", "--variants", "raw");
    assertThat(result.err()).contains("--backlog").doesNotContain("unknown setting");
  }
}
