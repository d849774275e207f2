// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.query;

import io.tailwatch.tails.fit.Law;
import io.tailwatch.tails.fit.QuantilePoints;
import io.tailwatch.tails.fit.SeenLaw;
import io.tailwatch.tails.fit.SketchFit;
import io.tailwatch.tails.fit.SketchFits;
import io.tailwatch.tails.fit.StableLaw;
import io.tailwatch.tails.fit.StudentT;
import java.util.List;
import java.util.Optional;

/**
 * Quantiles of the window against those of two fitted laws. Of a sketch with signs they are those
 * of x, left tail to right; of one without, those of |x| against the size of a law that is
 * symmetric about 0.
 *
 * @param reason why there are no points; null when there are
 */
record QqView(
    PlotHead window, List<PointView> points, FitView studentT, FitView alphaStable, String reason) {

  /**
   * A quantile.
   *
   * @param sample the bucket edge that so large a share of the samples lies below
   * @param studentT the same quantile of the fitted law; null without one
   * @param alphaStable the same
   */
  record PointView(double probability, double sample, Double studentT, Double alphaStable) {}

  static QqView of(Drawing drawing) {
    SketchFit<StudentT> studentT = SketchFits.studentT(drawing.sum());
    SketchFit<StableLaw> stable = SketchFits.stable(drawing.sum());
    Optional<SeenLaw> asStudentT = seen(drawing, studentT);
    Optional<SeenLaw> asStable = seen(drawing, stable);
    return new QqView(
        PlotHead.of(drawing),
        QuantilePoints.of(drawing.sum(), drawing.request().points()).stream()
            .map(
                point ->
                    new PointView(
                        point.probability(),
                        point.value(),
                        quantile(asStudentT, point.probability()),
                        quantile(asStable, point.probability())))
            .toList(),
        FitView.studentT(studentT),
        FitView.stable(stable),
        drawing.reason());
  }

  private static <L extends Law> Optional<SeenLaw> seen(Drawing drawing, SketchFit<L> fit) {
    return fit.fitted().map(fitted -> new SeenLaw(fitted.law(), drawing.sum().layout()));
  }

  private static Double quantile(Optional<SeenLaw> law, double probability) {
    return law.map(seen -> seen.quantile(probability)).map(Shown::finite).orElse(null);
  }
}
