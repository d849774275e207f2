// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.publish;

import io.tailwatch.events.Topics;
import io.tailwatch.events.v1.DataType;
import io.tailwatch.events.v1.Quantity;
import io.tailwatch.events.v1.RunDescriptor;
import java.time.Duration;

/** What a builder has collected. */
record PublisherOptions(
    Topics topics,
    RunDescriptor details,
    Shard shard,
    Quantity quantity,
    DataType dataType,
    boolean edgeSketch,
    int stepStride,
    int batchBytes,
    long maxMemoryBytes,
    Duration linger) {
  /** A broker with default settings takes 1,048,588 bytes with key, headers and framing. */
  static final int MAX_EVENT_BYTES = 1_000_000;

  /** Leaves room for names and fields. A descriptor is sent only where it still fits. */
  static final int MAX_VECTOR_BYTES = MAX_EVENT_BYTES - 10_000;

  String run() {
    return details.getRun();
  }

  int attempt() {
    return details.getAttempt();
  }
}
