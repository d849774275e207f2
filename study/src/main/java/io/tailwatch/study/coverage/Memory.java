// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study.coverage;

import io.tailwatch.study.Replications;
import io.tailwatch.study.process.Process;
import io.tailwatch.study.process.Processes;
import io.tailwatch.tails.estimate.WindowEstimate;
import io.tailwatch.tails.estimate.WindowEstimator;
import io.tailwatch.tails.estimate.hill.HillPlot;
import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.TailSide;
import io.tailwatch.tails.sketch.TailSketch;
import java.util.List;
import java.util.Optional;

/**
 * How long the memory of a series may be: AR(1) with t(3) noise whose clusters become few.
 *
 * @param clusters in a window of this length, n f (1 - phi^3)
 * @param contributing panes of 32 that hold an exceedance, on average
 * @param undefined the share of windows that are too few
 * @param covered the share of the defined windows that cover the population reading
 * @param manyPanes the same for 256 panes
 * @param manyPlain the same for 256 panes and plain batch means
 */
record Memory(
    Process process,
    int steps,
    double clusters,
    double contributing,
    double undefined,
    double covered,
    double manyPanes,
    double manyPlain) {
  private static final List<Double> COEFFICIENTS = List.of(0.95, 0.97, 0.98, 0.99, 0.995);
  private static final double FRACTION = 0.02;
  private static final int MANY = 256;
  private static final long POPULATION_SEED = 20264;
  private static final long SEED = 20265;

  private record Outcome(
      int contributing, Optional<Boolean> covered, Optional<Boolean> many, boolean manyPlain) {}

  static List<Memory> measure(long populationSteps, int windows, Replications replications) {
    return COEFFICIENTS.stream()
        .flatMap(
            phi -> {
              Process process = Processes.autoregression(phi, 3);
              Population population =
                  Population.of(process, populationSteps, POPULATION_SEED, replications);
              double theta = 1 - phi * phi * phi;
              return List.of(Setting.LONG, Setting.SHORT).stream()
                  .map(n -> measure(process, n, theta, population, windows, replications));
            })
        .toList();
  }

  private static Memory measure(
      Process process,
      int steps,
      double theta,
      Population population,
      int windows,
      Replications replications) {
    List<Outcome> outcomes =
        replications.run(
            windows, SEED + steps, seed -> outcome(process.sample(steps, seed), population));
    List<Boolean> covered = outcomes.stream().flatMap(o -> o.covered().stream()).toList();
    List<Boolean> many = outcomes.stream().flatMap(o -> o.many().stream()).toList();
    return new Memory(
        process,
        steps,
        steps * FRACTION * theta,
        outcomes.stream().mapToInt(Outcome::contributing).average().orElseThrow(),
        1 - (double) covered.size() / windows,
        share(covered),
        share(many),
        share(outcomes.stream().map(Outcome::manyPlain).toList()));
  }

  private static double share(List<Boolean> values) {
    return values.stream().mapToInt(value -> value ? 1 : 0).average().orElse(Double.NaN);
  }

  private static Outcome outcome(double[] sample, Population population) {
    List<TailSketch> panes = WindowOutcome.panes(sample, WindowOutcome.PANES);
    List<TailSketch> many = WindowOutcome.panes(sample, MANY);
    TailSketch sum = panes.stream().reduce(TailSketch::plus).orElseThrow();
    HillPoint point = HillPlot.of(sum, TailSide.BOTH).nearest(FRACTION).orElseThrow();
    double truth = population.reading(point.tailFraction());
    int contributing =
        (int)
            WindowOutcome.batches(panes, point.threshold()).stream()
                .filter(batch -> batch.exceedances() > 0)
                .count();
    return new Outcome(
        contributing,
        covers(panes, sum, truth),
        covers(many, sum, truth),
        WindowOutcome.plain(point, many).covers(truth));
  }

  private static Optional<Boolean> covers(List<TailSketch> panes, TailSketch sum, double truth) {
    return WindowEstimator.estimate(panes, sum, FRACTION) instanceof WindowEstimate.Defined defined
        ? Optional.of(defined.reading().interval().contains(truth))
        : Optional.empty();
  }
}
