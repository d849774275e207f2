// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study.power;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailwatch.study.Effort;
import io.tailwatch.study.Replications;
import io.tailwatch.study.Table;
import io.tailwatch.study.process.Process;
import io.tailwatch.study.process.Processes;
import io.tailwatch.tails.estimate.guard.LightTail.Verdict;
import io.tailwatch.tails.estimate.guard.WarningCode;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class PowerStudyTest {
  private static final int N = 20_000;
  private static final int SAMPLES = 80;
  private static final Replications REPLICATIONS = new Replications(2);

  @AfterAll
  static void close() {
    REPLICATIONS.close();
  }

  /** More than this many of the samples happen once in 1,000 tests when the share is as stated. */
  private static int most(int samples, double share) {
    return new BinomialDistribution(null, samples, share).inverseCumulativeProbability(0.999);
  }

  private static long heavy(Process process) {
    return REPLICATIONS
        .run(SAMPLES, 11, seed -> Inspection.lightTail(process.sample(N, seed)).verdict())
        .stream()
        .filter(verdict -> verdict == Verdict.HEAVY)
        .count();
  }

  private static long count(
      int samples, LongFunction<double[]> sample, Predicate<Inspection> condition) {
    return REPLICATIONS.run(samples, 12, seed -> Inspection.of(sample.apply(seed))).stream()
        .filter(condition)
        .count();
  }

  @Test
  void lightLawsAreSeldomHeavy() {
    assertThat(heavy(Processes.gaussian())).isLessThanOrEqualTo(most(SAMPLES, 0.01));
    assertThat(heavy(Processes.exponential())).isLessThanOrEqualTo(most(SAMPLES, 0.01));
    assertThat(heavy(Processes.logNormal(1))).isLessThanOrEqualTo(most(SAMPLES, 0.05));
  }

  @Test
  void powerLawsAreHeavy() {
    for (Process process :
        List.of(
            Processes.pareto(1.5),
            Processes.studentT(1.5),
            Processes.studentT(2),
            Processes.studentT(3),
            Processes.stable(1.5),
            Processes.stable(1.7),
            Processes.kesten(2.5, 0.5),
            Processes.sgdProjection("P1", 3.114))) {
      assertThat(SAMPLES - heavy(process))
          .as(process.name())
          .isLessThanOrEqualTo(most(SAMPLES, 0.05));
    }
  }

  @Test
  void dependentStationarySeriesRaiseNoAlarm() {
    for (Process process : List.of(Processes.kesten(2.5, 0.5), Processes.autoregression(0.9, 3))) {
      long alarms =
          count(
              SAMPLES / 2,
              seed -> process.sample(N, seed),
              one ->
                  one.undefined()
                      || one.warns(WarningCode.TOO_FEW)
                      || one.warns(WarningCode.TRUNCATED)
                      || one.warns(WarningCode.LOCATION_SHIFT)
                      || one.warns(WarningCode.TIES));
      assertThat(alarms).as(process.name()).isLessThanOrEqualTo(most(SAMPLES / 2, 0.01));
    }
  }

  @Test
  void defectsAreSeen() {
    Map<String, Predicate<Inspection>> defects =
        Map.of(
            "Pareto(1.5) + 10", one -> one.warns(WarningCode.LOCATION_SHIFT),
            "t(3) rounded to 1", one -> one.warns(WarningCode.TIES),
            "t(3), |x| < 0.3 set to 0", one -> one.warns(WarningCode.TIES),
            "t(3) clipped at its 99.9 %", one -> one.warns(WarningCode.TRUNCATED),
            "t(3), second half times 1.5", one -> one.warns(WarningCode.TOO_FEW),
            "t(3), centre moving from 0 to 1", Inspection::drifting,
            "t(3), 3,000 samples", Inspection::undefined,
            "constant", Inspection::undefined,
            "constant with rounding noise", Inspection::undefined);
    List<Defects.Defect> all = Defects.of(N);
    defects.forEach(
        (name, seen) -> {
          Defects.Defect defect =
              all.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
          // Seen in 99 % or more of samples: two or more of ten missed once in 200 tests at most.
          assertThat(count(10, defect.samples(), seen)).as(name).isGreaterThanOrEqualTo(9);
        });
  }

  @Test
  void theSmallStudyFillsItsTables() {
    List<Table> tables = new PowerStudy().run(Effort.SMALL, REPLICATIONS);
    assertThat(tables)
        .extracting(Table::id)
        .containsExactly("verdicts", "tests", "false-alarms", "defects");
    int laws = Subjects.light().size() + Subjects.heavy().size();
    assertThat(tables.get(0).rows()).hasSize(laws);
    assertThat(tables.get(3).rows()).hasSize(Defects.of(N).size());
  }
}
