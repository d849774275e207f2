// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process with an environment of its own and, if the test is root, a user of its own. */
final class Running implements AutoCloseable {
  // As containers are here: no capabilities, no way to get any.
  private static final List<String> UNPRIVILEGED =
      List.of(
          "setpriv",
          "--reuid=10001",
          "--regid=10001",
          "--clear-groups",
          "--inh-caps=-all",
          "--bounding-set=-all",
          "--no-new-privs");

  private final Process process;
  private final Path out;

  private Running(Process process, Path out) {
    this.process = process;
    this.out = out;
  }

  /**
   * Starts it.
   *
   * @param dir what it writes to its streams goes to {@code <name>.log} here
   */
  static Running start(Path dir, String name, List<String> words, Map<String, String> env)
      throws IOException {
    var command = new ArrayList<String>();
    if (isRoot()) {
      command.addAll(UNPRIVILEGED);
    }
    command.addAll(words);
    Path out = dir.resolve(name + ".log");
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()));
    builder.environment().clear();
    builder.environment().putAll(env);
    return new Running(builder.start(), out);
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** All that it has written. */
  String output() {
    try {
      return Files.readString(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its exit code, which must come within a limit. */
  int await(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("it does not end; it said:\n" + output());
    }
    return process.exitValue();
  }

  /** SIGTERM, then as {@link #await}. */
  int terminate(Duration limit) throws InterruptedException {
    process.destroy();
    return await(limit);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
