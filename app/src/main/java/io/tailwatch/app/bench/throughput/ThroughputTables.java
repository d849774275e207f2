// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.throughput;

import io.tailwatch.app.bench.load.Workload;
import io.tailwatch.app.bench.pass.PassResult;
import io.tailwatch.app.bench.report.Figures;
import io.tailwatch.app.bench.report.Machine;
import io.tailwatch.app.bench.report.ResultTable;
import io.tailwatch.app.bench.report.Spread;
import io.tailwatch.app.cli.Numbers;
import java.util.ArrayList;
import java.util.List;

/** What was measured, as tables. */
final class ThroughputTables {
  private ThroughputTables() {}

  static List<ResultTable> of(ThroughputPlan plan, List<TopicResult> results) {
    return List.of(machine(plan), measured(results), ratios(results));
  }

  private static ResultTable machine(ThroughputPlan plan) {
    return new ResultTable(
        "bench-machine",
        List.of("machine", "cores", "JVM", "rounds", "processes"),
        List.of(
            List.of(
                Machine.system(),
                Integer.toString(Machine.cores()),
                Machine.jvm(),
                Integer.toString(plan.rounds()),
                Integer.toString(plan.forks()))));
  }

  private static ResultTable measured(List<TopicResult> results) {
    List<List<String>> rows = new ArrayList<>();
    for (TopicResult result : results) {
      result
          .rounds()
          .forEach(
              (column, passes) ->
                  rows.add(
                      List.of(
                          column.variant().title(),
                          kilobytes(result.load()),
                          Integer.toString(result.load().series()),
                          Integer.toString(column.threads()),
                          Figures.text(megabytesPerSecond(result.load(), passes)),
                          Figures.text(recordsPerSecond(passes).median()),
                          Figures.text(cpuMicros(passes)))));
    }
    return new ResultTable(
        "bench-throughput",
        List.of("", "KB", "series", "threads", "MB/s", "records/s", "CPU µs/record"),
        rows);
  }

  private static ResultTable ratios(List<TopicResult> results) {
    List<List<String>> rows = new ArrayList<>();
    for (TopicResult result : results) {
      for (Ratio ratio : Ratios.of(result)) {
        rows.add(
            List.of(
                ratio.what(),
                kilobytes(result.load()),
                Integer.toString(result.load().series()),
                Integer.toString(ratio.threads()),
                Figures.text(ratio.cpu()),
                ratio.throughput().map(Figures::text).orElse(""),
                ratio.goal().map(goal -> goal.text()).orElse(""),
                ratio.judgement()));
      }
    }
    return new ResultTable(
        "bench-ratios",
        List.of("", "KB", "series", "threads", "by CPU", "by MB/s", "goal (gate)", "judgement"),
        rows);
  }

  private static String kilobytes(Workload load) {
    return Figures.text(load.recordBytes() / 1024.0);
  }

  static Spread megabytesPerSecond(Workload load, List<PassResult> passes) {
    return Spread.of(
        passes.stream().mapToDouble(pass -> pass.recordsPerSecond() * load.recordBytes() / 1e6));
  }

  static Spread recordsPerSecond(List<PassResult> passes) {
    return Spread.of(passes.stream().mapToDouble(PassResult::recordsPerSecond));
  }

  static Spread cpuMicros(List<PassResult> passes) {
    return Spread.of(passes.stream().mapToDouble(PassResult::cpuMicrosPerRecord));
  }

  /** One line about a topic, for stderr. */
  static String line(TopicResult result) {
    return "%s KB, %d series: %s records, %s estimates (%s with an index) the same for all"
        .formatted(
            kilobytes(result.load()),
            result.load().series(),
            Numbers.text((long) result.load().records()),
            Numbers.text((long) result.estimates().count()),
            Numbers.text((long) result.estimates().defined()));
  }
}
