// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.tail;

import io.tailwatch.events.v1.RunDescriptor;
import io.tailwatch.events.v1.TailAlert;
import io.tailwatch.events.v1.TailEstimate;

/** Fills what only the tail may fill. */
public final class LatestFixtures {
  private LatestFixtures() {}

  /** As if the estimate had been read. */
  public static void add(Latest latest, TailEstimate estimate) {
    latest.add(estimate);
  }

  /** As if the run had been read. */
  public static void add(Latest latest, RunDescriptor run) {
    latest.add(run, run.getUpdatedAtMillis());
  }

  /** As if the alert had been read. */
  public static void add(Latest latest, TailAlert alert) {
    latest.add(alert);
  }
}
