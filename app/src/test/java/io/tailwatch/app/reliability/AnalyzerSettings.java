// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import io.tailwatch.analyzer.AnalyzerConfig;
import io.tailwatch.analyzer.SeriesPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What all analyzers of these tests have in common. */
final class AnalyzerSettings {
  /**
   * Of a backlog one shard may be read long before another: which panes are given up then depends
   * on the order of reading, so none is.
   */
  private static final int SHARD_WAIT_PANES = 1_000_000;

  /** Keeps what series report to the alerts of their run, which is deleted once it is read. */
  private static final Map<String, String> KAFKA =
      Map.of("repartition.purge.interval.ms", Integer.toString(Integer.MAX_VALUE));

  private AnalyzerSettings() {}

  /** Of an analyzer in this process. */
  static AnalyzerConfig.Builder config(String bootstrapServers) {
    return AnalyzerConfig.builder(bootstrapServers).port(0).series(policy()).kafka(KAFKA);
  }

  static SeriesPolicy policy() {
    return SeriesPolicy.DEFAULTS.withShardWaitPanes(SHARD_WAIT_PANES);
  }

  /** Of one in a process of its own; with more Kafka properties. */
  static List<String> arguments(String bootstrapServers, Map<String, String> kafka) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "analyze",
                "--bootstrap-servers",
                bootstrapServers,
                "--port",
                "0",
                "--shard-wait-panes",
                Integer.toString(SHARD_WAIT_PANES)));
    var all = new TreeMap<>(KAFKA);
    all.putAll(kafka);
    all.forEach((name, value) -> arguments.addAll(List.of("--kafka", name + "=" + value)));
    return arguments;
  }
}
