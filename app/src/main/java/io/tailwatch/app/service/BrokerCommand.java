// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.service;

import io.tailwatch.app.broker.BrokerOptions;
import io.tailwatch.app.broker.EmbeddedBroker;
import io.tailwatch.app.cli.CommandFailure;
import io.tailwatch.app.cli.Console;
import io.tailwatch.app.cli.StopSignal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tailwatch broker}: the embedded broker alone, until Ctrl-C. */
@Command(
    name = "broker",
    description = {
      "Runs a single-node Kafka broker for development.",
      "One copy, no authentication, loopback only: not for production."
    },
    footer = {
      "",
      "Examples:",
      "  tailwatch broker --data-dir ./kafka",
      "  tailwatch broker --port 0    # prints the address on standard output"
    })
public final class BrokerCommand implements Callable<Integer> {

  private static final Duration HEALTH_CHECK = Duration.ofSeconds(1);

  private final Console console;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "9092",
      description = "Port of the broker; 0 takes a free one.")
  private int port;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Keep the data here. Without it they are deleted at the end.")
  private Path dataDir;

  /** A command that talks to this console. */
  public BrokerCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    BrokerOptions options = options();
    try (var stop = StopSignal.install(console)) {
      try (var broker = EmbeddedBroker.start(options)) {
        console.out().println(broker.bootstrapServers());
        console.out().flush();
        console.say("broker ready on " + broker.bootstrapServers() + "; Ctrl-C stops it");
        while (!stop.await(HEALTH_CHECK)) {
          if (broker.failure().isPresent()) {
            throw CommandFailure.failure(
                "the broker failed: " + broker.failure().get().getMessage());
          }
        }
      }
      console.say("broker stopped");
    }
    return 0;
  }

  private BrokerOptions options() {
    try {
      return new BrokerOptions(port, Optional.ofNullable(dataDir), Map.of());
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(e.getMessage());
    }
  }
}
