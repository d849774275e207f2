// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.query;

import io.tailwatch.analyzer.judge.VerdictNames;
import io.tailwatch.analyzer.observe.ObservableNames;
import io.tailwatch.events.v1.TailEstimate;

/**
 * What a plot is of. Its steps are those of the last estimate, which the same pane has given.
 *
 * @param live always true: read from the state, perhaps before it was committed
 * @param instance who answered
 * @param resolution always {@code bucket}: samples are known by the buckets of the sketch
 * @param signed whether the sketch knows the signs of the samples
 * @param samples finite samples
 */
record PlotHead(
    String run,
    String series,
    String observable,
    boolean live,
    String instance,
    String resolution,
    int attempt,
    long firstStep,
    long lastStep,
    int panes,
    int windowPanes,
    String verdict,
    boolean signed,
    long samples) {

  static PlotHead of(Drawing drawing) {
    TailEstimate estimate = drawing.estimate();
    return new PlotHead(
        drawing.request().key().run(),
        drawing.request().key().series(),
        ObservableNames.of(drawing.request().observable()),
        true,
        drawing.instance(),
        "bucket",
        estimate.getAttempt(),
        estimate.getFirstStep(),
        estimate.getLastStep(),
        drawing.panes().size(),
        estimate.getWindowPanes(),
        VerdictNames.of(estimate.getVerdict()),
        drawing.signed(),
        drawing.sum().finite());
  }
}
