// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.cli;

import io.tailwatch.analyzer.AnalyzerConfig;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of an analyzer, for what runs one and what checks whether one could run. A mixin. */
public final class AnalyzerOptions {

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

  @Mixin private final AccessOptions access = new AccessOptions();

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
        "Directory of Kafka Streams, of this instance alone: the panes of its windows, and its",
        "identity, with which a new start takes over at once. Default: one for the port below",
        "tailwatch-state in the system's temporary directory."
      })
  private Path stateDir;

  @Option(
      names = "--standbys",
      paramLabel = "N",
      defaultValue = "0",
      description = "Other instances that keep a copy of the state, to take over sooner.")
  private int standbys;

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

  @Mixin private final SeriesOptions series = new SeriesOptions();

  /**
   * The configuration that these options and those of Kafka make.
   *
   * @throws CommandFailure (usage) when a value is out of its range
   */
  public AnalyzerConfig config(KafkaOptions kafka) {
    try {
      var builder =
          AnalyzerConfig.builder(kafka.bootstrapServers())
              .topicPrefix(kafka.topicPrefix())
              .applicationId(applicationId)
              .port(port)
              .bind(bind)
              .advertisedUrl(advertisedUrl)
              .access(access.access())
              .maxSeriesMetrics(maxSeriesMetrics)
              .standbys(standbys)
              .threads(threads)
              .partitions(partitions)
              .replicationFactor(replicationFactor)
              .series(series.policy())
              .kafka(kafka.properties());
      if (stateDir != null) {
        builder.stateDir(stateDir);
      }
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(e.getMessage());
    }
  }
}
