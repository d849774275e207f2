// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.dashboards.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The configuration of Prometheus and Alertmanager as it is shipped, with these replacements, each
 * of which must find something to replace:
 *
 * <ul>
 *   <li>Prometheus scrapes and evaluates each second; its targets are the processes of this test.
 *   <li>{@code for} and {@code keep_firing_for} of the rules, and the two minutes by which three of
 *       them bridge missed scrapes: a minute becomes a second.
 *   <li>The 70 minutes after which an estimate is stale become 10 seconds.
 *   <li>Alertmanager waits a second for what belongs to the same message.
 * </ul>
 */
final class Settings {
  private final Path source;
  private final Path target;

  /**
   * Of a directory with {@code prometheus} and {@code alertmanager}.
   *
   * @param target where the changed files go
   */
  Settings(Path source, Path target) {
    this.source = source;
    this.target = target;
  }

  /** Writes the configuration of Alertmanager. */
  Path alertmanager(String webhook) throws IOException {
    Path dir = Files.createDirectories(target.resolve("alertmanager"));
    Path secret = dir.resolve("slack_url");
    Files.writeString(secret, webhook);
    copy(source.resolve("alertmanager/templates"), dir.resolve("templates"));
    String text = Files.readString(source.resolve("alertmanager/alertmanager.yml"));
    text = replace(text, "slack_api_url_file: .*", "slack_api_url_file: " + secret);
    text = replace(text, "group_wait: .*", "group_wait: 1s");
    text = replace(text, "group_interval: .*", "group_interval: 1s");
    return write(dir.resolve("alertmanager.yml"), text);
  }

  /**
   * Writes the configuration of Prometheus and its rules.
   *
   * @param targets the file that says where the analyzers are
   * @param token the file with the token of the analyzers
   * @param trainings host and port of the meters of the publishers
   * @param alertmanager host and port
   * @param docs where the runbooks are
   */
  Path prometheus(Path targets, Path token, String trainings, String alertmanager, String docs)
      throws IOException {
    Path dir = Files.createDirectories(target.resolve("prometheus"));
    for (Path rules : files(source.resolve("prometheus/rules"))) {
      Path changed = dir.resolve("rules").resolve(rules.getFileName());
      Files.createDirectories(changed.getParent());
      String text = Files.readString(rules);
      text = replace(text, "(?m)^( +(?:keep_firing_)?for: \\d+)m$", "$1s");
      write(changed, sooner(rules, text));
    }
    String text = Files.readString(source.resolve("prometheus/prometheus.yml"));
    text = replace(text, "scrape_interval: \\S+", "scrape_interval: 1s");
    text = replace(text, "evaluation_interval: \\S+", "evaluation_interval: 1s");
    text = replace(text, "# docs_url: .*", "docs_url: " + docs);
    text = replace(text, "alertmanager:9093", alertmanager);
    text = replace(text, "credentials_file: .*", "credentials_file: " + token);
    text =
        replace(
            text,
            "(?s)dns_sd_configs:.*?refresh_interval: \\S+",
            "file_sd_configs: [{files: ['" + targets + "']}]");
    text +=
        "  - job_name: trainings\n    static_configs:\n      - targets: ['" + trainings + "']\n";
    return write(dir.resolve("prometheus.yml"), text);
  }

  private static String sooner(Path file, String rules) {
    if (file.getFileName().toString().equals("runs.yml")) {
      String text = replace(rules, "\\[2m\\]", "[2s]");
      return replace(text, "> 4200", "> 10");
    }
    return rules;
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    for (Path file : files(from)) {
      Files.copy(file, to.resolve(file.getFileName()));
    }
  }

  private static List<Path> files(Path dir) throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.sorted().toList();
    }
  }

  private static Path write(Path file, String text) throws IOException {
    return Files.writeString(file, text);
  }

  private static String replace(String text, String pattern, String replacement) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    if (!matcher.find()) {
      throw new VerifyException("nothing to replace for " + pattern);
    }
    return matcher.replaceAll(replacement);
  }
}
