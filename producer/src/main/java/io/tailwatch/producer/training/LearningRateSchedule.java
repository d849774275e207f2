// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.training;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.DoubleUnaryOperator;

/**
 * The learning rate of each step: piecewise constant, optionally repeated for ever. Immutable and
 * thread-safe; {@link #at} allocates nothing.
 */
public final class LearningRateSchedule {
  private final long[] starts;
  private final double[] rates;
  // Steps after which the schedule starts over; 0 = never.
  private final long period;

  private LearningRateSchedule(long[] starts, double[] rates, long period) {
    for (double rate : rates) {
      if (!(rate > 0) || !Double.isFinite(rate)) {
        throw new IllegalArgumentException("learningRate must be finite and > 0: was " + rate);
      }
    }
    this.starts = starts;
    this.rates = rates;
    this.period = period;
  }

  /** The same learning rate for ever, finite and &gt; 0. */
  public static LearningRateSchedule constant(double learningRate) {
    return new LearningRateSchedule(new long[] {0}, new double[] {learningRate}, 0);
  }

  /**
   * Changes at given steps.
   *
   * @param initial the learning rate from step 0 on
   * @param changes first step (&gt; 0) → learning rate from that step on
   */
  public static LearningRateSchedule steps(double initial, SortedMap<Long, Double> changes) {
    long[] starts = new long[changes.size() + 1];
    double[] rates = new double[changes.size() + 1];
    rates[0] = initial;
    int i = 1;
    for (var change : changes.entrySet()) {
      if (change.getKey() <= 0) {
        throw new IllegalArgumentException("change step must be > 0: was " + change.getKey());
      }
      starts[i] = change.getKey();
      rates[i++] = change.getValue();
    }
    return new LearningRateSchedule(starts, rates, 0);
  }

  /**
   * Two learning rates in turn, for ever: for a demonstration that goes on.
   *
   * @param first in force on steps [0, stepsEach), [2 stepsEach, 3 stepsEach), …
   * @param second in force on the others
   * @param stepsEach &ge; 1
   */
  public static LearningRateSchedule alternating(double first, double second, long stepsEach) {
    if (stepsEach < 1 || stepsEach > Long.MAX_VALUE / 2) {
      throw new IllegalArgumentException("stepsEach must be >= 1: was " + stepsEach);
    }
    return new LearningRateSchedule(
        new long[] {0, stepsEach}, new double[] {first, second}, 2 * stepsEach);
  }

  /**
   * Half a cosine from one rate to another, {@code from > to > 0}, held at as many levels as said:
   * theory is computed for each of them. The last one stays.
   *
   * @param overSteps until the end of the cosine, at least one a level
   * @param levels at least 2
   */
  public static LearningRateSchedule cosine(double from, double to, long overSteps, int levels) {
    return levels(
        overSteps, levels, share -> to + (from - to) * (1 + StrictMath.cos(Math.PI * share)) / 2);
  }

  /**
   * A straight line from {@code to / levels} up to a rate, which then stays.
   *
   * @param overSteps until the rate is reached, at least one a level
   * @param levels at least 2
   */
  public static LearningRateSchedule warmUp(double to, long overSteps, int levels) {
    return levels(overSteps, levels, share -> to * (1 + share * (levels - 1)) / levels);
  }

  private static LearningRateSchedule levels(
      long overSteps, int levels, DoubleUnaryOperator rateAtShare) {
    if (levels < 2 || overSteps < levels) {
      throw new IllegalArgumentException(
          "a schedule needs 2 levels at least and a step for each: had "
              + levels
              + " levels in "
              + overSteps
              + " steps");
    }
    long[] starts = new long[levels];
    double[] rates = new double[levels];
    for (int i = 0; i < levels; i++) {
      starts[i] = overSteps / levels * i;
      rates[i] = rateAtShare.applyAsDouble((double) i / (levels - 1));
    }
    return new LearningRateSchedule(starts, rates, 0);
  }

  /** The learning rate of a step, counted from 0. */
  public double at(long step) {
    if (step < 0) {
      throw new IllegalArgumentException("step must be >= 0: was " + step);
    }
    long position = period == 0 ? step : step % period;
    int i = starts.length - 1;
    while (starts[i] > position) {
      i--;
    }
    return rates[i];
  }

  /** The distinct learning rates, in the order of their first use. */
  public List<Double> rates() {
    List<Double> distinct = new ArrayList<>();
    for (double rate : rates) {
      if (!distinct.contains(rate)) {
        distinct.add(rate);
      }
    }
    return List.copyOf(distinct);
  }
}
