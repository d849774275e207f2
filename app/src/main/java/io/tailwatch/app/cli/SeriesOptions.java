// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.cli;

import io.tailwatch.analyzer.SeriesPolicy;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How long the analyzer waits for a series, and how many it keeps. */
final class SeriesOptions {
  @Option(
      names = "--provisional-after",
      paramLabel = "DURATION",
      defaultValue = "30s",
      converter = DurationConverter.class,
      description = "A series that pauses in a pane gives a provisional estimate after this long.")
  private Duration provisionalAfter;

  @Option(
      names = "--stalled-after",
      paramLabel = "DURATION",
      defaultValue = "5m",
      converter = DurationConverter.class,
      description = {
        "A series that has not ended and is silent for this long, and for ten of its usual pauses,",
        "raises the alert stalled."
      })
  private Duration stalledAfter;

  @Option(
      names = "--expire-idle",
      paramLabel = "DURATION",
      defaultValue = "24h",
      converter = DurationConverter.class,
      description = "A series that is silent for this long is forgotten: state, metrics, alerts.")
  private Duration expireIdle;

  @Option(
      names = "--expire-ended",
      paramLabel = "DURATION",
      defaultValue = "1h",
      converter = DurationConverter.class,
      description = "The same for a series that has ended.")
  private Duration expireEnded;

  @Option(
      names = "--shard-wait-panes",
      paramLabel = "N",
      defaultValue = "64",
      description = "Panes that wait for a silent shard before the others go on without it.")
  private int shardWaitPanes;

  @Option(
      names = "--max-series",
      paramLabel = "N",
      defaultValue = "4000",
      description = {
        "Series, or shards, kept for each partition. Those that have ended make room; further ones",
        "are refused as dead letters."
      })
  private int maxSeries;

  SeriesPolicy policy() {
    return new SeriesPolicy(
        provisionalAfter, stalledAfter, expireIdle, expireEnded, shardWaitPanes, maxSeries);
  }
}
