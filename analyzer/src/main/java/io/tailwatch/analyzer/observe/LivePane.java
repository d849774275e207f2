// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.observe;

import io.tailwatch.analyzer.state.v1.OpenPane;
import java.util.OptionalLong;

/**
 * The bookkeeping of the pane that is being filled: which of its steps came, at which learning
 * rates, and whether it counts. Not thread-safe.
 */
final class LivePane {
  final long pane;
  final String burnIn;
  final boolean calibrating;
  private final long expectedFirst;
  final long firstStep;
  private long lastStep;
  private int steps;
  private double learningRate;
  private double learningRateMin;
  private double learningRateMax;
  private long takenAtMillis;
  private OptionalLong firstNonfinite = OptionalLong.empty();

  /**
   * Opens a pane.
   *
   * @param expectedFirst the first step that should have come
   * @param firstStep the first step that came
   * @param burnIn empty, or why the pane does not count
   */
  LivePane(
      long pane,
      long expectedFirst,
      long firstStep,
      double learningRate,
      String burnIn,
      boolean calibrating) {
    this.pane = pane;
    this.expectedFirst = expectedFirst;
    this.firstStep = firstStep;
    this.lastStep = firstStep;
    this.learningRate = learningRate;
    this.learningRateMin = learningRate;
    this.learningRateMax = learningRate;
    this.burnIn = burnIn;
    this.calibrating = calibrating;
  }

  static LivePane restore(OpenPane state) {
    var pane =
        new LivePane(
            state.getPane(),
            state.getExpectedFirst(),
            state.getFirstStep(),
            state.getLearningRate(),
            state.getBurnIn(),
            state.getCalibrating());
    pane.lastStep = state.getLastStep();
    pane.steps = state.getSteps();
    pane.learningRateMin = state.getLearningRateMin();
    pane.learningRateMax = state.getLearningRateMax();
    pane.takenAtMillis = state.getTakenAtMillis();
    if (state.hasFirstNonfiniteStep()) {
      pane.firstNonfinite = OptionalLong.of(state.getFirstNonfiniteStep());
    }
    return pane;
  }

  /** Everything but the sketches. */
  OpenPane.Builder toState() {
    var state =
        OpenPane.newBuilder()
            .setPane(pane)
            .setExpectedFirst(expectedFirst)
            .setFirstStep(firstStep)
            .setLastStep(lastStep)
            .setSteps(steps)
            .setBurnIn(burnIn)
            .setCalibrating(calibrating)
            .setLearningRate(learningRate)
            .setLearningRateMin(learningRateMin)
            .setLearningRateMax(learningRateMax)
            .setTakenAtMillis(takenAtMillis);
    firstNonfinite.ifPresent(state::setFirstNonfiniteStep);
    return state;
  }

  /** Notes steps that came; the first of them follows what came before. */
  void add(int count, long last, double rate, long takenAt) {
    steps += count;
    lastStep = last;
    learningRate = rate;
    learningRateMin = Math.min(learningRateMin, rate);
    learningRateMax = Math.max(learningRateMax, rate);
    takenAtMillis = takenAt;
  }

  /** Notes a step with a value that is not finite, unless there was one before. */
  void noteNonfinite(long step) {
    if (firstNonfinite.isEmpty()) {
      firstNonfinite = OptionalLong.of(step);
    }
  }

  OptionalLong firstNonfinite() {
    return firstNonfinite;
  }

  int steps() {
    return steps;
  }

  long lastStep() {
    return lastStep;
  }

  double learningRate() {
    return learningRate;
  }

  double learningRateMin() {
    return learningRateMin;
  }

  double learningRateMax() {
    return learningRateMax;
  }

  long takenAtMillis() {
    return takenAtMillis;
  }

  /** Steps that should have come up to {@code through} and did not. */
  int missing(long through, int stride) {
    long expected = through < expectedFirst ? 0 : (through - expectedFirst) / stride + 1;
    return (int) Math.max(0, expected - steps);
  }
}
