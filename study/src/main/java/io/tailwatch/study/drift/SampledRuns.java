// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study.drift;

import io.tailwatch.study.Replications;
import io.tailwatch.study.process.Process;
import io.tailwatch.tails.drift.Baseline;
import io.tailwatch.tails.drift.BlockReading;
import io.tailwatch.tails.drift.DriftDetector;
import io.tailwatch.tails.drift.DriftState;
import io.tailwatch.tails.estimate.WindowEstimate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/** What samples of real processes do to the detectors, by way of sketches. */
final class SampledRuns {
  private SampledRuns() {}

  /**
   * Blocks of steady series, each with a baseline of its own: z is the distance from it in
   * deviations as {@code Cusum} takes them.
   *
   * @param blocks judged
   * @param missing blocks without a reading
   * @param exceedances mean of k
   * @param dependence mean dependence factor; NaN for a model that has none
   * @param spreadRatio deviation between blocks over the root mean square of stated errors
   * @param correlation of neighbouring blocks
   * @param largest the largest |z|
   * @param largestPlain the same with the block's own error left out
   * @param beyond share of |z| above 3
   * @param alarms per detector
   */
  record Steady(
      long blocks,
      long missing,
      double exceedances,
      double dependence,
      double spreadRatio,
      double correlation,
      double largest,
      double largestPlain,
      double beyond,
      long[] alarms) {}

  /** A series' readings; those without are left out. */
  private record Series(List<BlockReading> readings, double k, double dependence, int missing) {}

  /** Steady series of a process. */
  static Steady steady(
      Process process,
      List<DriftDetector> detectors,
      int series,
      int length,
      long seed,
      Replications replications) {
    return summary(
        detectors,
        length,
        replications.run(
            series,
            seed,
            each -> {
              SampledBlocks blocks = new SampledBlocks(process.paths().apply(each));
              List<BlockReading> readings = new ArrayList<>();
              double k = 0;
              double dependence = 0;
              int missing = 0;
              for (int i = 0; i < length + Runs.BASELINE; i++) {
                Optional<WindowEstimate.Defined> estimate = blocks.next();
                if (estimate.isPresent()) {
                  readings.add(SampledBlocks.reading(estimate.get()));
                  k += estimate.get().point().exceedances();
                  dependence += estimate.get().reading().dependenceFactor();
                } else {
                  missing++;
                }
              }
              return new Series(
                  readings, k / readings.size(), dependence / readings.size(), missing);
            }));
  }

  /** The same numbers of a model, for comparison. */
  static Steady steady(
      BlockModel model,
      double k,
      List<DriftDetector> detectors,
      int series,
      int length,
      long seed,
      Replications replications) {
    return summary(
        detectors,
        length,
        replications.run(
            series,
            seed,
            each -> {
              BlockModel.Source source = model.sources().apply(each);
              List<BlockReading> readings = new ArrayList<>();
              double dependence = 0;
              for (int i = 0; i < length + Runs.BASELINE; i++) {
                BlockReading block = source.next(Runs.INDEX);
                readings.add(block);
                dependence += block.logStandardError() * block.logStandardError() * k;
              }
              return new Series(readings, k, dependence / readings.size(), 0);
            }));
  }

  private static Steady summary(List<DriftDetector> detectors, int length, List<Series> all) {
    long judged = 0;
    long missing = 0;
    double k = 0;
    double dependence = 0;
    double squares = 0;
    double products = 0;
    double stated = 0;
    long degrees = 0;
    long pairs = 0;
    double largest = 0;
    double largestPlain = 0;
    long beyond = 0;
    long[] alarms = new long[detectors.size()];
    for (Series series : all) {
      missing += series.missing();
      k += series.k() / all.size();
      dependence += series.dependence() / all.size();
      Baseline first = Baseline.EMPTY;
      Baseline whole = Baseline.EMPTY;
      for (BlockReading block : series.readings()) {
        first = first.blocks() < Runs.BASELINE ? first.plus(block) : first;
        whole = whole.plus(block);
      }
      double before = Double.NaN;
      int number = 0;
      for (BlockReading block : series.readings()) {
        double difference = block.logReading() - whole.mean();
        squares += difference * difference;
        stated += block.logStandardError() * block.logStandardError();
        if (number > 0) {
          products += before * difference;
          pairs++;
        }
        before = difference;
        if (number++ >= Runs.BASELINE) {
          judged++;
          double off = Math.abs(block.logReading() - first.mean());
          double z = off / Math.max(first.deviation(), block.logStandardError());
          largest = Math.max(largest, z);
          largestPlain = Math.max(largestPlain, off / first.deviation());
          beyond += z > 3 ? 1 : 0;
        }
      }
      degrees += series.readings().size() - 1;
      for (int i = 0; i < alarms.length; i++) {
        DriftState state = detectors.get(i).start();
        for (BlockReading block : series.readings()) {
          state = detectors.get(i).next(state, block);
        }
        alarms[i] += state.alarm().isPresent() ? 1 : 0;
      }
    }
    long blocks = judged + (long) all.size() * Runs.BASELINE;
    double variance = squares / degrees;
    return new Steady(
        judged,
        missing,
        k,
        dependence,
        Math.sqrt(variance / (stated / blocks)),
        products / pairs / variance,
        largest,
        largestPlain,
        (double) beyond / judged,
        alarms);
  }

