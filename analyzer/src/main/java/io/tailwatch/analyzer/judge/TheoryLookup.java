// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.judge;

import io.tailwatch.events.v1.KestenStatus;
import io.tailwatch.events.v1.Optimizer;
import io.tailwatch.events.v1.OptimizerKind;
import io.tailwatch.events.v1.Problem;
import io.tailwatch.tails.estimate.interval.Interval;
import io.tailwatch.tails.theory.HsgdBounds;
import io.tailwatch.tails.theory.HsgdModel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the theory of a window from the descriptor of its series. A band is known for plain SGD on
 * a least-squares problem whose eigenvalues, batch size and learning rate are stated; momentum,
 * Adam and unknown problems have none. Bounds are computed once for each model (milliseconds) and
 * the last 256 are kept. Not thread-safe.
 */
public final class TheoryLookup {
  private static final int KEPT = 256;

  private final Map<HsgdModel, HsgdBounds> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<HsgdModel, HsgdBounds> eldest) {
          return size() > KEPT;
        }
      };

  /**
   * The theory of a window.
   *
   * @param rateMin smallest learning rate in the window, 0 if unknown
   * @param rateMax largest
   * @param rate the one in force
   */
  public Theory of(
      Optimizer optimizer, Problem problem, double rateMin, double rateMax, double rate) {
    String absence = absence(optimizer, problem, Math.min(rateMin, rate));
    if (!absence.isEmpty()) {
      return Theory.none(absence);
    }
    HsgdBounds atMin = bounds(optimizer, problem, rateMin);
    HsgdBounds atMax = bounds(optimizer, problem, rateMax);
    HsgdBounds now = bounds(optimizer, problem, rate);
    if (!computable(atMin) || !computable(atMax) || !computable(now)) {
      return Theory.none("the bounds of the stated problem leave the range of numbers");
    }
    Optional<Kesten> kesten = Kesten.at(rate, problem);
    KestenStatus status = Kesten.statusAt(rate, problem);
    double upper = Math.max(atMin.upper(), atMax.upper());
    if (upper <= 0) {
      return new Theory(
          Optional.empty(),
          Optional.of(now),
          kesten,
          status,
          "hSGD has no stationary law at learning rate " + rate);
    }
    // Where the two are equal but for rounding, either may come out larger.
    double lower = Math.min(upper, Math.min(atMin.lower(), atMax.lower()));
    var band = new Interval(lower, upper);
    return new Theory(Optional.of(band), Optional.of(now), kesten, status, "");
  }

  private static String absence(Optimizer optimizer, Problem problem, double rate) {
    if (optimizer.getKind() != OptimizerKind.OPTIMIZER_KIND_SGD) {
      return switch (optimizer.getKind()) {
        case OPTIMIZER_KIND_MOMENTUM -> "there is none for momentum";
        case OPTIMIZER_KIND_ADAM -> "there is none for Adam";
        case OPTIMIZER_KIND_UNSPECIFIED -> "the optimiser is not stated";
        default -> "there is none for this optimiser";
      };
    }
    if (optimizer.getMomentum() != 0) {
      return "there is none for momentum";
    }
    if (problem.getEigenvaluesCount() == 0) {
      return "the eigenvalues of the problem are not stated";
    }
    if (optimizer.getBatchSize() == 0) {
      return "the batch size is not stated";
    }
    return rate > 0 ? "" : "the learning rate is not stated";
  }

  /** Numbers of any size are legal in a descriptor, and some overflow on the way. */
  private static boolean computable(HsgdBounds bounds) {
    return Double.isFinite(bounds.lower())
        && Double.isFinite(bounds.upper())
        && Double.isFinite(bounds.etaStar());
  }

  private HsgdBounds bounds(Optimizer optimizer, Problem problem, double rate) {
    double[] eigenvalues =
        problem.getEigenvaluesList().stream().mapToDouble(Double::doubleValue).toArray();
    var model = new HsgdModel(eigenvalues, rate, optimizer.getRidge(), optimizer.getBatchSize());
    return known.computeIfAbsent(model, HsgdBounds::of);
  }
}
