// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tailwatch.study.Effort;
import io.tailwatch.study.Replications;
import io.tailwatch.study.Table;
import io.tailwatch.study.process.Processes;
import io.tailwatch.tails.estimate.threshold.FixedFraction;
import io.tailwatch.tails.estimate.threshold.KsMin;
import io.tailwatch.tails.estimate.threshold.ThresholdRule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccuracyStudyTest {

  @Test
  void smallRunFillsItsTables() {
    try (var replications = new Replications(2)) {
      List<Table> tables = new AccuracyStudy().run(Effort.SMALL, replications);
      assertThat(tables)
          .extracting(Table::id)
          .containsExactly(
              "accuracy-rules",
              "accuracy-opinions",
              "accuracy-exceedances",
              "accuracy-sketch",
              "accuracy-hopping");
      assertThat(tables.get(0).rows()).hasSize(3);
      assertThat(tables.get(4).rows()).hasSize(27);
      assertThat(tables.toString()).doesNotContain("NaN");
    }
  }

  @Test
  void powerLawIsReadWithoutBias() {
    var size = new AccuracyStudy.Size(Map.of(5000, 40), List.of(Processes.pareto(2)), 0, 0, 0);
    try (var replications = new Replications(2)) {
      var measured = AccuracyStudy.measure(size, replications).get(0);
      // k = 100: a scatter of 10 %, so 1.6 % of the mean of 40; 4 are allowed.
      Scatter fixed = measured.rules().get("fixed-fraction");
      assertThat(fixed.bias()).isCloseTo(0, within(.064));
      // 1/sqrt(100), whose own error is 11 %; 4 are allowed.
      assertThat(fixed.rootMeanSquare()).isBetween(.056, .15);
      assertThat(fixed.lowK()).isEqualTo(100);
      // Nearly all of the sample belongs to the tail.
      assertThat(measured.rules().get("ks-min").rootMeanSquare()).isLessThan(.05);
      assertThat(measured.opinions().get("Hill").bias()).isCloseTo(fixed.bias(), within(1e-12));
    }
  }

  @Test
  void sketchReadsWhatTheSampleReads() {
    var size = new AccuracyStudy.Size(Map.of(20_000, 12), List.of(Processes.studentT(3)), 0, 0, 0);
    try (var replications = new Replications(2)) {
      var sketch = AccuracyStudy.measure(size, replications).get(0).sketch();
      // The edge next to 2 % is up to 3 % off in u and some 10 % in k, so that a tenth of the
      // exceedances differ: sqrt(0.1) of Hill's error of 5 %, in one of ten samples twice that.
      for (String method : List.of("fixed-fraction", "Hill", "bias-reduced", "smoothed")) {
        assertThat(sketch.get(method).median()).as(method).isLessThan(.016);
        assertThat(sketch.get(method).high()).as(method).isLessThan(.032);
      }
      assertThat(sketch).doesNotContainKeys("double-bootstrap", "hall");
    }
  }

  @Test
  void studentsIndexIsDebiasedAndBiasReduced() {
    var size = new AccuracyStudy.Size(Map.of(5000, 60), List.of(Processes.studentT(5)), 0, 0, 0);
    try (var replications = new Replications(2)) {
      var opinions = AccuracyStudy.measure(size, replications).get(0).opinions();
      // The reading of t(5) at 2 % is far below 5; standard errors of the means are near 2 %.
      assertThat(opinions.get("Hill").bias()).isLessThan(-.12);
      assertThat(opinions.get("de-biased").bias()).isCloseTo(0, within(.1));
      assertThat(opinions.get("bias-reduced").bias())
          .isGreaterThan(opinions.get("Hill").bias() + .03);
    }
  }

  @Test
  void steadySeriesHopsUnderKsMinAndNotUnderTheFixedFraction() {
    var size = new AccuracyStudy.Size(Map.of(), List.of(), 3, 25, 5000);
    List<ThresholdRule> rules = List.of(new FixedFraction(), new KsMin());
    try (var replications = new Replications(2)) {
      var hops = AccuracyStudy.hop(Processes.studentT(3), size, rules, replications);
      Hopping fixed = hops.get("fixed-fraction").hopping();
      Hopping ksMin = hops.get("ks-min").hopping();
      assertThat(fixed.maxRatioK()).isEqualTo(1);
      // A standard deviation of 72 degrees of freedom has an error of 8 %; 4 are allowed.
      assertThat(fixed.overClaimed()).isBetween(.68, 1.32);
      // 0.3 to 0.5 % by chance: of 72 neighbours hardly any.
      assertThat(fixed.beyondThree()).isLessThan(.06);
      assertThat(ksMin.medianRatioK()).isGreaterThan(1.3);
      assertThat(ksMin.overClaimed()).isGreaterThan(1.32);
      assertThat(ksMin.beyondThree()).isGreaterThan(.06);
      assertThat(hops.get("fixed-fraction").alarms()).isZero();
      // One in 9,500 windows at the right errors, and some more for their own error, of 75.
      assertThat(hops.get("fixed-fraction").trustingAlarms()).isLessThanOrEqualTo(1000. / 75);
      assertThat(hops.get("ks-min").trustingAlarms()).isGreaterThan(1000. / 75);
    }
  }

  @Test
  void sameSeedsGiveTheSameTablesWithAnyNumberOfThreads() {
    var size = new AccuracyStudy.Size(Map.of(5000, 4), List.of(Processes.burr(1, 2)), 0, 0, 0);
    try (var one = new Replications(1);
        var two = new Replications(2)) {
      var first = AccuracyStudy.measure(size, one).get(0);
      var second = AccuracyStudy.measure(size, two).get(0);
      assertThat(first.rules()).isEqualTo(second.rules());
      assertThat(first.opinions()).isEqualTo(second.opinions());
    }
  }
}
