// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study.power;

import io.tailwatch.tails.estimate.guard.LightTail;
import io.tailwatch.tails.estimate.guard.LocationShift;
import io.tailwatch.tails.estimate.guard.PaneHomogeneity;
import io.tailwatch.tails.estimate.guard.Stationarity;
import io.tailwatch.tails.estimate.guard.Ties;
import io.tailwatch.tails.estimate.guard.Truncation;
import io.tailwatch.tails.estimate.hill.HillPlot;
import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.TailProfile;
import io.tailwatch.tails.estimate.hill.TailSide;
import io.tailwatch.tails.sketch.PackedSketch;
import io.tailwatch.tails.sketch.SketchLayout;
import io.tailwatch.tails.sketch.TailSketch;
import java.util.ArrayList;
import java.util.List;

/**
 * What the guards say of one sample, cut into {@value #PANES} panes of a signed sketch as the live
 * analyzer holds a window.
 *
 * @param lightTail heavy, undecided or light
 * @param shifted {@link LocationShift} has a finding
 * @param tied {@link Ties} has one, on the sketch
 * @param exactlyTied the same on the sample itself
 * @param truncated {@link Truncation} has one, of either kind
 * @param disagreeing {@link PaneHomogeneity} has one
 * @param drifting {@link Stationarity} is lost
 */
record Inspection(
    LightTail lightTail,
    boolean shifted,
    boolean tied,
    boolean exactlyTied,
    boolean truncated,
    boolean disagreeing,
    boolean drifting) {
  static final int PANES = 32;

  private static final int LONG_WINDOW = 100_000;

  /** The guards on a whole sample, at the tail fraction of a live window of its length. */
  static Inspection of(double[] sample) {
    List<TailSketch> panes = panes(sample);
    TailSketch sum = sum(panes);
    TailProfile profile = TailProfile.of(sum, TailSide.BOTH);
    LightTail lightTail = LightTail.of(panes, sum, TailSide.BOTH);
    double factor = lightTail.dependenceFactor();
    double fraction = sample.length < LONG_WINDOW ? 0.02 : 0.005;
    double threshold = profile.threshold(profile.nearestFraction(fraction));
    double largest = sum.grid().lowerEdge(sum.grid().magnitudeOf((float) profile.threshold(0)));
    return new Inspection(
        lightTail,
        LocationShift.of(sum, TailSide.BOTH, threshold, factor)
            .flatMap(LocationShift::finding)
            .isPresent(),
        Ties.of(sum, TailSide.BOTH, threshold).finding().isPresent(),
        Ties.of(sample, TailSide.BOTH, threshold).finding().isPresent(),
        Truncation.of(profile, factor).flatMap(Truncation::finding).isPresent()
            || Truncation.overflow(largest, sum.infinities()).isPresent(),
        PaneHomogeneity.of(batches(panes, threshold)).flatMap(PaneHomogeneity::finding).isPresent(),
        Stationarity.of(panes).map(test -> !test.stationary()).orElse(false));
  }

  /** The light-tail guard alone. */
  static LightTail lightTail(double[] sample) {
    List<TailSketch> panes = panes(sample);
    return LightTail.of(panes, sum(panes), TailSide.BOTH);
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

  private static List<HillPoint> batches(List<TailSketch> panes, double threshold) {
    return panes.stream()
        .map(pane -> HillPlot.above(pane, TailSide.BOTH, threshold).atThreshold(threshold))
        .toList();
  }
}
