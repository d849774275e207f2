// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.broker;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Where an {@link EmbeddedBroker} listens and keeps its data.
 *
 * @param port port of the client listener on the loopback interface; 0 picks a free one
 * @param dataDir directory that is kept over restarts; empty = a temporary one, deleted on close
 * @param overrides Kafka broker properties that replace our own, untouched
 */
public record BrokerOptions(int port, Optional<Path> dataDir, Map<String, String> overrides) {

  /** Checks the port and copies the overrides. */
  public BrokerOptions {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be in [0, 65535]: was " + port);
    }
    Objects.requireNonNull(dataDir, "dataDir");
    overrides = Map.copyOf(overrides);
  }

  /** A free port and a temporary directory: leaves nothing behind. */
  public static BrokerOptions ephemeral() {
    return new BrokerOptions(0, Optional.empty(), Map.of());
  }

  /** The same options on a fixed port. */
  public BrokerOptions withPort(int newPort) {
    return new BrokerOptions(newPort, dataDir, overrides);
  }

  /** The same options with these broker properties instead of our own. */
  public BrokerOptions withOverrides(Map<String, String> properties) {
    return new BrokerOptions(port, dataDir, properties);
  }

  /** The same options with a directory that is kept. */
  public BrokerOptions withDataDir(Path directory) {
    return new BrokerOptions(port, Optional.of(directory), overrides);
  }
}
