// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailwatch.analyzer.tail.HistoryPoint;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {
  @Test
  void oneOrNonePointTellsNothing() {
    assertThat(Pace.stepsPerSecond(List.of())).isNull();
    assertThat(Pace.stepsPerSecond(List.of(point(1, 100, 1_000)))).isNull();
  }

  @Test
  void twoPointsTellIt() {
    assertThat(Pace.stepsPerSecond(List.of(point(1, 100, 1_000), point(1, 300, 1_500))))
        .isEqualTo(400);
  }

  @Test
  void onlyTheLastPointsCount() {
    List<HistoryPoint> points = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      points.add(point(1, i, i));
    }
    for (int i = 0; i < Pace.POINTS; i++) {
      points.add(point(1, 1_000 + 10 * i, 1_000 + 1_000 * i));
    }
    assertThat(Pace.stepsPerSecond(points)).isEqualTo(10);
  }

  @Test
  void anEarlierAttemptDoesNotCount() {
    assertThat(Pace.stepsPerSecond(List.of(point(1, 100, 1_000), point(2, 50, 2_000)))).isNull();
    assertThat(
            Pace.stepsPerSecond(
                List.of(point(1, 100, 1_000), point(2, 50, 2_000), point(2, 60, 3_000))))
        .isEqualTo(10);
  }

  @Test
  void clocksThatSayNothingGiveNothing() {
    assertThat(Pace.stepsPerSecond(List.of(point(1, 100, 0), point(1, 300, 0)))).isNull();
    assertThat(Pace.stepsPerSecond(List.of(point(1, 100, 1_000), point(1, 300, 1_000)))).isNull();
    assertThat(Pace.stepsPerSecond(List.of(point(1, 100, 2_000), point(1, 300, 1_000)))).isNull();
    assertThat(Pace.stepsPerSecond(List.of(point(1, 300, 1_000), point(1, 100, 2_000)))).isNull();
  }

  private static HistoryPoint point(int attempt, long lastStep, long takenAt) {
    return HistoryPoint.of(
        Estimates.of("r", "w", 1)
            .setAttempt(attempt)
            .setLastStep(lastStep)
            .setTakenAtMillis(takenAt)
            .build());
  }
}
