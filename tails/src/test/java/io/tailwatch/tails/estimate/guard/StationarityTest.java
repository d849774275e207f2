// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tailwatch.tails.estimate.Samples;
import io.tailwatch.tails.sketch.SketchLayout;
import io.tailwatch.tails.sketch.TailSketch;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StationarityTest {
  /** Panes of a single sample each: their medians are the values themselves. */
  private static List<TailSketch> panes(double... medians) {
    List<TailSketch> panes = new ArrayList<>();
    for (double median : medians) {
      panes.add(Samples.sketch(SketchLayout.SIGNED, median));
    }
    return panes;
  }

  @Test
  void fewerThanEightPanesCannotBeTested() {
    assertThat(Stationarity.of(List.of())).isEmpty();
    assertThat(Stationarity.of(panes(1, 2, 3, 4, 5, 6, 7))).isEmpty();
    List<TailSketch> withAnEmptyOne = panes(1, 2, 3, 4, 5, 6, 7);
    withAnEmptyOne.add(TailSketch.empty(SketchLayout.SIGNED));
    assertThat(Stationarity.of(withAnEmptyOne)).isEmpty();
  }

  /** By hand: 0.8 left of each half after its line, error sqrt(2 / 4 * 1.6 / 4), t = 8.94. */
  @Test
  void matchesTheTwoSampleTTest() {
    Stationarity test = Stationarity.of(panes(1, 2, 1, 2, 5, 6, 5, 6)).orElseThrow();
    assertThat(test.firstHalf()).isEqualTo(1.5);
    assertThat(test.secondHalf()).isEqualTo(5.5);
    assertThat(test.difference()).isEqualTo(4);
    assertThat(test.standardError()).isCloseTo(Math.sqrt(0.2), within(1e-14));
    assertThat(test.pValue()).isCloseTo(0.0008642110288827, within(1e-9));
    assertThat(test.stationary()).isFalse();
    Stationarity small = Stationarity.of(panes(1, 2, 1, 2, 2, 3, 2, 3)).orElseThrow();
    assertThat(small.pValue()).isCloseTo(0.0890093425000857, within(1e-9));
    assertThat(small.stationary()).isTrue();
  }

  @Test
  void aJumpOfTheLevelIsSeen() {
    assertThat(Stationarity.of(panes(1, 2, 1, 2, 11, 12, 11, 12)).orElseThrow().stationary())
        .isFalse();
  }

  @Test
  void theMiddlePaneOfAnOddNumberIsLeftOut() {
    assertThat(Stationarity.of(panes(1, 2, 1, 2, 1000, 2, 1, 2, 1)).orElseThrow().difference())
        .isZero();
  }

  @Test
  void constantSeriesAreStationaryAndConstantStepsAreNot() {
    Stationarity constant = Stationarity.of(panes(3, 3, 3, 3, 3, 3, 3, 3)).orElseThrow();
    assertThat(constant.pValue()).isEqualTo(1);
    Stationarity step = Stationarity.of(panes(3, 3, 3, 3, 4, 4, 4, 4)).orElseThrow();
    assertThat(step.pValue()).isZero();
    assertThat(step.stationary()).isFalse();
  }

  /**
   * AR(1) of pane levels with the memory of a fifth of a pane: 2,000 windows, 0.1 % nominal and a
   * little more for the correlation of neighbouring blocks; 12 would be four standard errors above.
   */
  @Test
  void steadySeriesAreHardlyEverCalledNonStationary() {
    Random random = new Random(31);
    int alarms = 0;
    double level = 0;
    for (int w = 0; w < 2000; w++) {
      double[] medians = new double[32];
      for (int i = 0; i < medians.length; i++) {
        level = Math.exp(-5) * level + random.nextGaussian();
        medians[i] = level;
      }
      if (!Stationarity.of(panes(medians)).orElseThrow().stationary()) {
        alarms++;
      }
    }
    assertThat(alarms).isLessThan(12);
  }

  /** 98 % of windows in longer simulations; 180 of 200 is far below. */
  @Test
  void driftingSeriesAreMostlySeen() {
    Random random = new Random(32);
    int seen = 0;
    for (int w = 0; w < 200; w++) {
      double[] medians = new double[32];
      for (int i = 0; i < medians.length; i++) {
        medians[i] = 5.0 * i / 32 + random.nextGaussian();
      }
      if (!Stationarity.of(panes(medians)).orElseThrow().stationary()) {
        seen++;
      }
    }
    assertThat(seen).isGreaterThan(180);
  }

  @Test
  void aPureDriftIsSeenHoweverLargeItIs() {
    double[] medians = new double[32];
    for (int i = 0; i < medians.length; i++) {
      medians[i] = 1000 * i + i % 3;
    }
    assertThat(Stationarity.of(panes(medians)).orElseThrow().stationary()).isFalse();
  }
}
