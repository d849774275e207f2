// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.hill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailwatch.tails.estimate.interval.Interval;
import org.junit.jupiter.api.Test;

class HillPointTest {
  @Test
  void readingIsTheSurvivalExponent() {
    HillPoint point = new HillPoint(2, 50, 1000, 25);
    assertThat(point.reading()).isEqualTo(2);
    assertThat(point.tailFraction()).isEqualTo(0.05);
  }

  @Test
  void numbersThatDoNotBelongTogetherAreRefused() {
    assertThatThrownBy(() -> new HillPoint(0, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threshold must be positive: was 0.0");
    assertThatThrownBy(() -> new HillPoint(1, 2, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("exceedances must be in [0, 1]: was 2");
    assertThatThrownBy(() -> new HillPoint(1, 1, 1, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sumLogExcess must not be negative: was NaN");
  }

  @Test
  void intervalsKnowTheirEnds() {
    Interval interval = new Interval(1.5, Double.POSITIVE_INFINITY);
    assertThat(interval.unbounded()).isTrue();
    assertThat(interval.contains(1.5)).isTrue();
    assertThat(interval.contains(1.4)).isFalse();
    assertThat(new Interval(1, 2).contains(2)).isTrue();
    assertThatThrownBy(() -> new Interval(2, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("interval must have 0 <= lower <= upper: was [2.0, 1.0]");
  }
}