  /**
   * From a change at a random pane of a block to the alarm.
   *
   * @param readingBefore mean reading of the baselines
   * @param readingAfter mean reading of the blocks after the one with the change
   * @param windows delay in windows (blocks of 32 panes), ascending, per detector
   */
  record Change(double readingBefore, double readingAfter, double[][] windows) {}

  /**
   * Delays of a change from one process to another, each baseline used for several changes.
   *
   * @param longest blocks to watch after the one with the change; a change not found counts as that
   */
  static Change change(
      Process before,
      Process after,
      List<DriftDetector> detectors,
      int longest,
      int baselines,
      int changes,
      long seed,
      Replications replications) {
    record Outcome(double before, double after, double[][] windows) {}
    List<Outcome> outcomes =
        replications.run(
            baselines,
            seed,
            each -> {
              UniformRandomProvider random = RandomSource.SPLIT_MIX_64.create(each);
              Process.Path steady = before.paths().apply(random.nextLong());
              SampledBlocks blocks = new SampledBlocks(steady);
              DriftState[] learnt = new DriftState[detectors.size()];
              Arrays.setAll(learnt, i -> detectors.get(i).start());
              for (int i = 0; i < Runs.BASELINE; i++) {
                step(detectors, learnt, blocks.next());
              }
              double[][] windows = new double[learnt.length][changes];
              double level = 0;
              for (int c = 0; c < changes; c++) {
                blocks.turnTo(steady);
                DriftState[] states = learnt.clone();
                int pane = random.nextInt(SampledBlocks.PANES);
                double rest = (double) (SampledBlocks.PANES - pane) / SampledBlocks.PANES;
                step(detectors, states, blocks.next(pane, after.paths().apply(random.nextLong())));
                Baseline changed = Baseline.EMPTY;
                for (int i = 0; i < longest; i++) {
                  Optional<WindowEstimate.Defined> estimate = blocks.next();
                  step(detectors, states, estimate);
                  if (estimate.isPresent()) {
                    changed = changed.plus(SampledBlocks.reading(estimate.get()));
                  }
                }
                level += changed.reading() / changes;
                for (int i = 0; i < states.length; i++) {
                  long raised =
                      states[i]
                          .alarm()
                          .map(alarm -> alarm.raised() - Runs.BASELINE)
                          .orElse((long) longest);
                  windows[i][c] = rest + raised;
                }
              }
              return new Outcome(learnt[0].baseline().reading(), level, windows);
            });
    double[][] windows = new double[detectors.size()][];
    for (int i = 0; i < windows.length; i++) {
      int detector = i;
      windows[i] =
          outcomes.stream()
              .flatMapToDouble(outcome -> Arrays.stream(outcome.windows()[detector]))
              .sorted()
              .toArray();
    }
    return new Change(
        outcomes.stream().mapToDouble(Outcome::before).average().orElseThrow(),
        outcomes.stream().mapToDouble(Outcome::after).average().orElseThrow(),
        windows);
  }

  private static void step(
      List<DriftDetector> detectors,
      DriftState[] states,
      Optional<WindowEstimate.Defined> estimate) {
    for (int i = 0; i < states.length; i++) {
      DriftDetector detector = detectors.get(i);
      states[i] =
          estimate.isPresent()
              ? detector.next(states[i], SampledBlocks.reading(estimate.get()))
              : detector.skip(states[i]);
    }
  }
}
