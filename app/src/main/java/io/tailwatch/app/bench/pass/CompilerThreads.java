// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.pass;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * CPU time of the JIT compiler's threads of this process, which the JVM does not tell: on Linux,
 * from the list of threads in {@code /proc} (proc(5)). The threads must not come and go, {@code
 * -XX:-UseDynamicNumberOfCompilerThreads}, or the time of those that have ended is missing.
 */
final class CompilerThreads {
  private static final Path TASKS = Path.of("/proc/self/task");

  /** Names as Linux has them, which cuts them at 15 bytes. */
  private static final Pattern NAME = Pattern.compile("\\(C[12] CompilerThre.*\\)");

  /** The unit of {@code stat}; 100 a second on every Linux that Java runs on. */
  private static final long TICK_NANOS = 10_000_000;

  private static final int USER_TICKS = 11;
  private static final int SYSTEM_TICKS = 12;

  private CompilerThreads() {}

  /** Nanoseconds since they were started, by steps of 10 ms; empty on other systems. */
  static OptionalLong cpuNanos() {
    if (!Files.isDirectory(TASKS)) {
      return OptionalLong.empty();
    }
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
      long nanos = 0;
      for (Path task : tasks) {
        nanos += cpuNanos(task.resolve("stat"));
      }
      return OptionalLong.of(nanos);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long cpuNanos(Path stat) {
    String line;
    try {
      line = Files.readString(stat);
    } catch (IOException e) {
      return 0; // a thread that has ended since
    }
    int name = line.indexOf('(');
    int behind = line.lastIndexOf(')') + 1;
    if (!NAME.matcher(line.substring(name, behind)).matches()) {
      return 0;
    }
    String[] fields = line.substring(behind).strip().split(" ");
    return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS])) * TICK_NANOS;
  }
}
