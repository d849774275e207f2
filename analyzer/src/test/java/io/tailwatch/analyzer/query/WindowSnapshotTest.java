// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.query;

import static io.tailwatch.analyzer.query.WindowFixtures.pane;
import static org.assertj.core.api.Assertions.assertThat;

import io.tailwatch.analyzer.state.v1.PanePart;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.tails.sketch.PackedSketch;
import io.tailwatch.tails.sketch.SketchLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowSnapshotTest {
  private static final PackedSketch SKETCH = new PackedSketch(SketchLayout.UNSIGNED);

  @Test
  void withoutPanesThereIsNoWindow() {
    assertThat(WindowSnapshot.of(List.of(), List.of()).panes()).isEmpty();
  }

  @Test
  void panesThatHaveLeftTheWindowButNotYetTheStoreAreLeftOut() {
    List<PanePart> stored = List.of(at(1, 0, 2), at(1, 0, 3), at(1, 0, 10), at(1, 0, 11));
    assertThat(panes(stored)).containsExactly(10L, 11L);
    assertThat(panes(List.of(at(1, 0, 3), at(1, 0, 10)))).containsExactly(3L, 10L);
  }

  @Test
  void panesOfAnEarlierWindowAreLeftOut() {
    assertThat(panes(List.of(at(1, 0, 5), at(1, 50, 6)))).containsExactly(6L);
    // A new attempt begins below the steps of the one before.
    assertThat(panes(List.of(at(2, 0, 1), at(2, 0, 2), at(1, 0, 9)))).containsExactly(1L, 2L);
  }

  @Test
  void sketchesAreThoseOfOneObservable() {
    WindowSnapshot window = WindowFixtures.studentT(SketchLayout.SIGNED);
    assertThat(window.sketches(WindowFixtures.PROJECTION)).hasSize(WindowFixtures.PANES);
    assertThat(window.sketches(Observable.OBSERVABLE_NORM)).isEmpty();
    assertThat(window.estimate(WindowFixtures.PROJECTION)).isPresent();
    assertThat(window.estimate(Observable.OBSERVABLE_NORM)).isEmpty();
  }

  private static List<Long> panes(List<PanePart> stored) {
    return WindowSnapshot.of(List.of(), stored).panes().stream().map(PanePart::getPane).toList();
  }

  private static PanePart at(int attempt, long restartStep, long pane) {
    return pane(attempt, restartStep, pane, SKETCH);
  }
}
