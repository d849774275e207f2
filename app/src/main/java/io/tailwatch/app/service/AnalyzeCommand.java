// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.service;

import io.tailwatch.analyzer.Analyzer;
import io.tailwatch.analyzer.AnalyzerConfig;
import io.tailwatch.app.cli.CommandFailure;
import io.tailwatch.app.cli.Console;
import io.tailwatch.app.cli.Defaults;
import io.tailwatch.app.cli.Failures;
import io.tailwatch.app.cli.KafkaOptions;
import io.tailwatch.app.cli.Secrets;
import io.tailwatch.app.cli.StopSignal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tailwatch analyze}: the analyzer, until Ctrl-C. */
@Command(
    name = "analyze",
    description = {
      "Runs the analyzer on a Kafka cluster: estimates, verdicts, metrics and the HTTP API.",
      "Start as many as there is load; those with one application id share the work."
    })
public final class AnalyzeCommand implements Callable<Integer> {

  private static final Duration HEALTH_CHECK = Duration.ofMillis(500);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(15);

  private final Console console;

  @Mixin private final KafkaOptions kafka;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "Port of the HTTP API; 0 takes a free one.")
  private int port;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "Address of the HTTP API; 0.0.0.0 opens it to the network.")
  private String bind;

  @Option(
      names = "--advertised-url",
      paramLabel = "HOST:PORT",
      defaultValue = "",
      showDefaultValue = CommandLine.Help.Visibility.NEVER,
      description = {
        "Where other instances reach this API, for window plots of series that are not theirs.",
        "Default: bind address and port, unless that is any address of this machine."
      })
  private String advertisedUrl;

  @Option(
      names = "--max-series-metrics",
      paramLabel = "N",
      defaultValue = "2000",
      description = {
        "Series with meters of their own at /metrics, about 6 KB of text each; those that come",
        "later are counted and move up when there is room."
      })
  private int maxSeriesMetrics;

  @Option(
      names = "--application-id",
      paramLabel = "ID",
      defaultValue = "tailwatch",
      description = "Kafka Streams application id.")
  private String applicationId;

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description = {
        "Directory of Kafka Streams. All stores are in memory and restored from their changelogs:",
        "nothing is kept there yet. Default: tailwatch-state in the system's temporary directory."
      })
  private Path stateDir;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Kafka Streams threads.")
  private int threads;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "8",
      description = "Partitions of topics that have to be created.")
  private int partitions;

  @Option(
      names = "--replication-factor",
      paramLabel = "N",
      defaultValue = "1",
      description = "Copies of topics that have to be created.")
  private int replicationFactor;

  /** A command that talks to this console. */
  public AnalyzeCommand(Console console, Defaults defaults) {
    this.console = console;
    this.kafka = new KafkaOptions(defaults);
  }

  @Override
  public Integer call() {
    AnalyzerConfig config = config();
    try (var stop = StopSignal.install(console)) {
      printEffective(config);
      Analyzer analyzer = Analyzer.start(config);
      boolean clean;
      try {
        console.out().println(analyzer.url());
        console.out().flush();
        console.say("analyzer running, see " + analyzer.url() + "/metrics; Ctrl-C stops it");
        waitFor(analyzer, stop);
      } finally {
        clean = analyzer.close(CLOSE_LIMIT);
      }
      console.say(
          clean
              ? "analyzer stopped"
              : "analyzer stopped before it was done: the next start continues from the last"
                  + " commit");
    }
    return 0;
  }

  private static void waitFor(Analyzer analyzer, StopSignal stop) {
    while (!stop.await(HEALTH_CHECK)) {
      if (analyzer.failure().isPresent()) {
        throw CommandFailure.failure(
            "the analyzer failed: " + Failures.reason(analyzer.failure().get()));
      }
    }
  }

  private AnalyzerConfig config() {
    try {
      var builder =
          AnalyzerConfig.builder(kafka.bootstrapServers())
              .topicPrefix(kafka.topicPrefix())
              .applicationId(applicationId)
              .port(port)
              .bind(bind)
              .advertisedUrl(advertisedUrl)
              .maxSeriesMetrics(maxSeriesMetrics)
              .threads(threads)
              .partitions(partitions)
              .replicationFactor(replicationFactor)
              .kafka(kafka.properties());
      if (stateDir != null) {
        builder.stateDir(stateDir);
      }
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(e.getMessage());
    }
  }

  private void printEffective(AnalyzerConfig config) {
    console.say("bootstrap-servers = " + config.bootstrapServers());
    console.say("topic-prefix = " + config.topicPrefix());
    console.say("application-id = " + config.applicationId());
    console.say("port = " + config.port() + ", bind = " + config.bind());
    if (!config.advertisedUrl().isEmpty()) {
      console.say("advertised-url = " + config.advertisedUrl());
    }
    console.say("max-series-metrics = " + config.maxSeriesMetrics());
    console.say("state-dir = " + config.stateDir() + ", threads = " + config.threads());
    console.say(
        "partitions = "
            + config.partitions()
            + ", replication-factor = "
            + config.replicationFactor()
            + " (of topics that are created)");
    config
        .kafka()
        .forEach(
            (name, value) -> console.say("kafka: " + name + " = " + Secrets.masked(name, value)));
  }
}
