// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tailwatch.app.Main;
import io.tailwatch.app.cli.Console;
import io.tailwatch.app.cli.StopSignal;
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

  /** The main thread hangs in its own cleaning up. */
  static final class Hanging {
    private Hanging() {}

    public static void main(String[] arguments) throws InterruptedException {
      Console console = Console.system();
      try (var stop = StopSignal.install(console)) {
        console.say("waiting");
        stop.await(Duration.ofMinutes(1));
        console.say("closing");
        Thread.sleep(60_000);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void aSecondSignalEndsItAtOnceWithExitCode1(String signal, @TempDir Path dir) throws Exception {
    Path err = dir.resolve("err");
    Process hanging = startMain(Hanging.class, dir, err);
    try {
      await().atMost(Duration.ofSeconds(30)).until(() -> read(err).contains("waiting"));
      new ProcessBuilder("kill", "-TERM", "" + hanging.pid()).start().waitFor();
      await().atMost(Duration.ofSeconds(30)).until(() -> read(err).contains("closing"));
      assertThat(hanging.isAlive()).isTrue();
      new ProcessBuilder("kill", "-" + signal, "" + hanging.pid()).start().waitFor();
      assertThat(hanging.waitFor(5, TimeUnit.SECONDS)).isTrue();
      assertThat(hanging.exitValue()).as(read(err)).isEqualTo(1);
      assertThat(read(err)).contains("stopped at once at the second signal");
    } finally {
      hanging.destroyForcibly();
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
    return startMain(Main.class, dir, err, arguments);
  }

  private static Process startMain(Class<?> main, Path dir, Path err, String... arguments)
      throws IOException {
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
                main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(err.toFile()).start();
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file);
  }
}
