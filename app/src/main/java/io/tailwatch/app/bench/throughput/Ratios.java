// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.throughput;

import io.tailwatch.app.bench.pass.PassResult;
import io.tailwatch.app.bench.pass.Variant;
import io.tailwatch.app.bench.report.Goal;
import io.tailwatch.app.bench.report.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The ratios that the rounds over one topic give, with their goals. */
final class Ratios {
  /** Below, the number of records is what limits, and there is no goal. */
  private static final int LARGE_RECORD = 16 << 10;

  private static final Goal SAME_WORK = Goal.atLeast(0.9, 0.75);
  private static final Goal TWO_THREADS = Goal.atMost(1.1, 1.25);
  private static final Goal TRANSACTIONS = Goal.atLeast(0.9, 0.8);

  private final TopicResult result;
  private final List<Ratio> ratios = new ArrayList<>();

  private Ratios(TopicResult result) {
    this.result = result;
  }

  /** All that can be taken from what was measured. */
  static List<Ratio> of(TopicResult result) {
    var ratios = new Ratios(result);
    List<Integer> threads =
        result.rounds().keySet().stream().map(Column::threads).distinct().sorted().toList();
    for (int each : threads) {
      ratios.speed(16, Variant.AT_LEAST_ONCE, Variant.CONSUMER, each, Optional.of(SAME_WORK));
      ratios.speed(16, Variant.EXACTLY_ONCE, Variant.CONSUMER, each, Optional.of(SAME_WORK));
      ratios.speed(17, Variant.AT_LEAST_ONCE, Variant.RAW, each, Optional.empty());
      ratios.speed(17, Variant.EXACTLY_ONCE, Variant.RAW, each, Optional.empty());
      ratios.speed(
          19, Variant.EXACTLY_ONCE, Variant.AT_LEAST_ONCE, each, Optional.of(TRANSACTIONS));
    }
    for (Variant variant : Variant.values()) {
      ratios.scaling(variant);
    }
    return List.copyOf(ratios.ratios);
  }

  private void speed(int row, Variant above, Variant below, int threads, Optional<Goal> goal) {
    var one = new Column(above, threads);
    var other = new Column(below, threads);
    if (!has(one) || !has(other)) {
      return;
    }
    ratios.add(
        new Ratio(
            row,
            above.title() + " / " + below.title(),
            threads,
            spread(one, other, PassResult::cpuMicrosPerRecord, (a, b) -> b / a),
            Optional.of(spread(one, other, PassResult::recordsPerSecond, (a, b) -> a / b)),
            goal.filter(any -> result.load().recordBytes() >= LARGE_RECORD)));
  }

  private void scaling(Variant variant) {
    var two = new Column(variant, 2);
    var one = new Column(variant, 1);
    if (has(two) && has(one)) {
      ratios.add(
          new Ratio(
              18,
              variant.title() + ", CPU of a record at 2 threads / at 1",
              2,
              spread(two, one, PassResult::cpuMicrosPerRecord, (a, b) -> a / b),
              Optional.empty(),
              Optional.of(TWO_THREADS).filter(any -> variant.analyzes())));
    }
  }

  private boolean has(Column column) {
    return result.rounds().containsKey(column);
  }

  private Spread spread(
      Column one, Column other, ToDoubleFunction<PassResult> value, DoubleBinaryOperator ratio) {
    List<PassResult> above = result.rounds().get(one);
    List<PassResult> below = result.rounds().get(other);
    return Spread.of(
        IntStream.range(0, above.size())
            .mapToDouble(
                i ->
                    ratio.applyAsDouble(
                        value.applyAsDouble(above.get(i)), value.applyAsDouble(below.get(i)))));
  }
}
