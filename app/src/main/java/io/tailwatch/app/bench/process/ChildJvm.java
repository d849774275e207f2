// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A Java process of our own class path that reads lines and answers with lines. It has the JVM
 * options of this process ({@code -X...}), so that what the launcher gives is what is measured, and
 * ends when its standard input does: also when this process is killed. Not thread-safe.
 */
public final class ChildJvm implements AutoCloseable {
  private static final Duration END_LIMIT = Duration.ofSeconds(20);
  private static final int SHOWN_LINES = 20;

  private final String name;
  private final Process process;
  private final Path log;
  private final Writer in;
  private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();

  private ChildJvm(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.in = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    var reader = new Thread(this::readLines, "tailwatch-bench-" + name);
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts one.
   *
   * @param name for messages and for the file that holds what it says
   * @param main its main class
   * @param directory for that file
   */
  public static ChildJvm start(String name, Class<?> main, Path directory) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("-X"))
        .forEach(command::add);
    // It collects its garbage before each pass, which must not take the heap back to the size of a
    // process that has just started: a service keeps what its load has needed.
    command.add("-XX:MaxHeapFreeRatio=100");
    // So that none of its CPU time goes with a thread that has ended.
    command.add("-XX:-UseDynamicNumberOfCompilerThreads");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    Path log = Files.createTempFile(directory, name + "-", ".log");
    return new ChildJvm(name, new ProcessBuilder(command).redirectError(log.toFile()).start(), log);
  }

  private void readLines() {
    try (var out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.add(Optional.of(line));
      }
    } catch (IOException e) {
      // The process was ended while it wrote.
    }
    lines.add(Optional.empty());
  }

  /** Sends a line. */
  public void send(String line) {
    try {
      in.write(line + "\n");
      in.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(failure("does not listen"), e);
    }
  }

  /**
   * Waits for its next line.
   *
   * @throws IllegalStateException when it ends or takes too long; the message holds what it said
   */
  public String receive(Duration limit) throws InterruptedException {
    Optional<String> line = lines.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
    if (line == null) {
      throw new IllegalStateException(failure("gave no answer in " + limit.toSeconds() + " s"));
    }
    return line.orElseThrow(() -> new IllegalStateException(failure("has ended")));
  }

  private String failure(String what) {
    return "the process \"" + name + "\" " + what + "; it said: " + said();
  }

  private String said() {
    try {
      List<String> all = Files.readAllLines(log);
      return String.join("\n", all.subList(Math.max(0, all.size() - SHOWN_LINES), all.size()));
    } catch (IOException e) {
      return "(cannot read " + log + ")";
    }
  }

  /** Ends it: by the end of its input, after 20 seconds by force. */
  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      // It has ended already.
    }
    try {
      if (process.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
