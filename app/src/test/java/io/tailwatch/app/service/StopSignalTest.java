// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailwatch.app.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
    Path temporary = Files.createDirectory(dir.resolve("tmp"));
    Process broker =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:-UsePerfData",
                    "-Djava.io.tmpdir=" + temporary,
                    "-cp",
                    System.getProperty("java.class.path"),
                    Main.class.getName(),
                    "broker",
                    "--port",
                    "0"))
            .redirectError(err.toFile())
            .start();
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

  private static String read(Path file) throws IOException {
    return Files.readString(file);
  }
}
