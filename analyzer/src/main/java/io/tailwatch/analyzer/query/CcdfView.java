// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.query;

import io.tailwatch.events.v1.TheoryBand;
import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.SurvivalCurve;
import io.tailwatch.tails.estimate.hill.TailSide;
import io.tailwatch.tails.fit.SeenLaw;
import io.tailwatch.tails.fit.SketchFit;
import io.tailwatch.tails.fit.SketchFits;
import io.tailwatch.tails.fit.StudentT;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;

/**
 * The survival function of the window, exact at bucket edges: of |x|, and for a sketch with signs
 * of each tail. Beside it that of the fitted Student t, and from the threshold of the estimate on
 * those of Student t whose index is what theory says, anchored at that threshold.
 *
 * @param sides {@code abs}, and {@code right} and {@code left} where signs are known
 * @param theory the indices of the anchored laws
 * @param reason why there are no points; null when there are
 */
record CcdfView(
    PlotHead window, List<SideView> sides, FitView fit, TheoryIndices theory, String reason) {

  /**
   * A curve.
   *
   * @param anchor the threshold that the curves of theory go through
   * @param anchorSurvival what is beyond it; null when nothing is, and then those curves are too
   */
  record SideView(String side, Double anchor, Double anchorSurvival, List<PointView> points) {}

  /**
   * A point.
   *
   * @param count samples at or beyond x
   * @param survival their share of the finite samples
   * @param fit of the fitted law; null without one
   * @param lower of Student t with the lower bound as its index; null below the anchor
   * @param upper with the upper bound
   * @param kesten with the Kesten index
   */
  record PointView(
      double x,
      long count,
      double survival,
      Double fit,
      Double lower,
      Double upper,
      Double kesten) {}

  /**
   * What theory says of the index.
   *
   * @param reason why something is null; null when nothing is
   */
  record TheoryIndices(Double lower, Double upper, Double kesten, String reason) {
    static TheoryIndices of(TheoryBand band) {
      List<String> missing = new ArrayList<>();
      if (!band.hasLower() || !band.hasUpper()) {
        missing.add("no hSGD band is known");
      }
      if (!band.hasKesten()) {
        missing.add("the Kesten index is not known");
      }
      return new TheoryIndices(
          band.hasLower() ? Shown.finite(band.getLower()) : null,
          band.hasUpper() ? Shown.finite(band.getUpper()) : null,
          band.hasKesten() ? Shown.finite(band.getKesten()) : null,
          missing.isEmpty() ? null : String.join("; ", missing));
    }
  }

  static CcdfView of(Drawing drawing) {
    SketchFit<StudentT> fit = SketchFits.studentT(drawing.sum());
    Optional<SeenLaw> law =
        fit.fitted().map(fitted -> new SeenLaw(fitted.law(), drawing.sum().layout()));
    TheoryIndices theory = TheoryIndices.of(drawing.estimate().getTheory());
    List<SideView> sides = new ArrayList<>();
    sides.add(side(drawing, TailSide.BOTH, law, theory));
    if (drawing.signed()) {
      sides.add(side(drawing, TailSide.RIGHT, law, theory));
      sides.add(side(drawing, TailSide.LEFT, law, theory));
    }
    return new CcdfView(
        PlotHead.of(drawing), sides, FitView.studentT(fit), theory, drawing.reason());
  }

  private static SideView side(
      Drawing drawing, TailSide side, Optional<SeenLaw> fit, TheoryIndices theory) {
    Optional<Anchor> anchor = Anchor.of(drawing, side);
    DoubleFunction<Double> lower = anchored(anchor, theory.lower());
    DoubleFunction<Double> upper = anchored(anchor, theory.upper());
    DoubleFunction<Double> kesten = anchored(anchor, theory.kesten());
    List<PointView> points =
        SurvivalCurve.of(drawing.sum(), side, drawing.request().points()).stream()
            .map(
                point ->
                    new PointView(
                        point.x(),
                        point.count(),
                        point.share(),
                        fit.map(law -> survival(law, side, point.x())).orElse(null),
                        lower.apply(point.x()),
                        upper.apply(point.x()),
                        kesten.apply(point.x())))
            .toList();
    return new SideView(
        side == TailSide.BOTH ? "abs" : side == TailSide.RIGHT ? "right" : "left",
        drawing.threshold().map(HillPoint::threshold).orElse(null),
        anchor.map(Anchor::share).orElse(null),
        points);
  }

  private static DoubleFunction<Double> anchored(Optional<Anchor> anchor, Double nu) {
    Optional<StudentT> law = anchor.flatMap(a -> a.law(nu));
    return x -> law.map(t -> anchor.get().survival(t, x)).orElse(null);
  }

  private static Double survival(SeenLaw law, TailSide side, double x) {
    return Shown.finite(
        switch (side) {
          case BOTH -> law.survivalOfSize(x);
          case RIGHT -> law.right(x);
          case LEFT -> law.left(x);
        });
  }
}
