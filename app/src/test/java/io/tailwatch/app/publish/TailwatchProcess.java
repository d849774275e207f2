// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tailwatch.app.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A command in a process of its own, for signals and pipes. */
public final class TailwatchProcess implements AutoCloseable {
  private final Process process;
  private final Path out;
  private final Path err;

  private TailwatchProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** The command line that starts {@code tailwatch} as these tests were built. */
  public static List<String> command() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:-UsePerfData",
        "-cp",
        System.getProperty("java.class.path"),
        Main.class.getName());
  }

  /** A script that is {@code ./tailwatch} to commands run in this directory. */
  public static void installIn(Path dir) throws IOException {
    String line = command().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    Path script =
        Files.writeString(dir.resolve("tailwatch"), "#!/bin/sh\nexec " + line + " \"$@\"\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
  }

  static TailwatchProcess start(Path dir, String bootstrapServers, String... arguments)
      throws IOException {
    var command = new ArrayList<>(command());
    command.addAll(List.of(arguments));
    Path out = dir.resolve("out");
    Path err = dir.resolve("err");
    var builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().put("TAILWATCH_BOOTSTRAP_SERVERS", bootstrapServers);
    return new TailwatchProcess(builder.start(), out, err);
  }

  Process process() {
    return process;
  }

  String out() throws IOException {
    return Files.readString(out);
  }

  String err() throws IOException {
    return Files.readString(err);
  }

  void awaitTalk(String text) {
    await().atMost(Duration.ofSeconds(60)).until(() -> err().contains(text));
  }

  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
  }

  int end() throws InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
