// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailwatch.producer.training.DemoRates;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DemoScheduleTest {

  private static final DemoRates RATES = new DemoRates(0.1, 0.2);

  @Test
  void withADurationTheLearningRateChangesOnceInItsMiddle() {
    var schedule = DemoSchedule.of(RATES, Optional.of(Duration.ofSeconds(90)));
    assertThat(schedule.learningRates().at(899_999)).isEqualTo(0.1);
    assertThat(schedule.learningRates().at(900_000)).isEqualTo(0.2);
    assertThat(schedule.learningRates().at(99_000_000)).isEqualTo(0.2);
    assertThat(schedule.nextChange(10)).hasValue(900_000);
    assertThat(schedule.nextChange(900_000)).isEmpty();
  }

  @Test
  void withoutOneItGoesThereAndBackEveryMinute() {
    var schedule = DemoSchedule.of(RATES, Optional.empty());
    assertThat(schedule.learningRates().at(0)).isEqualTo(0.1);
    assertThat(schedule.learningRates().at(1_200_000)).isEqualTo(0.2);
    assertThat(schedule.learningRates().at(2_400_000)).isEqualTo(0.1);
    assertThat(schedule.nextChange(1_200_000)).hasValue(2_400_000);
    assertThat(schedule.otherRate(0.1)).isEqualTo(0.2);
    assertThat(schedule.targetIndex(0.2)).isEqualTo(DemoRates.HEAVY_INDEX);
  }
}
