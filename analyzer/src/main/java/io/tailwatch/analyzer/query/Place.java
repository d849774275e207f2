// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.query;

import java.util.OptionalInt;
import org.apache.kafka.streams.state.HostInfo;

/** Where the window of a series is. */
sealed interface Place {
  /**
   * In this process.
   *
   * @param partition of the store; empty for any that is here
   */
  record Here(OptionalInt partition) implements Place {}

  /** In another process. */
  record There(HostInfo host) implements Place {}

  /** Not known now. */
  record Nowhere(String reason) implements Place {}
}
