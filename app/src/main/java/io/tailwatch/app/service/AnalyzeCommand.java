// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.service;

import io.tailwatch.analyzer.Analyzer;
import io.tailwatch.analyzer.AnalyzerConfig;
import io.tailwatch.app.cli.AnalyzerOptions;
import io.tailwatch.app.cli.CommandFailure;
import io.tailwatch.app.cli.Console;
import io.tailwatch.app.cli.Defaults;
import io.tailwatch.app.cli.EffectiveSettings;
import io.tailwatch.app.cli.Failures;
import io.tailwatch.app.cli.KafkaOptions;
import io.tailwatch.app.cli.StopSignal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tailwatch analyze}: the analyzer, until Ctrl-C. */
@Command(
    name = "analyze",
    description = {
      "Runs the analyzer on a Kafka cluster: estimates, verdicts, metrics and the HTTP API.",
      "Start as many as there is load; those with one application id share the work."
    },
    footer = {
      "",
      "Prints the address of the HTTP API to standard output once it answers. SIGTERM or Ctrl-C",
      "closes it cleanly, with exit code 0; a second one ends it at once, with 1.",
      "Examples:",
      "  tailwatch analyze --bootstrap-servers broker:9092 --replication-factor 3",
      "  tailwatch analyze --config analyzer.properties --bind 0.0.0.0",
      "tailwatch doctor, with the same options, says what is in the way."
    })
public final class AnalyzeCommand implements Callable<Integer> {

  private static final Duration HEALTH_CHECK = Duration.ofMillis(500);

  /**
   * Less than what containers are given before they are killed, and than that of the stop signal.
   */
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(25);

  private final Console console;
  private final Defaults defaults;

  @Mixin private final KafkaOptions kafka;

  @Mixin private final AnalyzerOptions options = new AnalyzerOptions();

  @Spec private CommandSpec spec;

  /** A command that talks to this console. */
  public AnalyzeCommand(Console console, Defaults defaults) {
    this.console = console;
    this.defaults = defaults;
    this.kafka = new KafkaOptions(defaults);
  }

  @Override
  public Integer call() {
    AnalyzerConfig config = options.config(kafka);
    try (var stop = StopSignal.install(console)) {
      sayEffective(config);
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
      if (clean) {
        console.say("analyzer stopped cleanly");
      } else {
        console.warn(
            "analyzer stopped before it was done: the next start continues from the last commit");
      }
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

  private void sayEffective(AnalyzerConfig config) {
    console.say("settings, and where each comes from:");
    EffectiveSettings.lines(
            spec.commandLine(), defaults, kafka, Map.of("state-dir", config.stateDir().toString()))
        .forEach(line -> console.say("  " + line));
  }
}
