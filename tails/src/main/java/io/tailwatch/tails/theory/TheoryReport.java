// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * All that theory says about a problem, as far as it is computed. Immutable and thread-safe.
 *
 * @param problem the question
 * @param bounds of homogenized SGD; with momentum at the equivalent learning rate, and then not
 *     certain
 * @param formulas closed forms for homogenized SGD, each typed as bound or estimate
 * @param relaxation the times of homogenized SGD
 * @param rowStatements what the rows say about SGD itself without simulation; empty without rows
 * @param streamingGamma2 the learning rate from which the variance of SGD on fresh Gaussian rows is
 *     infinite; empty with momentum or a batch size that is not whole
 * @param exact the exact index of homogenized SGD
 * @param gamma2 the learning rate from which the variance of SGD on the rows is infinite
 * @param kesten the index of SGD itself on the rows
 * @param projection that along the first eigenvector, an upper bound where the rows are like
 *     Gaussian ones
 * @param streaming the index of SGD on fresh Gaussian rows. This and the four before are empty
 *     until {@link TheoryTask} has computed them, and for good where {@link TheoryPart#absence}
 *     says why
 */
public record TheoryReport(
    TheoryProblem problem,
    HsgdBounds bounds,
    HsgdFormulas formulas,
    Relaxation relaxation,
    Optional<RowStatements> rowStatements,
    OptionalDouble streamingGamma2,
    Optional<HsgdResult> exact,
    OptionalDouble gamma2,
    Optional<KestenResult> kesten,
    Optional<KestenResult> projection,
    Optional<KestenResult> streaming) {

  /**
   * The part that is fast enough for live use: bounds, closed forms, times. Deterministic; cost as
   * {@link HsgdBounds#of} and, with rows, O(n d).
   */
  public static TheoryReport of(TheoryProblem problem) {
    HsgdModel model = problem.model();
    return new TheoryReport(
        problem,
        HsgdBounds.of(model),
        HsgdFormulas.of(model),
        Relaxation.of(model),
        problem.rowStatements(),
        streamingGamma2(problem),
        Optional.empty(),
        OptionalDouble.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static OptionalDouble streamingGamma2(TheoryProblem problem) {
    return problem
        .step()
        .filter(step -> step.momentum() == 0)
        .map(
            step ->
                SgdSecondMoment.ofGaussianRows(
                        problem.model().eigenvalues(), step.ridge(), step.batchSize())
                    .threshold())
        .map(OptionalDouble::of)
        .orElse(OptionalDouble.empty());
  }

  /** Whether a part is computed. */
  public boolean has(TheoryPart part) {
    return switch (part) {
      case EXACT -> exact.isPresent();
      case SECOND_MOMENT -> gamma2.isPresent();
      case KESTEN -> kesten.isPresent();
      case PROJECTION -> projection.isPresent();
      case STREAMING -> streaming.isPresent();
    };
  }

  TheoryReport withExact(HsgdResult result) {
    return with(Optional.of(result), gamma2, kesten, projection, streaming);
  }

  TheoryReport withGamma2(double threshold) {
    return with(exact, OptionalDouble.of(threshold), kesten, projection, streaming);
  }

  TheoryReport withKesten(KestenResult result) {
    return with(exact, gamma2, Optional.of(result), projection, streaming);
  }

  TheoryReport withProjection(KestenResult result) {
    return with(exact, gamma2, kesten, Optional.of(result), streaming);
  }

  TheoryReport withStreaming(KestenResult result) {
    return with(exact, gamma2, kesten, projection, Optional.of(result));
  }

  private TheoryReport with(
      Optional<HsgdResult> newExact,
      OptionalDouble newGamma2,
      Optional<KestenResult> newKesten,
      Optional<KestenResult> newProjection,
      Optional<KestenResult> newStreaming) {
    return new TheoryReport(
        problem,
        bounds,
        formulas,
        relaxation,
        rowStatements,
        streamingGamma2,
        newExact,
        newGamma2,
        newKesten,
        newProjection,
        newStreaming);
  }
}
