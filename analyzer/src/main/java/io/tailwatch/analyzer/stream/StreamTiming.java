// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.stream;

import java.time.Duration;

/**
 * When things happen.
 *
 * @param tick how long events are gathered
 * @param heartbeat between signs of life
 * @param memory how long after the last client events are still written, for those who come back
 */
public record StreamTiming(Duration tick, Duration heartbeat, Duration memory) {
  public static final StreamTiming DEFAULTS =
      new StreamTiming(Duration.ofMillis(250), Duration.ofSeconds(15), Duration.ofMinutes(1));
}
