// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

/** The parts of a {@link TheoryReport} that take time, in the order in which they are computed. */
public enum TheoryPart {
  /** The exact index of homogenized SGD: {@link HsgdIndex}. */
  EXACT,
  /** The learning rate from which the variance of SGD on the rows is infinite. */
  SECOND_MOMENT,
  /** The index of SGD itself on the rows: {@link KestenIndex#ofRows}. */
  KESTEN,
  /**
   * The same of the rows' components along the first eigenvector. The index is not above it where
   * the other components have mean 0 given that one, as those of Gaussian rows; on data about so.
   */
  PROJECTION,
  /** The index of SGD if the rows were fresh Gaussian ones: {@link KestenIndex#ofGaussianRows}. */
  STREAMING;

  /** Why a problem does not have this part; empty when it has. */
  public String absence(TheoryProblem problem) {
    return switch (this) {
      case EXACT -> "";
      case SECOND_MOMENT ->
          !problem.hasRows()
              ? "the variance of SGD itself needs the data rows"
              : problem.momentum() > 0 ? "known for SGD without momentum only" : "";
      case KESTEN, PROJECTION ->
          problem.hasRows() ? "" : "the index of SGD itself needs the data rows";
      case STREAMING -> problem.step().isPresent() ? "" : "the batch size is not a whole number";
    };
  }
}
