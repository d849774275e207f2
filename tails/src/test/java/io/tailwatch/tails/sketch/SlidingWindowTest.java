// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SlidingWindowTest {
  private final SlidingWindow window = new SlidingWindow(SketchLayout.SIGNED, 4, 3);

  private static TailSketch pane(float... samples) {
    return RawSamples.sketch(SketchLayout.SIGNED, samples);
  }

  @Test
  void aNewWindowIsEmpty() {
    assertThat(window.sum()).isEqualTo(TailSketch.empty(SketchLayout.SIGNED));
    assertThat(window.size()).isZero();
    assertThat(window.panes()).isEmpty();
    assertThat(window.lastPaneId()).isEmpty();
  }

  @Test
  void theSumIsAlwaysThatOfTheLastPanes() {
    Random random = new Random(9);
    for (int id = 0; id < 50; id++) {
      float[] samples = new float[20];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = (float) (random.nextGaussian() / random.nextDouble());
      }
      window.push(id, pane(samples));
      TailSketch sum =
          window.panes().stream().reduce(TailSketch.empty(SketchLayout.SIGNED), TailSketch::plus);
      assertThat(window.sum()).isEqualTo(sum);
      assertThat(window.size()).isEqualTo(Math.min(3, id + 1));
      assertThat(window.lastPaneId()).hasValue(id);
    }
  }

  @Test
  void aMissingPaneIsNotReplacedByAnOlderOne() {
    window.push(10, pane(1));
    window.push(11, pane(2));
    window.push(13, pane(3));
    assertThat(window.paneIds()).containsExactly(11L, 13L);
    window.push(100, pane(4));
    assertThat(window.paneIds()).containsExactly(100L);
    assertThat(window.sum()).isEqualTo(pane(4));
  }

  @Test
  void refusedPanesLeaveTheWindowAsItWas() {
    window.push(5, pane(1));
    assertThatThrownBy(() -> window.push(5, pane(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("paneId must be above the last one, 5: was 5");
    assertThatThrownBy(() -> window.push(6, TailSketch.empty(SketchLayout.UNSIGNED)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(window.paneIds()).containsExactly(5L);
    assertThat(window.sum()).isEqualTo(pane(1));
  }

  @Test
  void clearStartsAnew() {
    window.push(5, pane(1));
    window.clear();
    window.push(2, pane(3));
    assertThat(window.sum()).isEqualTo(pane(3));
  }

  @Test
  void capacityIsChecked() {
    assertThatThrownBy(() -> new SlidingWindow(SketchLayout.SIGNED, 4, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("capacity must be at least 1: was 0");
  }
}
