// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study.power;

import io.tailwatch.tails.estimate.WindowEstimate;
import io.tailwatch.tails.estimate.WindowEstimator;
import io.tailwatch.tails.estimate.guard.Finding;
import io.tailwatch.tails.estimate.guard.LightTail;
import io.tailwatch.tails.estimate.guard.Stationarity;
import io.tailwatch.tails.estimate.guard.Ties;
import io.tailwatch.tails.estimate.guard.WarningCode;
import io.tailwatch.tails.estimate.hill.TailSide;
import io.tailwatch.tails.sketch.PackedSketch;
import io.tailwatch.tails.sketch.SketchLayout;
import io.tailwatch.tails.sketch.TailSketch;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What is said of one sample, cut into {@value #PANES} panes of a signed sketch and estimated as a
 * window of the live analyzer is.
 *
 * @param lightTail heavy, undecided or light
 * @param undefined whether there is no reading at all, as too few or constant
 * @param warnings the codes of the findings; none where there is no reading. That of {@link
 *     WarningCode#TOO_FEW} means panes that disagree
 * @param exactlyTied {@link Ties} on the sample itself
 * @param drifting {@link Stationarity} is lost
 */
record Inspection(
    LightTail lightTail,
    boolean undefined,
    Set<WarningCode> warnings,
    boolean exactlyTied,
    boolean drifting) {
  static final int PANES = 32;

  private static final int LONG_WINDOW = 100_000;

  /** A whole sample, at the tail fraction of a live window of its length. */
  static Inspection of(double[] sample) {
    List<TailSketch> panes = panes(sample);
    TailSketch sum = sum(panes);
    boolean drifting = Stationarity.of(panes).map(test -> !test.stationary()).orElse(false);
    double fraction = sample.length < LONG_WINDOW ? 0.02 : 0.005;
    if (WindowEstimator.estimate(panes, sum, fraction) instanceof WindowEstimate.Defined found) {
      Set<WarningCode> warnings = EnumSet.noneOf(WarningCode.class);
      found.diagnosis().findings().stream().map(Finding::code).forEach(warnings::add);
      Ties exact = Ties.of(sample, TailSide.BOTH, found.point().threshold());
      return new Inspection(
          found.diagnosis().lightTail(), false, warnings, exact.finding().isPresent(), drifting);
    }
    return new Inspection(LightTail.of(panes, sum, TailSide.BOTH), true, Set.of(), false, drifting);
  }

  /** The light-tail guard alone. */
  static LightTail lightTail(double[] sample) {
    List<TailSketch> panes = panes(sample);
    return LightTail.of(panes, sum(panes), TailSide.BOTH);
  }

  boolean warns(WarningCode code) {
    return warnings.contains(code);
  }

  private static List<TailSketch> panes(double[] sample) {
    List<TailSketch> panes = new ArrayList<>(PANES);
    PackedSketch sketch = new PackedSketch(SketchLayout.SIGNED);
    for (int b = 0; b < PANES; b++) {
      int from = (int) ((long) sample.length * b / PANES);
      int to = (int) ((long) sample.length * (b + 1) / PANES);
      sketch.update(sample, from, to - from);
      panes.add(sketch.snapshot());
      sketch.clear();
    }
    return panes;
  }

  private static TailSketch sum(List<TailSketch> panes) {
    return panes.stream().reduce(TailSketch::plus).orElseThrow();
  }
}
