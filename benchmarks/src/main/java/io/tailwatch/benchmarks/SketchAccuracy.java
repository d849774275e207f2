// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.benchmarks;

import com.datadoghq.sketch.ddsketch.DDSketches;
import io.tailwatch.study.Table;
import io.tailwatch.study.process.Process;
import io.tailwatch.study.process.Processes;
import io.tailwatch.tails.estimate.hill.ExactHill;
import io.tailwatch.tails.estimate.hill.HillPlot;
import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.TailSide;
import io.tailwatch.tails.sketch.PackedSketch;
import io.tailwatch.tails.sketch.SketchLayout;
import io.tailwatch.tails.sketch.TailSketch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the sketch's compactness costs in accuracy, and what it saves in bytes: its reading at its
 * own bucket edges against the sorted sample at the same threshold.
 */
final class SketchAccuracy {
  private static final int SEEDS = 12;
  private static final int[] SIZES = {4096, 65_536, 1 << 20};
  private static final int[] RANKS = {100, 400, 1000, 6554, 104_857};
  private static final List<Process> LAWS =
      List.of(Processes.studentT(3), Processes.pareto(2), Processes.pareto(1));

  private final double[][] packed = new double[RANKS.length][];
  private final double[][] countOnly = new double[RANKS.length][];

  /** Runs all cases: three laws, three sizes, twelve seeds. Some ten seconds. */
  SketchAccuracy() {
    List<List<double[]>> errors = new ArrayList<>();
    for (int ignored : RANKS) {
      errors.add(new ArrayList<>());
    }
    for (Process law : LAWS) {
      for (int n : SIZES) {
        for (int seed = 1; seed <= SEEDS; seed++) {
          compare(floats(law, n, seed), errors);
        }
      }
    }
    for (int r = 0; r < RANKS.length; r++) {
      packed[r] = errors.get(r).stream().mapToDouble(e -> e[0]).toArray();
      countOnly[r] = errors.get(r).stream().mapToDouble(e -> e[1]).toArray();
    }
  }

  private static double[] floats(Process law, int n, long seed) {
    return Arrays.stream(law.sample(n, seed)).map(x -> (float) x).toArray();
  }

  private static void compare(double[] sample, List<List<double[]>> errors) {
    TailSketch sketch = sketch(sample);
    HillPlot plot = HillPlot.of(sketch, TailSide.BOTH);
    ExactHill sorted = ExactHill.of(sample, TailSide.BOTH);
    for (int r = 0; r < RANKS.length; r++) {
      double fraction = (double) RANKS[r] / sample.length;
      if (fraction <= 0.11) {
        HillPoint point = plot.nearest(fraction).orElseThrow();
        double exact = sorted.atThreshold(point.threshold()).reading();
        errors
            .get(r)
            .add(
                new double[] {
                  Math.abs(exact / point.reading() - 1),
                  Math.abs(exact / countOnlyReading(sketch, point.threshold()) - 1)
                });
      }
    }
  }

  /** Hill's reading when a bucket holds nothing but its count, at its centre. */
  private static double countOnlyReading(TailSketch sketch, double threshold) {
    double sum = 0;
    long count = 0;
    for (int i = 0; i < sketch.bucketCount(); i++) {
      double lower = sketch.grid().lowerEdge(sketch.bucket(i));
      if (lower >= threshold) {
        double upper = sketch.grid().lowerEdge(sketch.bucket(i) + 1);
        sum += sketch.count(i) * Math.log((lower + upper) / 2 / threshold);
        count += sketch.count(i);
      }
    }
    return count / sum;
  }

  private static TailSketch sketch(double[] sample) {
    PackedSketch packed = new PackedSketch(SketchLayout.UNSIGNED);
    packed.update(sample, 0, sample.length);
    return packed.snapshot();
  }

  Table errors() {
    List<List<String>> rows = new ArrayList<>();
    for (int r = 0; r < RANKS.length; r++) {
      rows.add(
          List.of(
              "k = " + Goal.number(RANKS[r]),
              String.valueOf(packed[r].length),
              Goal.number(rms(packed[r])),
              Goal.number(worst(packed[r])),
              Goal.number(rms(countOnly[r])),
              Goal.number(rms(countOnly[r]) / rms(packed[r]))));
    }
    return new Table(
        "accuracy",
        List.of("m = 4", "samples", "rms", "worst", "rms of counts alone", "ratio"),
        rows);
  }

  Table goals() {
    double[] sample = floats(LAWS.get(0), 1 << 20, 1);
    TailSketch whole = sketch(sample);
    int bytes = whole.toBytes().length;
    double edge = HillPlot.of(whole, TailSide.BOTH).nearest(0.1).orElseThrow().threshold();
    int top =
        sketch(Arrays.stream(sample).filter(x -> Math.abs(x) >= edge).toArray()).toBytes().length;
    var dd = DDSketches.unboundedDense(0.01);
    Arrays.stream(sample).forEach(x -> dd.accept(Math.abs(x)));
    double worst = Arrays.stream(packed).mapToDouble(SketchAccuracy::worst).max().orElseThrow();
    double gain = rms(countOnly[2]) / rms(packed[2]);
    return new Table(
        "sizes",
        List.of("", "measured", "goal", "gate", ""),
        List.of(
            row("worst error of the reading, k ≥ 100", worst, Goal.atMost(5e-5, 1e-4)),
            row("error of counts alone / error, k = 1,000", gain, Goal.atLeast(200, 50)),
            row("bytes of a million samples", bytes, Goal.atMost(2500, 3000)),
            row("bytes of their top 10 %", top, Goal.atMost(600, 750)),
            row(
                "bytes of DDSketch 1 % / bytes",
                (double) dd.serialize().remaining() / bytes, Goal.atLeast(3, 2.5))));
  }

  private static List<String> row(String what, double value, Goal goal) {
    return List.of(what, Goal.number(value), goal.goalText(), goal.gateText(), goal.judge(value));
  }

  private static double rms(double[] errors) {
    return Math.sqrt(Arrays.stream(errors).map(e -> e * e).average().orElseThrow());
  }

  private static double worst(double[] errors) {
    return Arrays.stream(errors).max().orElseThrow();
  }
}
