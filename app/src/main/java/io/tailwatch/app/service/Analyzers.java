// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.service;

import io.tailwatch.analyzer.Analyzer;
import io.tailwatch.analyzer.AnalyzerConfig;
import io.tailwatch.app.cli.CommandFailure;

/** Starts an analyzer for a command. */
final class Analyzers {

  private Analyzers() {}

  /**
   * {@link Analyzer#start}.
   *
   * @throws CommandFailure when its HTTP port is taken
   */
  static Analyzer start(AnalyzerConfig config) {
    try {
      return Analyzer.start(config);
    } catch (IllegalStateException e) {
      // Its message is one line that says what to do.
      throw CommandFailure.failure(e.getMessage());
    }
  }
}
