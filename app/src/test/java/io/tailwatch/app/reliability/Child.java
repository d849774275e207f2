// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The {@code tailwatch} command in a process of its own. */
final class Child implements AutoCloseable {
  private final Process process;
  private final Path out;
  private final Path log;

  private Child(Process process, Path out, Path log) {
    this.process = process;
    this.out = out;
    this.log = log;
  }

  /** For one that is to start soon. */
  private static final List<String> QUICK =
      List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  /** Starts a command; what it says goes to {@code <name>.log} in the directory. */
  static Child start(Path dir, String name, List<String> arguments) {
    return start(dir, name, QUICK, arguments);
  }

  /** Starts a command with options of the virtual machine. */
  static Child start(Path dir, String name, List<String> options, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.tailwatch.app.Main"));
    command.addAll(arguments);
    Path out = dir.resolve(name + ".out");
    Path log = dir.resolve(name + ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(log.toFile())
              .start();
      return new Child(process, out, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first line on standard output; fails when the process ends before it. */
  String firstLine(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      String text = read(out);
      int end = text.indexOf('\n');
      if (end >= 0) {
        return text.substring(0, end);
      }
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new AssertionError("no output; it said:\n" + read(log));
      }
      Thread.sleep(50);
    }
  }

  /** Whether the first line is there. */
  boolean hasSpoken() {
    return read(out).indexOf('\n') >= 0;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** The last lines of what it said. */
  String tail() {
    List<String> lines = read(log).lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
  }

  /** SIGTERM; returns the exit code, which must come within a limit. */
  int terminate(Duration limit) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-TERM", Long.toString(process.pid())).start().waitFor();
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("it does not stop; it said:\n" + tail());
    }
    return process.exitValue();
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("process " + process.pid() + " does not die");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
