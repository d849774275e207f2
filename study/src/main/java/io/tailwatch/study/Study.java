// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study;

import java.util.List;

/** One question about the estimators, answered by simulation. Equal efforts give equal tables. */
public interface Study {
  /** As on the command line; its tables stand in {@code docs/studies/<name>.md}. */
  String name();

  /** One line for {@code --help} and progress. */
  String question();

  /**
   * Simulates.
   *
   * @param effort how much
   * @param replications runs the repetitions, over all cores
   */
  List<Table> run(Effort effort, Replications replications);
}
