// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.query;

import io.tailwatch.tails.estimate.hill.HillPlot;
import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.TailSide;
import io.tailwatch.tails.fit.AnchoredT;
import io.tailwatch.tails.fit.StudentT;
import java.util.Optional;

/**
 * The point of a survival function that the curves of theory go through.
 *
 * @param share of the finite samples at or beyond the threshold, in (0, 1/2)
 */
record Anchor(TailSide side, double threshold, double share) {

  /** At the threshold of the estimate; empty where no sample is beyond it on this side. */
  static Optional<Anchor> of(Drawing drawing, TailSide side) {
    Optional<HillPoint> cut = drawing.threshold();
    if (cut.isEmpty()) {
      return Optional.empty();
    }
    double threshold = cut.get().threshold();
    long beyond = HillPlot.of(drawing.sum(), side).atThreshold(threshold).exceedances();
    double share = (double) beyond / drawing.sum().finite();
    return share > 0 && share < 0.5
        ? Optional.of(new Anchor(side, threshold, share))
        : Optional.empty();
  }

  /**
   * Student t with a given index that goes through the anchor.
   *
   * @param nu null where theory says nothing
   */
  Optional<StudentT> law(Double nu) {
    if (nu == null || !(nu > 0)) {
      return Optional.empty();
    }
    return Optional.of(
        side == TailSide.BOTH
            ? AnchoredT.ofSize(nu, threshold, share)
            : AnchoredT.ofSide(nu, threshold, share));
  }

  /** The survival function of such a law; null below the anchor, where it says nothing. */
  Double survival(StudentT law, double x) {
    // It is symmetric about 0: each side has half of the whole.
    return x < threshold
        ? null
        : Shown.finite((side == TailSide.BOTH ? 2 : 1) * law.cumulative(-x));
  }
}
