// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import io.tailwatch.events.v1.KestenStatus;
import io.tailwatch.events.v1.TailEstimate;
import io.tailwatch.events.v1.TheoryBand;
import io.tailwatch.events.v1.Verdict;
import java.util.List;

/**
 * What the comparison with theory takes for granted.
 *
 * @param holds null where the estimate does not tell
 */
record AssumptionView(String code, String text, Boolean holds) {

  /** Those of an estimate, as far as its own fields tell whether they hold. */
  static List<AssumptionView> of(TailEstimate estimate) {
    TheoryBand theory = estimate.getTheory();
    return List.of(
        new AssumptionView(
            "least-squares-sgd",
            "Plain SGD on a least-squares problem whose eigenvalues, batch size and learning rate"
                + " are stated.",
            theory.hasLower() || theory.hasEtaStar() ? Boolean.TRUE : null),
        new AssumptionView(
            "stationary-law",
            "hSGD has a stationary law at this learning rate.",
            theory.hasLower() ? Boolean.TRUE : theory.hasEtaStar() ? Boolean.FALSE : null),
        new AssumptionView(
            "constant-learning-rate",
            "The learning rate is the same throughout the window; if not, the band is the union.",
            constantRate(estimate)),
        new AssumptionView(
            "settled",
            "The training has forgotten its start and stays around one place.",
            settled(estimate)),
        new AssumptionView(
            "many-dimensions",
            "The dimension is large: in few dimensions SGD is heavier than hSGD, and the Kesten"
                + " index is the one to compare with.",
            null),
        new AssumptionView(
            "power-law",
            "SGD on these data rows has a power law: not every update is a contraction.",
            powerLaw(theory.getKestenStatus())),
        new AssumptionView(
            "student-t-body",
            "The body of the sample is near Student's t, as the correction of the reading assumes.",
            studentBody(estimate)));
  }

  private static Boolean constantRate(TailEstimate estimate) {
    return estimate.getLearningRateMin() > 0
        ? estimate.getLearningRateMin() == estimate.getLearningRateMax()
        : null;
  }

  private static Boolean settled(TailEstimate estimate) {
    Verdict verdict = estimate.getVerdict();
    if (verdict == Verdict.VERDICT_BURN_IN || verdict == Verdict.VERDICT_NON_STATIONARY) {
      return false;
    }
    return estimate.hasReading() ? Boolean.TRUE : null;
  }

  private static Boolean powerLaw(KestenStatus status) {
    return switch (status) {
      case KESTEN_STATUS_EXACT, KESTEN_STATUS_ESTIMATED, KESTEN_STATUS_REPEAT_BOUND -> true;
      case KESTEN_STATUS_CONTRACTIVE, KESTEN_STATUS_DIVERGENT -> false;
      default -> null;
    };
  }

  private static Boolean studentBody(TailEstimate estimate) {
    boolean mismatch =
        estimate.getWarningsList().stream().anyMatch(w -> w.getCode().equals("body-mismatch"));
    if (mismatch) {
      return false;
    }
    return estimate.hasBiasReducedIndex() && estimate.getIndex().hasValue() ? Boolean.TRUE : null;
  }
}
