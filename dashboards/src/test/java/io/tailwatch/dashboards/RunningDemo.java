// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.dashboards;

import io.tailwatch.app.Main;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The demo in a process of its own: a broker, a live training and the analyzer. */
final class RunningDemo implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern ADDRESS = Pattern.compile("(http://127\\.0\\.0\\.1:\\d+)/metrics");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final Path talk;

  private RunningDemo(Process process, Path talk) {
    this.process = process;
    this.talk = talk;
  }

  /** Starts one that keeps its files in a directory. */
  static RunningDemo start(Path dir) throws IOException {
    Path talk = dir.resolve("talk");
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-Xmx512m",
            "-Djava.io.tmpdir=" + dir,
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "demo",
            "--port",
            "0");
    Process process =
        new ProcessBuilder(command)
            .redirectError(talk.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return new RunningDemo(process, talk);
  }

  /** What it shows at /metrics; waits until it is there. */
  Exposition metrics() throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(url() + "/metrics")).build();
    return Exposition.parse(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  private String url() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline && process.isAlive()) {
      Matcher address = ADDRESS.matcher(Files.readString(talk));
      if (address.find()) {
        return address.group(1);
      }
      Thread.sleep(100);
    }
    throw new IllegalStateException("the demo did not start: " + Files.readString(talk));
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
