// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.service;

import io.tailwatch.producer.training.DemoRates;
import io.tailwatch.producer.training.LearningRateSchedule;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * When the demo's learning rate changes: once in the middle of a given duration, else every minute
 * there and back. Counted in steps, at the speed of the demo. Immutable.
 *
 * @param rates the two learning rates
 * @param stepsEach steps until the change
 * @param repeats whether it goes back again
 */
record DemoSchedule(DemoRates rates, long stepsEach, boolean repeats) {

  /** Speed of the demo: a window of 100,000 steps takes 5 s, and one core is far from busy. */
  static final double STEPS_PER_SECOND = 20_000;

  private static final Duration PERIOD = Duration.ofSeconds(60);

  static DemoSchedule of(DemoRates rates, Optional<Duration> duration) {
    Duration each = duration.map(d -> d.dividedBy(2)).orElse(PERIOD);
    long steps = Math.max(1, Math.round(each.toMillis() * STEPS_PER_SECOND / 1000));
    return new DemoSchedule(rates, steps, duration.isEmpty());
  }

  LearningRateSchedule learningRates() {
    if (repeats) {
      return LearningRateSchedule.alternating(rates.calm(), rates.heavy(), stepsEach);
    }
    var changes = new TreeMap<Long, Double>();
    changes.put(stepsEach, rates.heavy());
    return LearningRateSchedule.steps(rates.calm(), changes);
  }

  /** The step of the next change after a number of steps; empty if there is none. */
  OptionalLong nextChange(long steps) {
    if (repeats) {
      return OptionalLong.of((steps / stepsEach + 1) * stepsEach);
    }
    return steps < stepsEach ? OptionalLong.of(stepsEach) : OptionalLong.empty();
  }

  /** The learning rate after the next change. */
  double otherRate(double learningRate) {
    return learningRate == rates.calm() ? rates.heavy() : rates.calm();
  }

  /** The Kesten index that a learning rate was solved for. */
  double targetIndex(double learningRate) {
    return learningRate == rates.calm() ? DemoRates.CALM_INDEX : DemoRates.HEAVY_INDEX;
  }
}
