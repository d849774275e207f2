// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.query;

import io.tailwatch.events.v1.TailEstimate;
import io.tailwatch.tails.estimate.hill.HillPlot;
import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.TailSide;
import io.tailwatch.tails.sketch.SketchLayout;
import io.tailwatch.tails.sketch.TailSketch;
import java.util.List;
import java.util.Optional;

/**
 * What all plots of a window are drawn from.
 *
 * @param estimate the last one of the observable
 * @param panes the sketches of its panes, oldest first
 * @param sum of the panes; without samples where there are none
 */
record Drawing(
    PlotRequest request,
    String instance,
    TailEstimate estimate,
    List<TailSketch> panes,
    TailSketch sum) {

  /** Of an observable that the window has an estimate of. */
  static Drawing of(PlotRequest request, WindowSnapshot window, String instance) {
    List<TailSketch> panes = window.sketches(request.observable());
    return new Drawing(
        request,
        instance,
        window.estimate(request.observable()).orElseThrow(),
        panes,
        panes.stream()
            .reduce(TailSketch::plus)
            .orElseGet(() -> TailSketch.empty(SketchLayout.UNSIGNED)));
  }

  boolean signed() {
    return sum.layout() == SketchLayout.SIGNED;
  }

  /** The bucket edge at the tail fraction of the estimate; empty without usable samples. */
  Optional<HillPoint> threshold() {
    double fraction = estimate.getNominalTailFraction();
    return fraction > 0 && fraction < 1
        ? HillPlot.of(sum, TailSide.BOTH).nearest(fraction)
        : Optional.empty();
  }

  /** Why there is nothing to draw; null when there is something. */
  String reason() {
    if (panes.isEmpty()) {
      return "the window holds no pane yet";
    }
    return sum.usable() == 0 ? "the window holds no usable sample" : null;
  }
}
