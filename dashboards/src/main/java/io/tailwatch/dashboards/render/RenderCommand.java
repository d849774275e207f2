// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.dashboards.render;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dashboards/render}: a picture of each dashboard, from a running Prometheus. */
@Command(
    name = "render",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Draws each dashboard from what a running Prometheus answers, one PNG a dashboard.",
      "It is no Grafana: it shows layout, curves, legends, units and colours for the eye."
    })
public final class RenderCommand implements Callable<Integer> {
  @Option(names = "--prometheus", required = true, paramLabel = "URL", description = "Its address.")
  private String prometheus;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where the pictures go.")
  private Path out;

  @Option(
      names = "--dashboards",
      required = true,
      paramLabel = "DIR",
      description = "Where the JSON is.")
  private Path dashboards;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "10",
      description = "How much is shown, up to now.")
  private int minutes;

  @Option(
      names = "--scrape-seconds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often Prometheus scrapes.")
  private int scrapeSeconds;

  @Option(
      names = "--variable",
      paramLabel = "NAME=VALUE",
      description = "Chooses a value; otherwise all of them, or the first.")
  private Map<String, String> variables = Map.of();

  @Option(
      names = "--width",
      paramLabel = "PIXELS",
      defaultValue = "1600",
      description = "Of the pictures.")
  private int width;

  @Option(
      names = "--theme",
      paramLabel = "dark|light",
      defaultValue = "dark",
      description = "The theme.")
  private String theme;

  @Parameters(
      paramLabel = "NAME",
      description = "Dashboards, by the names of their files without .json. Default: all.")
  private List<String> names = List.of();

  private RenderCommand() {}

  /** Runs it. */
  public static void main(String[] arguments) {
    var line = new CommandLine(new RenderCommand());
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          command.getErr().println("render: " + e.getMessage());
          return 1;
        });
    System.exit(line.execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Files.createDirectories(out);
    var source = new Prometheus(prometheus);
    var time =
        TimeRange.of(Instant.now().getEpochSecond(), minutes * 60L, width / 2, scrapeSeconds);
    var answers = new Answers(source, time);
    try (Pictures pictures = Pictures.start(browser())) {
      for (String name : names.isEmpty() ? allNames() : names) {
        Path file = dashboards.resolve(name + ".json");
        Path picture = out.resolve(name + ".png");
        pictures.take(Board.of(file, variables, theme, answers), width, picture);
        System.out.println(picture);
      }
    }
    return 0;
  }

  private List<String> allNames() throws IOException {
    try (Stream<Path> files = Files.list(dashboards)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .map(name -> name.replace(".json", ""))
          .sorted()
          .toList();
    }
  }

  private static Path browser() throws IOException {
    return Chromium.find(System.getenv())
        .orElseThrow(
            () ->
                new IOException(
                    "no Chromium: apt-get install chromium, or set " + Chromium.VARIABLE));
  }
}
