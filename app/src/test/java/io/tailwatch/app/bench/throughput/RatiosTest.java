// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.throughput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tailwatch.app.bench.load.Workload;
import io.tailwatch.app.bench.pass.EstimateDigest;
import io.tailwatch.app.bench.pass.PassResult;
import io.tailwatch.app.bench.pass.Variant;
import io.tailwatch.events.v1.Observable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RatiosTest {
  private static final double ROUNDING = 1e-12;

  private final Map<Column, List<PassResult>> rounds = new LinkedHashMap<>();

  /** A thousand records, in so many microseconds each. */
  private static PassResult pass(double wallMicros, double cpuMicros) {
    return new PassResult(
        1000, 1000, (long) (wallMicros * 1e6), (long) (cpuMicros * 1e6), 0, 0, EstimateDigest.NONE);
  }

  private List<Ratio> ratios(int dimension) {
    var load = new Workload(1, 1000, 16, dimension, 100, 32, Observable.OBSERVABLE_IDENTITY, 2);
    return Ratios.of(new TopicResult(load, rounds, EstimateDigest.NONE));
  }

  @Test
  void ratiosAreOfSpeedsWithinARound() {
    rounds.put(new Column(Variant.CONSUMER, 1), List.of(pass(10, 8), pass(20, 16), pass(10, 9)));
    rounds.put(
        new Column(Variant.AT_LEAST_ONCE, 1), List.of(pass(12, 10), pass(25, 20), pass(10, 10)));
    List<Ratio> ratios = ratios(256);
    assertThat(ratios).hasSize(1);
    Ratio ratio = ratios.get(0);
    assertThat(ratio.row()).isEqualTo(16);
    assertThat(ratio.cpu().median()).isCloseTo(0.8, within(ROUNDING));
    assertThat(ratio.cpu().most()).isCloseTo(0.9, within(ROUNDING));
    assertThat(ratio.throughput().orElseThrow().median()).isCloseTo(10.0 / 12, within(ROUNDING));
    assertThat(ratio.judgement()).isEqualTo("gate met");
  }

  @Test
  void cpuAndThroughputAreJudgedApartWhereTheyDiffer() {
    rounds.put(new Column(Variant.AT_LEAST_ONCE, 1), List.of(pass(10, 10)));
    rounds.put(new Column(Variant.EXACTLY_ONCE, 1), List.of(pass(20, 10.5)));
    assertThat(ratios(256).get(0).judgement()).isEqualTo("CPU goal met, MB/s missed");
  }

  @Test
  void twoThreadsAreComparedByCpuAlone() {
    rounds.put(new Column(Variant.EXACTLY_ONCE, 1), List.of(pass(10, 10)));
    rounds.put(new Column(Variant.EXACTLY_ONCE, 2), List.of(pass(6, 12)));
    rounds.put(new Column(Variant.RAW, 1), List.of(pass(10, 10)));
    rounds.put(new Column(Variant.RAW, 2), List.of(pass(6, 20)));
    List<Ratio> scaling = ratios(256).stream().filter(ratio -> ratio.row() == 18).toList();
    assertThat(scaling).hasSize(2);
    assertThat(scaling.get(0).judgement()).as("the raw consumer has no goal").isEmpty();
    assertThat(scaling.get(1).cpu().median()).isCloseTo(1.2, within(ROUNDING));
    assertThat(scaling.get(1).throughput()).isEmpty();
    assertThat(scaling.get(1).judgement()).isEqualTo("gate met");
  }

  @Test
  void smallRecordsAreReportedWithoutAGoal() {
    for (Variant variant : Variant.values()) {
      rounds.put(new Column(variant, 1), List.of(pass(10, 10)));
    }
    assertThat(ratios(16)).hasSize(5).allMatch(ratio -> ratio.goal().isEmpty());
    assertThat(ratios(256)).filteredOn(ratio -> ratio.goal().isPresent()).hasSize(3);
  }
}
