// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.dashboards.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A process of ours, with its output in files; ended when closed. */
final class Child implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  private final String name;
  private final Process process;
  private final Path out;
  private final Path err;

  private Child(String name, Process process, Path out, Path err) {
    this.name = name;
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Starts a command whose output goes to files in a directory. */
  static Child start(String name, Path dir, List<String> command) {
    Path out = dir.resolve(name + ".out");
    Path err = dir.resolve(name + ".err");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(dir.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      return new Child(name, process, out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be started", e);
    }
  }

  /** A port that was free a moment ago. */
  static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first line on standard output: a service says there where it is. */
  String firstLine() throws InterruptedException {
    return Wait.until(name + " says where it is", START_LIMIT, () -> alive().firstLineNow());
  }

  private Optional<String> firstLineNow() {
    try (var lines = Files.lines(out)) {
      return lines.findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until an address answers with 200. */
  void awaitAnswer(String url) throws InterruptedException {
    Wait.until(
        name + " answers at " + url,
        START_LIMIT,
        () -> alive().answers(url) ? Optional.of(url) : Optional.empty());
  }

  private boolean answers(String url) {
    try {
      return Http.get(url).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private Child alive() {
    if (!process.isAlive()) {
      throw new VerifyException(
          name + " ended with exit code " + process.exitValue() + ": " + lastWords());
    }
    return this;
  }

  /** The end of what it said on standard error. */
  String lastWords() {
    try {
      List<String> lines = Files.readAllLines(err);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  /** Ends it, first kindly. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
