// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study.drift;

import io.tailwatch.study.Replications;
import io.tailwatch.tails.drift.Baseline;
import io.tailwatch.tails.drift.BlockReading;
import io.tailwatch.tails.drift.DriftDetector;
import io.tailwatch.tails.drift.DriftOptions;
import io.tailwatch.tails.drift.DriftState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;

/** Series of blocks seen by detectors until the first alarm. */
final class Runs {
  /** The index before a change, and of series without one. */
  static final double INDEX = 3;

  /** Blocks of a default baseline. */
  static final int BASELINE = DriftOptions.cusum().baselineBlocks();

  private static final int STEADY = 32;

  private Runs() {}

  /**
   * How a detector starts.
   *
   * @param detector to run
   * @param baseline to begin with; empty when the first blocks are to make it
   * @param statedErrors whether the detector sees the errors that blocks state
   */
  record Entrant(DriftDetector detector, Baseline baseline, boolean statedErrors) {
    static Entrant learning(DriftDetector detector) {
      return new Entrant(detector, Baseline.EMPTY, true);
    }

    DriftState after(DriftState state, BlockReading block) {
      return detector.next(state, statedErrors ? block : new BlockReading(block.reading(), 0));
    }
  }

  /**
   * Alarms in series without a change.
   *
   * @param series how many
   * @param alarms how many of them had one
   * @param early how many had one within the first 100 judged blocks
   * @param blocks judged, up to the alarms, in all series together
   */
  record Silence(int series, long alarms, long early, long blocks) {
    double rate() {
      return (double) alarms / blocks;
    }

    /** Upper 95 % limit of the rate, alarms taken as a Poisson count. */
    double rateLimit() {
      return new ChiSquaredDistribution(2 * alarms + 2.0).inverseCumulativeProbability(0.95)
          / 2
          / blocks;
    }

    double runLength() {
      return (double) blocks / alarms;
    }
  }

  /** Runs all entrants over the same series, each until its first alarm. */
  static List<Silence> silence(
      BlockModel model,
      List<Entrant> entrants,
      int series,
      int length,
      long seed,
      Replications replications) {
    List<int[]> ends =
        replications.run(series, seed, each -> ends(model.sources().apply(each), entrants, length));
    List<Silence> result = new ArrayList<>();
    for (int i = 0; i < entrants.size(); i++) {
      long alarms = 0;
      long early = 0;
      long blocks = 0;
      for (int[] end : ends) {
        alarms += end[i] < 0 ? 0 : 1;
        early += end[i] >= 0 && end[i] <= 100 ? 1 : 0;
        blocks += end[i] < 0 ? length : end[i];
      }
      result.add(new Silence(series, alarms, early, blocks));
    }
    return result;
  }

  /** Per entrant the judged blocks up to the alarm, or -1 without one. */
  private static int[] ends(BlockModel.Source source, List<Entrant> entrants, int length) {
    DriftState[] states = new DriftState[entrants.size()];
    int[] judged = new int[states.length];
    int running = states.length;
    for (int i = 0; i < states.length; i++) {
      states[i] = entrants.get(i).detector().start(entrants.get(i).baseline());
    }
    while (running > 0) {
      BlockReading block = source.next(INDEX);
      for (int i = 0; i < states.length; i++) {
        if (states[i] == null) {
          continue;
        }
        Entrant entrant = entrants.get(i);
        judged[i] += entrant.detector().armed(states[i]) ? 1 : 0;
        states[i] = entrant.after(states[i], block);
        boolean alarm = states[i].alarm().isPresent();
        if (alarm || judged[i] == length) {
          judged[i] = alarm ? judged[i] : -1;
          states[i] = null;
          running--;
        }
      }
    }
    return judged;
  }

  /**
   * Blocks from a change to the alarm, ascending.
   *
   * @param longest counted for a change not found in so many
   */
  static int[] delays(
      BlockModel model,
      DriftDetector detector,
      double before,
      double after,
      int longest,
      int series,
      long seed,
      Replications replications) {
    int[] delays =
        replications
            .run(
                series,
                seed,
                each -> {
                  BlockModel.Source source = model.sources().apply(each);
                  DriftState state = detector.start();
                  int steady = detector.options().baselineBlocks() + STEADY;
                  for (int i = 0; i < steady; i++) {
                    state = detector.next(state, source.next(before));
                  }
                  int delay = 0;
                  while (state.alarm().isEmpty() && delay < longest) {
                    state = detector.next(state, source.next(after));
                    delay++;
                  }
                  return delay;
                })
            .stream()
            .mapToInt(Integer::intValue)
            .toArray();
    Arrays.sort(delays);
    return delays;
  }

  /** Shares of judged blocks without a change at which the score reaches each of these. */
  static double[] scoreShares(
      BlockModel model,
      DriftDetector detector,
      double[] scores,
      int series,
      int length,
      long seed,
      Replications replications) {
    List<long[]> counts =
        replications.run(
            series,
            seed,
            each -> {
              BlockModel.Source source = model.sources().apply(each);
              DriftState state = detector.start();
              long[] count = new long[scores.length];
              for (int i = 0; i < length + detector.options().baselineBlocks(); i++) {
                state = detector.next(state, source.next(INDEX));
                for (int j = 0; j < scores.length; j++) {
                  count[j] += state.strongest().score() >= scores[j] ? 1 : 0;
                }
              }
              return count;
            });
    double[] shares = new double[scores.length];
    for (long[] count : counts) {
      for (int j = 0; j < scores.length; j++) {
        shares[j] += (double) count[j] / series / length;
      }
    }
    return shares;
  }

  /** The share of series whose level settles at the first chance after a change from 5 to 3. */
  static double settledAtOnce(
      BlockModel model, DriftDetector detector, int series, long seed, Replications replications) {
    List<Boolean> settled =
        replications.run(
            series,
            seed,
            each -> {
              BlockModel.Source source = model.sources().apply(each);
              DriftState state = detector.start();
              for (int i = 0; i < BASELINE; i++) {
                state = detector.next(state, source.next(5));
              }
              while (state.alarm().isEmpty()) {
                state = detector.next(state, source.next(3));
              }
              for (int i = 0; i < BASELINE; i++) {
                state = detector.next(state, source.next(3));
              }
              return detector.settled(state).isPresent();
            });
    return (double) settled.stream().filter(each -> each).count() / series;
  }
}
