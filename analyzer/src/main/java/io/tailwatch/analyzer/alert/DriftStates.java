// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.alert;

import io.tailwatch.analyzer.state.v1.DriftAlarm;
import io.tailwatch.analyzer.state.v1.DriftBaseline;
import io.tailwatch.analyzer.state.v1.DriftEvidence;
import io.tailwatch.analyzer.state.v1.DriftWatchState;
import io.tailwatch.tails.drift.Alarm;
import io.tailwatch.tails.drift.Baseline;
import io.tailwatch.tails.drift.Direction;
import io.tailwatch.tails.drift.DriftState;
import io.tailwatch.tails.drift.Evidence;
import io.tailwatch.tails.drift.Settling;
import java.util.Optional;

/** The state of a detector as it is saved. */
final class DriftStates {
  private DriftStates() {}

  static void write(DriftState state, DriftWatchState.Builder into) {
    into.setBlocks(state.blocks())
        .setMissing(state.missing())
        .setBaseline(wire(state.baseline()))
        .setHeavier(wire(state.heavier()))
        .setLighter(wire(state.lighter()))
        .setOlder(wire(state.settling().older()))
        .setNewer(wire(state.settling().newer()));
    state
        .alarm()
        .ifPresent(
            alarm ->
                into.setAlarm(
                    DriftAlarm.newBuilder()
                        .setHeavier(alarm.direction() == Direction.HEAVIER)
                        .setSince(alarm.since())
                        .setRaised(alarm.raised())
                        .setLevel(alarm.level())));
  }

  static DriftState read(DriftWatchState state) {
    Optional<Alarm> alarm =
        state.hasAlarm()
            ? Optional.of(
                new Alarm(
                    state.getAlarm().getHeavier() ? Direction.HEAVIER : Direction.LIGHTER,
                    state.getAlarm().getSince(),
                    state.getAlarm().getRaised(),
                    state.getAlarm().getLevel()))
            : Optional.empty();
    return new DriftState(
        of(state.getBaseline()),
        state.getBlocks(),
        state.getMissing(),
        of(state.getHeavier()),
        of(state.getLighter()),
        alarm,
        new Settling(of(state.getOlder()), of(state.getNewer())));
  }

  private static DriftBaseline wire(Baseline baseline) {
    return DriftBaseline.newBuilder()
        .setBlocks(baseline.blocks())
        .setMean(baseline.mean())
        .setSquares(baseline.squares())
        .setErrors(baseline.errors())
        .build();
  }

  private static Baseline of(DriftBaseline wire) {
    return new Baseline(wire.getBlocks(), wire.getMean(), wire.getSquares(), wire.getErrors());
  }

  private static DriftEvidence wire(Evidence evidence) {
    return DriftEvidence.newBuilder()
        .setScore(evidence.score())
        .setSince(evidence.since())
        .setBlocks(evidence.blocks())
        .setLogLevel(evidence.logLevel())
        .build();
  }

  private static Evidence of(DriftEvidence wire) {
    return new Evidence(wire.getScore(), wire.getSince(), wire.getBlocks(), wire.getLogLevel());
  }
}
