// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.observe;

import io.tailwatch.analyzer.state.v1.BatchLayout;
import io.tailwatch.analyzer.state.v1.RestartCause;
import io.tailwatch.analyzer.state.v1.SeriesState;
import io.tailwatch.events.IterateBatches;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.SeriesDescriptor;
import java.util.Optional;

/**
 * What changes seldom about a series. Immutable.
 *
 * @param attempt 0 before the first batch
 * @param restartStep the step that the window began with, burn-in included
 * @param restartCause why it began there
 * @param plan what is done with the vectors; empty before the first ones
 * @param calibration of the window; empty while it is under way and where none is needed
 */
record SeriesSetup(
    int attempt,
    long restartStep,
    RestartCause restartCause,
    Optional<SeriesPlan> plan,
    Optional<Calibration> calibration) {

  /** Of a series that has not been seen before. */
  static final SeriesSetup NONE = started(0, 0);

  /** Of an attempt whose first vectors are still to come. */
  static SeriesSetup started(int attempt, long first) {
    return new SeriesSetup(
        attempt, first, RestartCause.RESTART_CAUSE_START, Optional.empty(), Optional.empty());
  }

  static SeriesSetup restore(SeriesState state) {
    return new SeriesSetup(
        state.getAttempt(),
        state.getRestartStep(),
        state.getRestartCause(),
        state.hasLayout()
            ? Optional.of(SeriesPlan.of(state.getSeriesDescriptor(), state.getLayout()))
            : Optional.empty(),
        state.hasCalibration()
            ? Optional.of(Calibration.restore(state.getCalibration()))
            : Optional.empty());
  }

  SeriesState toState() {
    var state =
        SeriesState.newBuilder()
            .setAttempt(attempt)
            .setRestartStep(restartStep)
            .setRestartCause(restartCause);
    plan.ifPresent(
        known -> state.setSeriesDescriptor(known.descriptor()).setLayout(known.layout()));
    calibration.ifPresent(known -> state.setCalibration(known.toState()));
    return state.build();
  }

  /** The window begins anew, without a calibration. */
  SeriesSetup restarted(long first, RestartCause cause, SeriesPlan next) {
    return new SeriesSetup(attempt, first, cause, Optional.of(next), Optional.empty());
  }

  /** The window goes on under another plan. */
  SeriesSetup with(SeriesPlan next) {
    return new SeriesSetup(attempt, restartStep, restartCause, Optional.of(next), calibration);
  }

  SeriesSetup with(Optional<Calibration> found) {
    return new SeriesSetup(attempt, restartStep, restartCause, plan, found);
  }

  /**
   * The plan that a batch brings into force: the same object when nothing changes. A new attempt
   * starts without the descriptor of the one before.
   *
   * @throws io.tailwatch.events.BadEventException when descriptor and layout do not fit each other
   */
  SeriesPlan planFor(IterateBatch batch) {
    Optional<SeriesPlan> before = plan.filter(known -> IterateBatches.attempt(batch) == attempt);
    BatchLayout layout = layout(batch);
    SeriesDescriptor descriptor =
        batch.hasSeriesDescriptor()
            ? batch.getSeriesDescriptor()
            : before.map(SeriesPlan::descriptor).orElse(SeriesDescriptor.getDefaultInstance());
    return before
        .filter(known -> known.layout().equals(layout) && known.descriptor().equals(descriptor))
        .orElseGet(() -> SeriesPlan.of(descriptor, layout));
  }

  private static BatchLayout layout(IterateBatch batch) {
    return BatchLayout.newBuilder()
        .setQuantity(batch.getQuantity())
        .setDimension(batch.getDimension())
        .setStepStride(IterateBatches.stride(batch))
        .setShard(batch.getShard())
        .setShardCount(IterateBatches.shardCount(batch))
        .setShardKind(batch.getShardKind())
        .setCoordinateOffset(batch.getCoordinateOffset())
        .setSubsampleSeed(batch.getSubsampleSeed())
        .setFullDimension(batch.getFullDimension())
        .setSketched(batch.hasSketch())
        .build();
  }
}
