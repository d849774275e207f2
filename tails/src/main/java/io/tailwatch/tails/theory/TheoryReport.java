// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import java.util.Optional;

/**
 * All that theory says about a problem, as far as it is computed. Immutable and thread-safe.
 *
 * @param problem the question
 * @param bounds of homogenized SGD; with momentum at the equivalent learning rate, and then not
 *     certain
 * @param formulas closed forms for homogenized SGD, each typed as bound or estimate
 * @param relaxation the times of homogenized SGD
 * @param exact the exact index of homogenized SGD; empty until {@link TheoryTask} has computed it
 * @param kesten the index of SGD itself; empty until {@link TheoryTask} has computed it, and for
 *     good when {@code kestenAbsence} says why
 * @param kestenAbsence why there can be no index of SGD itself; empty when there can
 */
public record TheoryReport(
    TheoryProblem problem,
    HsgdBounds bounds,
    HsgdFormulas formulas,
    Relaxation relaxation,
    Optional<HsgdResult> exact,
    Optional<KestenResult> kesten,
    String kestenAbsence) {

  /**
   * The part that is fast enough for live use: bounds, closed forms, times. Deterministic; cost as
   * {@link HsgdBounds#of}.
   */
  public static TheoryReport of(TheoryProblem problem) {
    HsgdModel model = problem.model();
    return new TheoryReport(
        problem,
        HsgdBounds.of(model),
        HsgdFormulas.of(model),
        Relaxation.of(model),
        Optional.empty(),
        Optional.empty(),
        kestenAbsence(problem));
  }

  private static String kestenAbsence(TheoryProblem problem) {
    if (problem.rows().isEmpty()) {
      return "the index of SGD itself needs the data rows";
    }
    return problem.momentum() == 0 ? "" : "momentum is not covered";
  }

  /** Whether nothing is left to compute. */
  public boolean complete() {
    return exact.isPresent() && (kesten.isPresent() || !kestenAbsence.isEmpty());
  }

  TheoryReport withExact(HsgdResult result) {
    return new TheoryReport(
        problem, bounds, formulas, relaxation, Optional.of(result), kesten, kestenAbsence);
  }

  TheoryReport withKesten(KestenResult result) {
    return new TheoryReport(
        problem, bounds, formulas, relaxation, exact, Optional.of(result), kestenAbsence);
  }
}
