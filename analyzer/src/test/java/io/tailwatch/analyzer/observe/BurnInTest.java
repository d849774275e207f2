// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tailwatch.events.EventLimits;
import io.tailwatch.events.v1.Optimizer;
import io.tailwatch.events.v1.OptimizerKind;
import io.tailwatch.events.v1.Problem;
import io.tailwatch.events.v1.SeriesDescriptor;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class BurnInTest {
  private static final SeriesDescriptor UNKNOWN = SeriesDescriptor.getDefaultInstance();

  @Test
  void oneEigenvalueGivesFifteenRelaxationTimes() {
    // 15 / (0.5 (1 + 0.1))
    assertThat(BurnIn.steps(descriptor(0.1, List.of(1.0)), 0.5)).isCloseTo(27.27, within(0.01));
  }

  @Test
  void negligibleEigenvaluesAreLeftOut() {
    // With ridge 0 the weights are the eigenvalues: 0.04 is below 5 % of 1.24, 0.2 is above.
    assertThat(BurnIn.steps(descriptor(0, List.of(1.0, 0.2, 0.04)), 1)).isEqualTo(15 / 0.2);
  }

  @Test
  void manyEqualEigenvaluesCount() {
    assertThat(BurnIn.steps(descriptor(0, Collections.nCopies(50, 0.5)), 1)).isEqualTo(30);
  }

  @Test
  void unknownTheoryGivesNoSteps() {
    assertThat(BurnIn.steps(UNKNOWN, 0.5)).isZero();
    assertThat(BurnIn.steps(descriptor(0, List.of(1.0)), 0)).isZero();
    var momentum = descriptor(0, List.of(1.0)).toBuilder();
    momentum.getOptimizerBuilder().setMomentum(0.9);
    assertThat(BurnIn.steps(momentum.build(), 0.5)).isZero();
  }

  @Test
  void atLeastOnePaneIsLeftOut() {
    assertThat(BurnIn.firstPane(0, 3125, UNKNOWN, 0.1)).isEqualTo(1);
    assertThat(BurnIn.firstPane(1, 3125, UNKNOWN, 0.1)).isEqualTo(1);
  }

  @Test
  void aStartWithinAPaneLeavesOutTheRestAndOneWholePane() {
    assertThat(BurnIn.firstPane(31_400, 3125, UNKNOWN, 0.1)).isEqualTo(11);
    assertThat(BurnIn.firstPane(32_000, 3125, UNKNOWN, 0.1)).isEqualTo(12);
  }

  @Test
  void aLongRelaxationLeavesOutMorePanes() {
    // 15 / (0.001 * 1) = 15,000 steps from step 100 end within pane 15 of 1,000 steps.
    assertThat(BurnIn.firstPane(100, 1000, descriptor(0, List.of(1.0)), 0.001)).isEqualTo(16);
  }

  @Test
  void anEndlessRelaxationEndsWithTheSteps() {
    long first = BurnIn.firstPane(0, 1000, descriptor(0, List.of(1.0)), Double.MIN_VALUE);
    assertThat(first * 1000).isPositive().isLessThanOrEqualTo(EventLimits.END_OF_STEPS);
  }

  private static SeriesDescriptor descriptor(double ridge, List<Double> eigenvalues) {
    return SeriesDescriptor.newBuilder()
        .setOptimizer(
            Optimizer.newBuilder().setKind(OptimizerKind.OPTIMIZER_KIND_SGD).setRidge(ridge))
        .setProblem(Problem.newBuilder().addAllEigenvalues(eigenvalues))
        .build();
  }
}
