// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Logging is configured by the environment, once in a process: each test has its own. */
@Timeout(60)
class LogFormatTest {

  private static final String HOSTILE =
      "name\n12:00:00 ERROR Fake: line\r\"}\u0085\u2028\u2029\u001b[2J\u202e end";

  @TempDir private Path dir;

  /** What runs in the other process. */
  static final class Probe {
    private Probe() {}

    public static void main(String[] args) {
      var log = LoggerFactory.getLogger("io.tailwatch.Probe");
      log.debug("not at this level");
      log.warn("Refused {}", HOSTILE);
      log.error("Failed", new IllegalStateException(HOSTILE));
      Console.system().say("talk about " + Printable.text(HOSTILE));
    }
  }

  @Test
  void everyLineOfJsonIsOneObjectWhateverAnEventHolds() throws Exception {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : run(Map.of("TAILWATCH_LOG_FORMAT", "json"))) {
      lines.add(new ObjectMapper().readTree(line));
    }
    assertThat(lines).hasSize(3);
    assertThat(lines)
        .allSatisfy(
            line -> {
              assertThat(Instant.parse(line.get("time").asText())).isNotNull();
              assertThat(line.get("thread").asText()).isEqualTo("main");
            });
    assertThat(lines.get(0).get("level").asText()).isEqualTo("WARN");
    assertThat(lines.get(0).get("logger").asText()).isEqualTo("io.tailwatch.Probe");
    assertThat(lines.get(0).get("message").asText()).isEqualTo("Refused " + HOSTILE);
    assertThat(lines.get(0).has("error")).isFalse();
    JsonNode error = lines.get(1).get("error");
    assertThat(error.get("type").asText()).isEqualTo("java.lang.IllegalStateException");
    assertThat(error.get("message").asText()).isEqualTo(HOSTILE);
    assertThat(error.get("stackTrace").asText()).contains("LogFormatTest$Probe.main");
    assertThat(lines.get(2).get("message").asText()).startsWith("talk about name\\n12:00:00");
  }

  @Test
  void everyLineOfTextIsOneEventWhateverItHolds() throws Exception {
    List<String> lines = run(Map.of());
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0))
        .matches("\\d\\d:\\d\\d:\\d\\d WARN  Probe: Refused name.*Fake: line.*end");
    assertThat(lines.get(1)).contains("ERROR Probe: Failed").contains("Fake: line");
    assertThat(lines.get(2)).startsWith("tailwatch: talk about name\\n12:00:00");
    assertThat(String.join("", lines)).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
  }

  @Test
  void theLevelIsThatOfTheEnvironment() throws Exception {
    assertThat(run(Map.of("TAILWATCH_LOG_LEVEL", "debug")))
        .anyMatch(line -> line.contains("DEBUG Probe: not at this level"));
    assertThat(run(Map.of("TAILWATCH_LOG_LEVEL", "off"))).hasSize(1);
  }

  private List<String> run(Map<String, String> env) throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-Dfile.encoding=UTF-8",
            "-cp",
            System.getProperty("java.class.path"),
            Probe.class.getName());
    builder.environment().keySet().removeIf(name -> name.startsWith("TAILWATCH_"));
    builder.environment().putAll(env);
    Path err = Files.createTempFile(dir, "err", "");
    Process process =
        builder.redirectError(err.toFile()).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(err)).isZero();
    return List.of(Files.readString(err).split("\n"));
  }
}
