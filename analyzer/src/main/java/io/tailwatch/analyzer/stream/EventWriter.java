// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.stream;

import io.tailwatch.events.v1.TailAlert;
import io.tailwatch.events.v1.TailEstimate;

/** Writes the data of events as JSON on one line. */
public interface EventWriter {
  /** A new estimate. */
  byte[] estimate(TailEstimate estimate);

  /** An event of an alert. */
  byte[] alert(TailAlert alert);

  /** A run that has changed, or is gone. */
  byte[] run(String run);
}
