// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LearningRateScheduleTest {
  @Test
  void constantNeverChanges() {
    LearningRateSchedule schedule = LearningRateSchedule.constant(0.1);

    assertThat(schedule.at(0)).isEqualTo(0.1);
    assertThat(schedule.at(Long.MAX_VALUE)).isEqualTo(0.1);
    assertThat(schedule.rates()).containsExactly(0.1);
  }

  @Test
  void changesTakeEffectAtTheirStep() {
    LearningRateSchedule schedule =
        LearningRateSchedule.steps(0.1, new TreeMap<>(Map.of(10L, 0.2, 20L, 0.1)));

    assertThat(schedule.at(9)).isEqualTo(0.1);
    assertThat(schedule.at(10)).isEqualTo(0.2);
    assertThat(schedule.at(19)).isEqualTo(0.2);
    assertThat(schedule.at(20)).isEqualTo(0.1);
    assertThat(schedule.rates()).containsExactly(0.1, 0.2);
  }

  @Test
  void alternationStartsOverForEver() {
    LearningRateSchedule schedule = LearningRateSchedule.alternating(0.1, 0.2, 5);

    assertThat(schedule.at(4)).isEqualTo(0.1);
    assertThat(schedule.at(5)).isEqualTo(0.2);
    assertThat(schedule.at(9)).isEqualTo(0.2);
    assertThat(schedule.at(10)).isEqualTo(0.1);
    assertThat(schedule.at(1_000_000_005)).isEqualTo(0.2);
  }

  @Test
  void wrongValuesAreRefused() {
    assertThatThrownBy(() -> LearningRateSchedule.constant(0))
        .hasMessage("learningRate must be finite and > 0: was 0.0");
    assertThatThrownBy(() -> LearningRateSchedule.constant(Double.NaN))
        .hasMessage("learningRate must be finite and > 0: was NaN");
    assertThatThrownBy(() -> LearningRateSchedule.steps(0.1, new TreeMap<>(Map.of(0L, 0.2))))
        .hasMessage("change step must be > 0: was 0");
    assertThatThrownBy(() -> LearningRateSchedule.alternating(0.1, 0.2, 0))
        .hasMessage("stepsEach must be >= 1: was 0");
    assertThatThrownBy(() -> LearningRateSchedule.constant(0.1).at(-1))
        .hasMessage("step must be >= 0: was -1");
  }

  @Test
  void aCosineFallsInLevelsAndStays() {
    var schedule = LearningRateSchedule.cosine(0.4, 0.1, 1000, 5);
    assertThat(schedule.rates()).hasSize(5);
    assertThat(schedule.at(0)).isEqualTo(0.4);
    assertThat(schedule.at(199)).isEqualTo(0.4);
    assertThat(schedule.at(400)).isCloseTo(0.25, within(1e-12));
    assertThat(schedule.at(800)).isCloseTo(0.1, within(1e-12));
    assertThat(schedule.at(1_000_000)).isEqualTo(schedule.at(800));
  }

  @Test
  void aWarmUpRisesInALine() {
    var schedule = LearningRateSchedule.warmUp(0.4, 1000, 4);
    assertThat(schedule.at(0)).isCloseTo(0.1, within(1e-12));
    assertThat(schedule.at(250)).isCloseTo(0.2, within(1e-12));
    assertThat(schedule.at(999)).isCloseTo(0.4, within(1e-12));
    assertThatThrownBy(() -> LearningRateSchedule.warmUp(0.4, 3, 4))
        .hasMessageContaining("had 4 levels in 3 steps");
  }
}
