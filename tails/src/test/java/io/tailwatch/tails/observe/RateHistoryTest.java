// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateHistoryTest {
  @ParameterizedTest
  @CsvSource({
    "1.0, false",
    "1.19, false",
    "1.21, true",
    "0.81, false",
    "0.79, true",
    "0, false",
  })
  void onlyMoreThanTwentyPercentLeavesTheWindow(double rate, boolean left) {
    var history = new RateHistory(4, List.of());
    history.note(0, 1.0);
    assertThat(history.isLeftBy(rate)).isEqualTo(left);
  }

  @Test
  void aRateThatWasUnknownIsNeverLeft() {
    var history = new RateHistory(4, List.of());
    history.note(0, 0);
    assertThat(history.isLeftBy(1)).isFalse();
  }

  @Test
  void anEmptyHistoryIsNeverLeft() {
    assertThat(new RateHistory(4, List.of()).isLeftBy(1)).isFalse();
  }

  @Test
  void aSlowScheduleIsComparedWithTheStartOfTheSlidingWindow() {
    var history = new RateHistory(4, List.of());
    double rate = 1;
    for (int pane = 0; pane < 100; pane++) {
      assertThat(history.isLeftBy(rate)).as("pane %d", pane).isFalse();
      history.note(pane, rate);
      // Four panes move it by 15 %: never more than 20 % within a window.
      rate *= 0.96;
    }
    assertThat(history.changes()).hasSize(4);
  }

  @Test
  void aConstantRateIsOneEntry() {
    var history = new RateHistory(4, List.of());
    for (int pane = 0; pane < 100; pane++) {
      history.note(pane, 0.5);
    }
    assertThat(history.changes()).hasSize(1);
    assertThat(history.isLeftBy(0.7)).isTrue();
  }

  @Test
  void theRateAtTheStartOfTheWindowIsKeptAfterChangesWithinIt() {
    var history = new RateHistory(4, List.of());
    history.note(0, 1.0);
    history.note(5, 1.1);
    history.note(7, 1.15);
    // The window of pane 8 begins with pane 5.
    history.note(8, 1.15);
    assertThat(history.isLeftBy(1.31)).isFalse();
    assertThat(history.isLeftBy(1.33)).isTrue();
    assertThat(new RateHistory(4, history.changes()).isLeftBy(1.33)).isTrue();
  }
}
