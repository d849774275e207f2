// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study.coverage;

import io.tailwatch.study.process.Process;
import io.tailwatch.study.process.Processes;
import io.tailwatch.tails.estimate.hill.StudentTReading;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * A process of the study.
 *
 * @param closedForm the population reading by tail fraction, where it is known
 */
record Subject(Process process, Optional<DoubleUnaryOperator> closedForm) {
  /** The processes that the bar names; indices of SGD are those of its Kesten recursion. */
  static List<Subject> all() {
    return List.of(
        new Subject(Processes.studentT(3), Optional.of(f -> StudentTReading.reading(3, f))),
        new Subject(Processes.pareto(3), Optional.of(f -> 3)),
        simulated(Processes.autoregression(0.9, 3)),
        simulated(Processes.kesten(2.5, 0.5)),
        simulated(Processes.sgdProjection("P1", 3.114)),
        simulated(Processes.sgdProjection("P3", 4.005)),
        simulated(Processes.sgdProjection("P5", 3.117)));
  }

  private static Subject simulated(Process process) {
    return new Subject(process, Optional.empty());
  }
}
