// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.benchmarks;

import io.tailwatch.study.Table;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.rank.Median;

/** Ratios of CPU time per sample, both sides of the same round. */
final class RatioTable {
  private record Row(String what, String numerator, String denominator, Goal goal) {}

  private static final String SKETCH = "SketchBenchmark.sketchFloats";
  private static final String SUM = "SketchBenchmark.naiveSum";

  private RatioTable() {}

  private static List<Row> rows() {
    // JDK 22 and later sort floats with vector instructions.
    boolean vectorSort = Runtime.version().feature() >= 22;
    return List.of(
        row("sketch from float[] / R", "sketchFloats", SUM, Goal.atMost(0.75, 1.0)),
        row("signed sketch from float[] / R", "signedSketchFloats", SUM, Goal.atMost(0.75, 1.0)),
        row("sketch from byte[] / R", "sketchBytes", SUM, Goal.atMost(1.0, 1.3)),
        row(
            "sketch from byte[] / sum of longs of byte[]",
            "sketchBytes",
            "SketchBenchmark.sumOfLongs",
            Goal.atMost(4.5, 6)),
        row("DDSketch 1 %, default / sketch", "ddSketch", SKETCH, Goal.atLeast(15, 8)),
        row(
            "DDSketch 1 %, fastest mapping, of |x| / sketch",
            "ddSketchFastest", SKETCH, Goal.atLeast(6, 4)),
        row(
            "DDSketch 1 %, fastest mapping, of x / signed sketch",
            "signedDdSketchFastest", "SketchBenchmark.signedSketchFloats", Goal.atLeast(6, 4)),
        row("HdrHistogram, 2 digits / sketch", "hdrHistogram", SKETCH, Goal.atLeast(7, 4)),
        row("KLL 200 / sketch", "kll", SKETCH, Goal.atLeast(45, 25)),
        row("t-digest 100 / sketch", "tDigest", SKETCH, Goal.atLeast(120, 60)),
        row("REQ 12 / sketch", "req", SKETCH, Goal.atLeast(55, 30)),
        row("heap of 1,000 / sketch", "heap", SKETCH, Goal.atLeast(7, 4)),
        row("quickselect of 1,000 / sketch", "quickselect", SKETCH, Goal.atLeast(7, 4)),
        row(
            "sort / sketch",
            "sort",
            SKETCH,
            vectorSort ? Goal.atLeast(14, 8) : Goal.atLeast(80, 40)),
        new Row(
            "1,024 series / 1 series, events of 4,096 floats",
            "SeriesBenchmark.event 1024",
            "SeriesBenchmark.event 1",
            Goal.atMost(1.5, 2)));
  }

  private static Row row(String what, String numerator, String denominator, Goal goal) {
    return new Row(what, "SketchBenchmark." + numerator, denominator, goal);
  }

  static Table of(Rounds rounds) {
    List<List<String>> cells =
        rows().stream()
            .map(
                row -> {
                  double[] above = rounds.of(row.numerator());
                  double[] below = rounds.of(row.denominator());
                  double[] ratios =
                      IntStream.range(0, above.length)
                          .mapToDouble(i -> above[i] / below[i])
                          .toArray();
                  double median = median(ratios);
                  double least = Arrays.stream(ratios).min().orElseThrow();
                  double most = Arrays.stream(ratios).max().orElseThrow();
                  return List.of(
                      row.what(),
                      Goal.number(median(above)),
                      Goal.number(median),
                      "[" + Goal.number(least) + ", " + Goal.number(most) + "]",
                      row.goal().goalText(),
                      row.goal().gateText(),
                      row.goal().judge(median));
                })
            .toList();
    return new Table(
        "ratios",
        List.of(
            "R = naive float sum, " + Goal.number(median(rounds.of(SUM))) + " ns",
            "ns/sample",
            "ratio (median)",
            "range",
            "goal",
            "gate",
            ""),
        cells);
  }

  static double median(double[] values) {
    return new Median().evaluate(values);
  }
}
