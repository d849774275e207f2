// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.query;

import com.google.protobuf.ByteString;
import io.tailwatch.analyzer.state.v1.PanePart;
import io.tailwatch.analyzer.state.v1.SketchedObservable;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.TailEstimate;
import io.tailwatch.events.v1.TheoryBand;
import io.tailwatch.events.v1.Verdict;
import io.tailwatch.events.v1.WindowSpec;
import io.tailwatch.tails.sketch.PackedSketch;
import io.tailwatch.tails.sketch.SketchLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Windows of made-up series. */
final class WindowFixtures {
  static final SeriesKey KEY = SeriesKey.of("a run", "layer/1");
  static final Observable PROJECTION = Observable.OBSERVABLE_PROJECTION;
  static final int PANES = 8;
  static final int SAMPLES = 4_000;

  private WindowFixtures() {}

  /** Eight panes of Student t with three degrees of freedom, and their estimate. */
  static WindowSnapshot studentT(SketchLayout layout) {
    Random random = new Random(11);
    List<PanePart> panes = new ArrayList<>();
    for (int pane = 0; pane < PANES; pane++) {
      var sketch = new PackedSketch(layout);
      for (int i = 0; i < SAMPLES; i++) {
        double chi = 0;
        for (int j = 0; j < 3; j++) {
          double z = random.nextGaussian();
          chi += z * z;
        }
        sketch.update(random.nextGaussian() / Math.sqrt(chi / 3));
      }
      panes.add(pane(1, 0, pane, sketch));
    }
    return new WindowSnapshot(List.of(estimate()), panes);
  }

  static PanePart pane(int attempt, long restartStep, long pane, PackedSketch sketch) {
    return PanePart.newBuilder()
        .setAttempt(attempt)
        .setRestartStep(restartStep)
        .setPane(pane)
        .setWindow(WindowSpec.newBuilder().setPanes(PANES).setPaneSteps(SAMPLES))
        .addObservables(
            SketchedObservable.newBuilder()
                .setObservable(PROJECTION)
                .setSketch(ByteString.copyFrom(sketch.snapshot().toBytes())))
        .build();
  }

  static TailEstimate estimate() {
    return TailEstimate.newBuilder()
        .setRun(KEY.run())
        .setSeries(KEY.series())
        .setAttempt(1)
        .setObservable(PROJECTION)
        .setVerdict(Verdict.VERDICT_WITHIN)
        .setNominalTailFraction(0.02)
        .setWindowPanes(PANES)
        .setLastStep((long) PANES * SAMPLES - 1)
        .setTheory(TheoryBand.newBuilder().setLower(2.5).setUpper(3.5))
        .build();
  }
}
