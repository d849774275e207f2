// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailwatch.analyzer.Analyzer;
import io.tailwatch.events.Topics;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;

/**
 * An analyzer that nothing disturbs. It reads the iterates that the others have read, under an
 * application id and an output prefix of its own.
 */
final class Reference {
  static final Topics TOPICS = new Topics("undisturbed");

  private static final String APPLICATION = "undisturbed";
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private Reference() {}

  /** Reads all iterates that there are and returns what comes of them. */
  static Results results(
      Admin admin, String bootstrapServers, int partitions, int replicas, Path stateDir)
      throws Exception {
    var config =
        AnalyzerSettings.config(bootstrapServers)
            .outputPrefix(TOPICS.prefix())
            .applicationId(APPLICATION)
            .partitions(partitions)
            .replicationFactor(replicas)
            .stateDir(stateDir)
            .build();
    try (var analyzer = Analyzer.start(config)) {
      new Drain(admin, bootstrapServers, LIMIT)
          .await(
              APPLICATION,
              Topics.defaults(),
              TOPICS,
              () -> assertThat(analyzer.failure()).as("failure of the undisturbed one").isEmpty());
      return Results.read(bootstrapServers, APPLICATION, TOPICS);
    }
  }
}
