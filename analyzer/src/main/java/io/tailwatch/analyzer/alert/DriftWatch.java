// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.alert;

import io.tailwatch.analyzer.state.v1.DriftWatchState;
import io.tailwatch.analyzer.state.v1.PanePart;
import io.tailwatch.analyzer.state.v1.RestartCause;
import io.tailwatch.events.v1.AlertState;
import io.tailwatch.events.v1.TailEstimate;
import io.tailwatch.tails.drift.Baseline;
import io.tailwatch.tails.drift.BlockReading;
import io.tailwatch.tails.drift.Cusum;
import io.tailwatch.tails.drift.DriftDetector;
import io.tailwatch.tails.drift.DriftState;
import io.tailwatch.tails.drift.Evidence;

/**
 * Whether the index of one observable has changed. A block is a full window that shares no pane
 * with the last block, so its reading is the one that is published, at a threshold of its own and
 * with the error of its panes.
 *
 * <p>The baseline survives restarts for a new learning rate and new attempts. The first block at a
 * new learning rate is compared with the baseline at once: beyond {@value #CHANGED} standard errors
 * it fires with the cause {@value #RATE_CHANGE}, and resolves as soon as the next block agrees; the
 * new level becomes the baseline. Nearer than that the series is judged on, from no evidence; a
 * baseline that is yet to be completed is begun anew beyond {@value #SAME} standard errors, so that
 * it is of one level. When other observations begin (descriptor, layout, tail fraction) the
 * baseline is learnt anew. Single writer.
 */
final class DriftWatch {
  static final String RATE_CHANGE = "learning-rate-change";

  /** Share of the threshold that makes an alert suspect; the most that one block can add. */
  static final double SUSPECT = 0.75;

  /** Share of the threshold below which a suspicion is over. */
  static final double CLEAR = 0.25;

  static final double CHANGED = 4;
  static final double AGREES = 3;
  static final double SAME = 2;

  private static final DriftDetector DETECTOR = new Cusum();

  private DriftState state = DETECTOR.start();
  private AlertState shown = AlertState.ALERT_STATE_UNSPECIFIED;
  private String cause = "";
  private long sinceStep;
  private double fraction;
  private long restartStep = -1;
  private long rateBlock = -1;
  private boolean confirming;
  private long heavierStep;
  private long lighterStep;

  static DriftWatch restore(DriftWatchState saved) {
    var watch = new DriftWatch();
    watch.state = DriftStates.read(saved);
    watch.shown = saved.getShown();
    watch.cause = saved.getCause();
    watch.sinceStep = saved.getSinceStep();
    watch.fraction = saved.getFraction();
    watch.restartStep = saved.getRestartStep();
    watch.rateBlock = saved.getRateBlock();
    watch.confirming = saved.getConfirming();
    watch.heavierStep = saved.getHeavierStep();
    watch.lighterStep = saved.getLighterStep();
    return watch;
  }

  DriftWatchState toState() {
    var saved =
        DriftWatchState.newBuilder()
            .setShown(shown)
            .setCause(cause)
            .setSinceStep(sinceStep)
            .setFraction(fraction)
            .setRestartStep(restartStep)
            .setRateBlock(rateBlock)
            .setConfirming(confirming)
            .setHeavierStep(heavierStep)
            .setLighterStep(lighterStep);
    DriftStates.write(state, saved);
    return saved.build();
  }

  /** Takes a block. */
  void accept(PanePart pane, TailEstimate block) {
    if (!block.hasReading()) {
      state = DETECTOR.skip(state);
      return;
    }
    var reading =
        new BlockReading(
            block.getReading().getValue(),
            // The factor is that of the variance.
            StrictMath.sqrt(block.getDependenceFactor() / block.getExceedances()));
    boolean restarted = pane.getRestartStep() != restartStep;
    restartStep = pane.getRestartStep();
    boolean otherSamples =
        restarted
            && (pane.getRestartCause() == RestartCause.RESTART_CAUSE_DESCRIPTOR
                || pane.getRestartCause() == RestartCause.RESTART_CAUSE_LAYOUT);
    if (otherSamples || block.getNominalTailFraction() != fraction) {
      fraction = block.getNominalTailFraction();
      state = DETECTOR.start();
      confirming = false;
      shown = AlertState.ALERT_STATE_UNSPECIFIED;
    }
    if (confirming) {
      confirm(reading);
    } else if (restarted
        && pane.getRestartCause() == RestartCause.RESTART_CAUSE_LEARNING_RATE
        && state.alarm().isEmpty()
        && state.baseline().blocks() > 0) {
      atNewRate(block, reading);
    } else {
      judge(block, reading);
    }
  }

  private void atNewRate(TailEstimate block, BlockReading reading) {
    rateBlock = state.blocks();
    double distance = Math.abs(state.baseline().distance(reading, DETECTOR.options().leastError()));
    if (distance <= CHANGED) {
      boolean begunAnew = distance > SAME && !DETECTOR.armed(state);
      // What spoke for a change before is of another learning rate.
      state = DETECTOR.restart(state, begunAnew ? Baseline.EMPTY : state.baseline());
      judge(block, reading);
      return;
    }
    state = DETECTOR.restart(state, Baseline.EMPTY.plus(reading));
    confirming = true;
    cause = RATE_CHANGE;
    sinceStep = restartStep;
    shown = AlertState.ALERT_STATE_FIRING;
  }

  private void confirm(BlockReading reading) {
    double distance = state.baseline().distance(reading, DETECTOR.options().leastError());
    if (Math.abs(distance) <= AGREES) {
      confirming = false;
      shown = AlertState.ALERT_STATE_UNSPECIFIED;
      state = DETECTOR.next(state, reading);
    } else {
      state = DETECTOR.restart(state, Baseline.EMPTY.plus(reading));
    }
  }

  private void judge(TailEstimate block, BlockReading reading) {
    state = DETECTOR.next(state, reading);
    if (state.heavier().blocks() == 1) {
      heavierStep = block.getFirstStep();
    }
    if (state.lighter().blocks() == 1) {
      lighterStep = block.getFirstStep();
    }
    if (state.alarm().isPresent()) {
      alarmed();
    } else if (score() >= SUSPECT) {
      show(AlertState.ALERT_STATE_SUSPECT);
    } else if (score() < CLEAR) {
      shown = AlertState.ALERT_STATE_UNSPECIFIED;
    }
  }

  private void alarmed() {
    if (shown != AlertState.ALERT_STATE_FIRING) {
      show(AlertState.ALERT_STATE_FIRING);
      return;
    }
    DETECTOR
        .settled(state)
        .ifPresent(
            level -> {
              state = DETECTOR.restart(state, level);
              shown = AlertState.ALERT_STATE_UNSPECIFIED;
            });
  }

  private void show(AlertState next) {
    shown = next;
    Evidence strongest = state.strongest();
    sinceStep = strongest.equals(state.heavier()) ? heavierStep : lighterStep;
    cause =
        rateBlock >= 0 && strongest.since() - rateBlock <= 1 && strongest.since() >= rateBlock
            ? RATE_CHANGE
            : "";
  }

  AlertState shown() {
    return shown;
  }

  String cause() {
    return cause;
  }

  long sinceStep() {
    return sinceStep;
  }

  /** The level before a change, as a reading; NaN before the first block. */
  double baselineReading() {
    return state.baseline().blocks() == 0 ? Double.NaN : state.baseline().reading();
  }

  /** How likely a steady series is to be as far from its baseline. */
  double pValue() {
    return DETECTOR.pValue(state);
  }

  /** An alarm is raised at 1. */
  double score() {
    return DETECTOR.score(state);
  }
}
