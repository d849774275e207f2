// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailwatch.analyzer.health.Progress.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressWatchTest {
  private final ProgressWatch watch = new ProgressWatch();

  @Test
  void withoutLagItIsIdleForEver() {
    assertThat(at(0, 0, 100)).isEqualTo(State.IDLE);
    assertThat(at(10_000, 0, 100)).isEqualTo(State.IDLE);
  }

  @Test
  void whoConsumesIsWellWhateverTheLag() {
    for (int second = 0; second < 600; second += 30) {
      assertThat(at(second, 1_000_000, 100 + second)).isEqualTo(State.OK);
    }
  }

  @Test
  void whoConsumesNothingIsStuckAfterTheLimitAndNotBefore() {
    assertThat(at(0, 5, 100)).isEqualTo(State.OK);
    assertThat(at(59, 5, 100)).isEqualTo(State.OK);
    assertThat(at(60, 7, 100)).isEqualTo(State.STUCK);
    assertThat(at(600, 7, 100)).isEqualTo(State.STUCK);
  }

  @Test
  void oneRecordEndsIt() {
    at(0, 5, 100);
    assertThat(at(100, 5, 100)).isEqualTo(State.STUCK);
    assertThat(at(101, 4, 101)).isEqualTo(State.OK);
    assertThat(at(160, 4, 101)).isEqualTo(State.OK);
    assertThat(at(161, 4, 101)).isEqualTo(State.STUCK);
    assertThat(at(162, 0, 101)).isEqualTo(State.IDLE);
  }

  @Test
  void lagThatComesAfterALongRestCountsFromThere() {
    at(0, 0, 100);
    assertThat(at(1_000, 5, 100)).isEqualTo(State.OK);
    assertThat(at(1_059, 5, 100)).isEqualTo(State.OK);
    assertThat(at(1_060, 5, 100)).isEqualTo(State.STUCK);
  }

  @Test
  void askingSeldomOrOftenMakesNoDifference() {
    at(0, 5, 100);
    for (int second = 1; second < 60; second++) {
      assertThat(at(second, 5, 100)).isEqualTo(State.OK);
    }
    assertThat(at(60, 5, 100)).isEqualTo(State.STUCK);
  }

  @Test
  void whoDoesNotPollIsStuckWhateverItKnowsOfLag() {
    assertThat(watch.look(0, 100, Duration.ofSeconds(59), 0).state()).isEqualTo(State.IDLE);
    assertThat(watch.look(0, 100, Duration.ofSeconds(60), 1).state()).isEqualTo(State.STUCK);
  }

  @Test
  void theNumbersAreReported() {
    at(0, 5, 100);
    assertThat(watch.look(7, 100, Duration.ZERO, Duration.ofSeconds(42).toNanos()))
        .isEqualTo(new Progress(State.OK, 7, 100, 42));
  }

  private State at(long second, long lag, long consumed) {
    return watch.look(lag, consumed, Duration.ZERO, Duration.ofSeconds(second).toNanos()).state();
  }
}
