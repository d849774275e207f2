// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study.accuracy;

import io.tailwatch.study.process.Process;
import io.tailwatch.tails.drift.BlockReading;
import io.tailwatch.tails.drift.Cusum;
import io.tailwatch.tails.drift.DriftDetector;
import io.tailwatch.tails.drift.DriftState;
import io.tailwatch.tails.estimate.hill.ExactHill;
import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.TailProfile;
import io.tailwatch.tails.estimate.hill.TailSide;
import io.tailwatch.tails.estimate.interval.BatchMeans;
import io.tailwatch.tails.estimate.threshold.ThresholdRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Consecutive disjoint windows of one stationary series, read at the threshold that a rule takes in
 * each: what moves, moves because of the rule or by chance.
 *
 * @param windows how many had a reading
 * @param medianRatioK median over neighbours of the larger k over the smaller
 * @param maxRatioK the largest
 * @param medianJump median over neighbours of the larger index over the smaller, less 1
 * @param maxJump the largest
 * @param beyondThree the share of neighbours that differ by more than 3 of their standard errors
 * @param overClaimed the standard deviation of ln(index) over the root mean square of its claimed
 *     standard errors: 1 when the errors are right
 * @param claimed the root mean square of the claimed standard errors of ln(index)
 */
record Hopping(
    int windows,
    double medianRatioK,
    double maxRatioK,
    double medianJump,
    double maxJump,
    double beyondThree,
    double overClaimed,
    double claimed) {
  private static final int PANES = 32;
  private static final double LIMIT = 3;
  private static final double ALLOWANCE = 0.5;
  private static final double THRESHOLD = 8;

  /** One window: k, ln(index) and its standard error by batch means over panes. */
  record Window(double exceedances, double logReading, double logStandardError) {}

  /** Reads the windows of one path with every rule; empty where a rule has none. */
  static List<List<Optional<Window>>> read(
      Process process, long seed, int steps, int windows, List<ThresholdRule> rules) {
    Process.Path path = process.paths().apply(seed);
    List<List<Optional<Window>>> all = new ArrayList<>();
    for (int w = 0; w < windows; w++) {
      double[] sample = new double[steps];
      Arrays.setAll(sample, i -> path.next());
      TailProfile profile = TailProfile.of(sample, TailSide.BOTH);
      ExactHill hill = ExactHill.of(sample, TailSide.BOTH);
      all.add(rules.stream().map(rule -> window(rule, profile, hill)).toList());
    }
    return all;
  }

  private static Optional<Window> window(ThresholdRule rule, TailProfile profile, ExactHill hill) {
    return rule.choose(profile)
        .chosen()
        .map(
            chosen -> {
              HillPoint point = hill.atThreshold(chosen.point().threshold());
              var interval = BatchMeans.of(point, hill.batches(point.threshold(), PANES));
              return new Window(
                  chosen.point().exceedances(),
                  Math.log(point.reading()),
                  interval.logStandardError());
            });
  }

  /** What the windows of several series say; neighbours are those of one series. */
  static Hopping of(List<List<Window>> series) {
    List<Double> ratios = new ArrayList<>();
    List<Double> jumps = new ArrayList<>();
    int beyond = 0;
    int count = 0;
    double squares = 0;
    double claimed = 0;
    for (List<Window> windows : series) {
      double mean = windows.stream().mapToDouble(Window::logReading).average().orElse(0);
      for (int i = 0; i < windows.size(); i++) {
        Window window = windows.get(i);
        count++;
        squares += Math.pow(window.logReading() - mean, 2) * windows.size() / (windows.size() - 1);
        claimed += Math.pow(window.logStandardError(), 2);
        if (i > 0) {
          Window before = windows.get(i - 1);
          double k = window.exceedances() / before.exceedances();
          double jump = Math.abs(window.logReading() - before.logReading());
          ratios.add(Math.max(k, 1 / k));
          jumps.add(Math.exp(jump) - 1);
          double error = Math.hypot(window.logStandardError(), before.logStandardError());
          beyond += jump > LIMIT * error ? 1 : 0;
        }
      }
    }
    double[] k = ratios.stream().mapToDouble(x -> x).sorted().toArray();
    double[] j = jumps.stream().mapToDouble(x -> x).sorted().toArray();
    return new Hopping(
        count,
        Scatter.quantile(k, 0.5),
        k.length == 0 ? Double.NaN : k[k.length - 1],
        Scatter.quantile(j, 0.5),
        j.length == 0 ? Double.NaN : j[j.length - 1],
        (double) beyond / j.length,
        Math.sqrt(squares / claimed),
        Math.sqrt(claimed / count));
  }

  /** How many alarms the default drift detector raises on one series, started anew after each. */
  static int alarms(List<Window> windows) {
    DriftDetector detector = new Cusum();
    DriftState state = detector.start();
    int alarms = 0;
    for (Window window : windows) {
      state =
          detector.next(
              state, new BlockReading(Math.exp(window.logReading()), window.logStandardError()));
      if (state.alarm().isPresent()) {
        alarms++;
        state = detector.start();
      }
    }
    return alarms;
  }

  /**
   * How many alarms a textbook detector raises on one series that is told the mean of the series
   * and takes the claimed standard errors at their word: two-sided cumulative sums with allowance
   * {@value #ALLOWANCE} and threshold {@value #THRESHOLD}, which for normal windows with right
   * errors raises one in 9,500 (Siegmund's approximation), started anew after each.
   */
  static int trustingAlarms(List<Window> windows) {
    double mean = windows.stream().mapToDouble(Window::logReading).average().orElse(0);
    double up = 0;
    double down = 0;
    int alarms = 0;
    for (Window window : windows) {
      double z = (window.logReading() - mean) / window.logStandardError();
      up = Math.max(0, up + z - ALLOWANCE);
      down = Math.max(0, down - z - ALLOWANCE);
      if (Math.max(up, down) >= THRESHOLD) {
        alarms++;
        up = 0;
        down = 0;
      }
    }
    return alarms;
  }
}
