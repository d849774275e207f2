// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailwatch.tails.estimate.Samples;
import io.tailwatch.tails.estimate.WindowEstimate;
import io.tailwatch.tails.estimate.WindowEstimator;
import io.tailwatch.tails.sketch.SketchLayout;
import io.tailwatch.tails.sketch.TailSketch;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From samples through sketches and window estimates to the detectors. */
class ScaleChangeTest {
  private static final int BLOCK = 8192;

  private static BlockReading block(int nu, double factor, long seed) {
    double[] sample = Samples.studentT(nu, BLOCK, seed);
    for (int i = 0; i < sample.length; i++) {
      sample[i] *= factor;
    }
    List<TailSketch> panes = Samples.panes(SketchLayout.SIGNED, sample, 32);
    WindowEstimate estimate = WindowEstimator.estimate(panes, Samples.sum(panes), 0.05);
    WindowEstimate.Defined defined = (WindowEstimate.Defined) estimate;
    return new BlockReading(defined.reading().reading(), defined.reading().logStandardError());
  }

  /** The threshold is taken anew in each block, so only the index can move the reading. */
  @Test
  void valuesTimesFourAtTheSameIndexStaySilentAndAHeavierTailDoesNot() {
    for (DriftDetector detector : List.of(new Cusum(), new PageHinkley())) {
      DriftState state = detector.start();
      for (int i = 0; i < 48; i++) {
        state = detector.next(state, block(3, 1, i));
      }
      DriftState scaled = state;
      DriftState heavier = state;
      for (int i = 48; i < 80; i++) {
        scaled = detector.next(scaled, block(3, 4, i));
        heavier = i < 56 ? detector.next(heavier, block(1, 1, i)) : heavier;
      }
      assertThat(scaled.alarm()).as(detector.name()).isEmpty();
      assertThat(heavier.alarm().orElseThrow().direction()).isEqualTo(Direction.HEAVIER);
    }
  }

  /** At a power of two the sketch of a block is the same but for the exponent. */
  @Test
  void aPowerOfTwoChangesNoReading() {
    BlockReading plain = block(3, 1, 7);
    BlockReading scaled = block(3, 4, 7);
    assertThat(scaled.reading()).isEqualTo(plain.reading());
    assertThat(scaled.logStandardError()).isEqualTo(plain.logStandardError());
  }
}
