// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tailwatch.tails.estimate.Samples;
import io.tailwatch.tails.estimate.hill.ExactHill;
import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.TailSide;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaneHomogeneityTest {
  private static final int N = 20_000;

  private static PaneHomogeneity of(double[] sample) {
    ExactHill hill = ExactHill.of(sample, TailSide.BOTH);
    return PaneHomogeneity.of(hill.batches(hill.atFraction(0.02).threshold(), 32)).orElseThrow();
  }

  private static List<HillPoint> points(int... exceedances) {
    List<HillPoint> points = new ArrayList<>();
    for (int k : exceedances) {
      points.add(new HillPoint(1, k, 1_000, 0.5 * k));
    }
    return points;
  }

  @Test
  void panesOfOneLawAgree() {
    for (long seed = 1; seed <= 20; seed++) {
      assertThat(of(Samples.studentT(3, N, seed)).homogeneous()).isTrue();
    }
  }

  @Test
  void aChangeOfScaleIsTold() {
    double[] sample = Samples.studentT(3, N, 1);
    for (int i = N / 2; i < N; i++) {
      sample[i] *= 1.5;
    }
    assertThat(of(sample).concentrated()).isEmpty();
    Finding finding = of(sample).finding().orElseThrow();
    assertThat(finding.code()).isEqualTo(WarningCode.TOO_FEW);
    assertThat(finding.message())
        .startsWith("the panes disagree: the share of samples above the threshold changes");
  }

  @Test
  void aChangeOfTheExcessAloneIsTold() {
    List<HillPoint> points = new ArrayList<>();
    for (int b = 0; b < 32; b++) {
      // Equal counts with excesses that alternate a little and double half-way.
      points.add(new HillPoint(1, 20, 1_000, (b < 16 ? 5 : 10) + (b % 2)));
    }
    PaneHomogeneity test = PaneHomogeneity.of(points).orElseThrow();
    assertThat(test.scalePValue()).isEqualTo(1);
    assertThat(test.finding().orElseThrow().message())
        .startsWith("the panes disagree: the excess over the threshold changes");
  }

  @Test
  void oneExcursionIsTold() {
    double[] sample = Samples.studentT(3, N, 2);
    for (int i = N / 2; i < N / 2 + N / 32; i++) {
      sample[i] *= 5;
    }
    PaneHomogeneity test = of(sample);
    assertThat(test.effectivePanes()).isLessThan(8);
    assertThat(test.concentrated().orElseThrow().message())
        .matches("the panes disagree: the exceedances of 32 panes lie in about \\d of them");
    assertThat(test.finding()).isEqualTo(test.concentrated());
  }

  @Test
  void pValueIsKolmogorovs() {
    // One step of height 2 in 8 panes: the excursion is 4 a, the deviation a sqrt(8/7) sqrt(8).
    PaneHomogeneity test = PaneHomogeneity.of(points(2, 2, 2, 2, 4, 4, 4, 4)).orElseThrow();
    double x = 4 / Math.sqrt(64.0 / 7);
    double expected = 0;
    for (int j = 1; j < 50; j++) {
      expected += 2 * Math.pow(-1, j - 1) * Math.exp(-2 * j * j * x * x);
    }
    assertThat(test.scalePValue()).isCloseTo(expected, within(1e-12));
    assertThat(test.effectivePanes()).isCloseTo(24.0 * 24 / 80, within(1e-12));
    assertThat(test.indexPValue()).isEqualTo(1);
  }

  @Test
  void orderMattersForChangeOnly() {
    List<HillPoint> points = points(2, 2, 2, 2, 4, 4, 4, 4);
    List<HillPoint> reversed = new ArrayList<>(points);
    Collections.reverse(reversed);
    assertThat(PaneHomogeneity.of(reversed)).isEqualTo(PaneHomogeneity.of(points));
  }

  @Test
  void fewPanesAndNoExceedancesGiveNoTest() {
    assertThat(PaneHomogeneity.of(List.of())).isEmpty();
    assertThat(PaneHomogeneity.of(points(1, 1, 1, 1, 1, 1, 1))).isEmpty();
    assertThat(PaneHomogeneity.of(points(0, 0, 0, 0, 0, 0, 0, 0))).isEmpty();
  }

  @Test
  void equalPanesAgree() {
    assertThat(PaneHomogeneity.of(points(3, 3, 3, 3, 3, 3, 3, 3)).orElseThrow().homogeneous())
        .isTrue();
  }
}
