// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tailwatch.app.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals need a process of their own. */
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(60)
class StopSignalTest {

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void aSignalEndsAServiceCleanlyWithExitCode0(String signal, @TempDir Path dir) throws Exception {
    Path err = dir.resolve("err");
    Path temporary = dir.resolve("tmp");
    Process broker = start(dir, err, "broker", "--port", "0");
    try (BufferedReader out = broker.inputReader()) {
      assertThat(out.readLine()).matches("127\\.0\\.0\\.1:\\d+");
      assertThat(temporary).isNotEmptyDirectory();
      new ProcessBuilder("kill", "-" + signal, "" + broker.pid()).start().waitFor();
      assertThat(broker.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(broker.exitValue()).as(read(err)).isZero();
      assertThat(read(err).lines().toList()).last().isEqualTo("tailwatch: broker stopped");
      assertThat(temporary).isEmptyDirectory();
    } finally {
      broker.destroyForcibly();
    }
  }

  /** Kafka cannot be loaded while the JVM goes down: that is not the user's concern. */
  @Test
  void aSignalDuringTheStartIsNoFailure(@TempDir Path dir) throws Exception {
    Path err = dir.resolve("err");
    Process demo = start(dir, err, "demo", "--port", "0");
    try {
      await().atMost(Duration.ofSeconds(30)).until(() -> read(err).contains("starting"));
      new ProcessBuilder("kill", "-TERM", "" + demo.pid()).start().waitFor();
      assertThat(demo.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(demo.exitValue()).as(read(err)).isZero();
      assertThat(read(err).lines()).allMatch(line -> line.startsWith("tailwatch: "));
    } finally {
      demo.destroyForcibly();
    }
  }

  private static Process start(Path dir, Path err, String... arguments) throws IOException {
    Path temporary = Files.createDirectories(dir.resolve("tmp"));
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(err.toFile()).start();
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file);
  }
}
