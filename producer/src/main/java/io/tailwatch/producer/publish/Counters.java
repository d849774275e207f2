// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.publish;

import java.util.concurrent.atomic.LongAdder;

/** Counts of one series; any thread may add. */
final class Counters {
  final LongAdder publishedSteps = new LongAdder();
  final LongAdder publishedSamples = new LongAdder();
  final LongAdder publishedBatches = new LongAdder();
  final LongAdder droppedSteps = new LongAdder();
  final LongAdder droppedSamples = new LongAdder();

  void published(long steps, long samples) {
    publishedSteps.add(steps);
    publishedSamples.add(samples);
    publishedBatches.increment();
  }

  void dropped(long steps, long samples) {
    droppedSteps.add(steps);
    droppedSamples.add(samples);
  }
}
