// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.RunDescriptor;
import io.tailwatch.events.v1.TailEstimate;
import org.junit.jupiter.api.Test;

class LatestTest {
  private final Latest latest = new Latest();

  @Test
  void theLastEstimateOfAnObservableWins() {
    latest.add(estimate("r", "w", 1));
    latest.add(estimate("r", "w", 2));
    assertThat(latest.estimate("r", "w", Observable.OBSERVABLE_NORM).orElseThrow().getPane())
        .isEqualTo(2);
    assertThat(latest.estimate("r", "w", Observable.OBSERVABLE_IDENTITY)).isEmpty();
  }

  @Test
  void estimatesOfARunAreOrderedBySeries() {
    latest.add(estimate("r", "b", 1));
    latest.add(estimate("r", "a", 1));
    latest.add(estimate("other", "c", 1));
    assertThat(latest.estimates("r")).extracting(TailEstimate::getSeries).containsExactly("a", "b");
  }

  @Test
  void runsComeFromTheDirectoryAndFromEstimates() {
    latest.add(RunDescriptor.newBuilder().setRun("announced").build());
    latest.add(estimate("estimated", "w", 1));
    assertThat(latest.runs()).containsExactly("announced", "estimated");
    latest.removeRun("announced");
    assertThat(latest.runs()).containsExactly("estimated");
    assertThat(latest.run("announced")).isEmpty();
  }

  @Test
  void memoryIsBounded() {
    for (int i = 0; i <= Latest.MAX_ESTIMATES; i++) {
      latest.add(estimate("r", "series " + i, i));
    }
    assertThat(latest.estimates("r")).hasSize(Latest.MAX_ESTIMATES);
    assertThat(latest.estimate("r", "series 0", Observable.OBSERVABLE_NORM)).isEmpty();
  }

  private static TailEstimate estimate(String run, String series, long pane) {
    return TailEstimate.newBuilder()
        .setRun(run)
        .setSeries(series)
        .setPane(pane)
        .setObservable(Observable.OBSERVABLE_NORM)
        .build();
  }
}
