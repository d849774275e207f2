// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.judge;

import io.tailwatch.events.v1.KestenIndex;
import io.tailwatch.events.v1.KestenStatus;
import io.tailwatch.events.v1.Problem;
import java.util.Optional;

/**
 * The tail index of SGD itself on the data, as far as it applies: it was computed for one learning
 * rate, and is unknown for any other.
 *
 * @param index survival exponent; infinite when every factor is a contraction, so that no power law
 *     exists
 * @param standardError of the index, 0 if exact
 * @param status how it was found
 * @param source the descriptor's entry
 */
public record Kesten(double index, double standardError, KestenStatus status, KestenIndex source) {
  /** Relative distance of learning rates that count as the same. */
  private static final double SAME_RATE = 0.01;

  /** The Kesten index at a learning rate; empty when unknown there, or when there is none. */
  static Optional<Kesten> at(double learningRate, Problem problem) {
    if (!applies(learningRate, problem)) {
      return Optional.empty();
    }
    KestenIndex source = problem.getKesten();
    KestenStatus status = source.getStatus();
    if (status == KestenStatus.KESTEN_STATUS_CONTRACTIVE) {
      return Optional.of(new Kesten(Double.POSITIVE_INFINITY, 0, status, source));
    }
    return source.hasIndex()
            && status != KestenStatus.KESTEN_STATUS_DIVERGENT
            && status != KestenStatus.KESTEN_STATUS_PENDING
        ? Optional.of(new Kesten(source.getIndex(), source.getStandardError(), status, source))
        : Optional.empty();
  }

  /** What has become of the index at a learning rate; unspecified when nothing is stated for it. */
  static KestenStatus statusAt(double learningRate, Problem problem) {
    return applies(learningRate, problem)
        ? problem.getKesten().getStatus()
        : KestenStatus.KESTEN_STATUS_UNSPECIFIED;
  }

  private static boolean applies(double learningRate, Problem problem) {
    double stated = problem.getKesten().getLearningRate();
    // Of a status that a newer producer may send we do not know what it says about the index.
    return problem.getKesten().getStatus() != KestenStatus.UNRECOGNIZED
        && stated > 0
        && Math.abs(stated / learningRate - 1) <= SAME_RATE;
  }

  /** Whether it says that no power law exists. */
  boolean contractive() {
    return Double.isInfinite(index);
  }
}
