// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.tail;

import io.tailwatch.events.v1.TailAlert;
import io.tailwatch.events.v1.TailEstimate;

/**
 * Told what is committed after the start, by the thread that reads it, once {@link Latest} has it.
 * Whoever implements it returns at once.
 */
public interface TailListener {
  /** Hears nothing. */
  TailListener NONE =
      new TailListener() {
        @Override
        public void estimate(TailEstimate estimate) {}

        @Override
        public void alert(TailAlert alert) {}

        @Override
        public void run(String run) {}
      };

  /** An estimate. */
  void estimate(TailEstimate estimate);

  /** An event of an alert. */
  void alert(TailAlert alert);

  /**
   * The entry of a run in the directory has changed, or it has lost a series or everything; perhaps
   * while the output is still being read back.
   */
  void run(String run);
}
