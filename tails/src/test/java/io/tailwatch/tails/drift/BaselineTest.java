// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.apache.commons.math3.stat.descriptive.moment.Variance;
import org.junit.jupiter.api.Test;

class BaselineTest {
  private static Baseline of(double... readings) {
    Baseline baseline = Baseline.EMPTY;
    for (double reading : readings) {
      baseline = baseline.plus(new BlockReading(reading, 0.1));
    }
    return baseline;
  }

  @Test
  void emptyKnowsNothing() {
    assertThat(Baseline.EMPTY.deviation()).isZero();
    assertThat(Baseline.EMPTY.standardError()).isInfinite();
    assertThat(Baseline.EMPTY.predictionVariance()).isInfinite();
    assertThat(Baseline.EMPTY.plus(Baseline.EMPTY)).isEqualTo(Baseline.EMPTY);
  }

  @Test
  void oneBlockHasItsOwnError() {
    Baseline one = of(2);
    assertThat(one.reading()).isCloseTo(2, within(1e-15));
    assertThat(one.spread()).isZero();
    assertThat(one.deviation()).isCloseTo(0.1, within(1e-15));
    assertThat(one.predictionVariance()).isCloseTo(0.02, within(1e-15));
  }

  @Test
  void meanAndSpreadAreThoseOfTheLibrary() {
    Random random = new Random(1);
    double[] logs = random.doubles(100, -3, 3).toArray();
    Baseline baseline = Baseline.EMPTY;
    for (double log : logs) {
      baseline = baseline.plus(new BlockReading(Math.exp(log), 0));
    }
    // Rounding of a hundred terms of size 3.
    assertThat(baseline.mean()).isCloseTo(new Mean().evaluate(logs), within(1e-13));
    assertThat(baseline.spread()).isCloseTo(new Variance().evaluate(logs), within(1e-12));
    assertThat(baseline.standardError())
        .isCloseTo(Math.sqrt(new Variance().evaluate(logs) / 100), within(1e-13));
  }

  @Test
  void twoBaselinesAddToThatOfAllBlocks() {
    Baseline both = of(1, 2, 5).plus(of(3, 8));
    Baseline all = of(1, 2, 5, 3, 8);
    assertThat(both.blocks()).isEqualTo(5);
    assertThat(both.mean()).isCloseTo(all.mean(), within(1e-14));
    assertThat(both.squares()).isCloseTo(all.squares(), within(1e-14));
    assertThat(both.errors()).isCloseTo(all.errors(), within(1e-14));
    assertThat(of(1, 2).plus(Baseline.EMPTY)).isEqualTo(of(1, 2));
  }

  @Test
  void theLargerOfSpreadAndStatedErrorsCounts() {
    assertThat(of(2, 2, 2).deviation()).isCloseTo(0.1, within(1e-15));
    Baseline wide = of(1, Math.exp(1));
    assertThat(wide.deviation()).isCloseTo(Math.sqrt(0.5), within(1e-15));
    assertThat(wide.statedVariance()).isCloseTo(0.01, within(1e-17));
  }

  @Test
  void extremeReadingsStayFinite() {
    Baseline baseline = of(1e300, 1e-300);
    assertThat(baseline.mean()).isCloseTo(0, within(1e-12));
    assertThat(baseline.deviation()).isFinite();
  }

  @Test
  void impossibleNumbersAreRefused() {
    assertThatThrownBy(() -> new Baseline(-1, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("blocks must not be negative: was -1");
    assertThatThrownBy(() -> new Baseline(1, Double.NaN, 0, 0))
        .hasMessage("mean must be finite: was NaN");
    assertThatThrownBy(() -> new Baseline(1, 0, Double.NaN, 0))
        .hasMessage("squares and errors must not be negative: were NaN and 0.0");
    for (double reading : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new BlockReading(reading, 0.1))
          .hasMessage("reading must be positive and finite: was " + reading);
    }
    for (double error : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new BlockReading(1, error))
          .hasMessage("logStandardError must be finite and not negative: was " + error);
    }
  }
}
