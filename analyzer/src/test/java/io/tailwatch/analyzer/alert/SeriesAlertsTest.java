// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.tailwatch.analyzer.state.v1.PanePart;
import io.tailwatch.analyzer.state.v1.RestartCause;
import io.tailwatch.analyzer.state.v1.SketchedObservable;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.AlertKind;
import io.tailwatch.events.v1.AlertSeverity;
import io.tailwatch.events.v1.AlertState;
import io.tailwatch.events.v1.IntervalValue;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.TailAlert;
import io.tailwatch.events.v1.TailEstimate;
import io.tailwatch.events.v1.TheoryBand;
import io.tailwatch.events.v1.Verdict;
import io.tailwatch.events.v1.WindowSpec;
import io.tailwatch.tails.sketch.PackedSketch;
import io.tailwatch.tails.sketch.SketchLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeriesAlertsTest {
  private static final SeriesKey KEY = SeriesKey.of("run", "series");
  private static final int PANES = 4;
  private static final int STEPS = 100;

  private final Random random = new Random(1);
  private final List<TailAlert> events = new ArrayList<>();
  private SeriesAlerts alerts = new SeriesAlerts(KEY);
  private long pane;
  private long restartStep;
  private RestartCause cause = RestartCause.RESTART_CAUSE_START;
  private int attempt = 1;
  private double dependenceFactor = 1.6;

  @Test
  void aSteadySeriesStaysSilent() {
    blocks(500, 4);
    assertThat(events).isEmpty();
  }

  @Test
  void aHeavierTailFiresOnceAndResolvesAtItsNewLevel() {
    blocks(40, 4);
    blocks(45, 2.5);
    assertThat(firing(AlertKind.ALERT_KIND_DRIFT)).hasSize(1);
    TailAlert alert = firing(AlertKind.ALERT_KIND_DRIFT).get(0);
    assertThat(alert.getSinceStep()).isEqualTo(40L * PANES * STEPS);
    assertThat(alert.getCause()).isEmpty();
    assertThat(alert.getSeverity()).isEqualTo(AlertSeverity.ALERT_SEVERITY_WARNING);
    assertThat(alert.getScore()).isGreaterThanOrEqualTo(1);
    assertThat(alert.getSentence()).contains("more frequent");
    assertThat(last().getState()).isEqualTo(AlertState.ALERT_STATE_RESOLVED);
    assertThat(alerts.active()).isEmpty();
    assertThat(alerts.driftScore(Observable.OBSERVABLE_NORM)).isLessThan(1);
  }

  @Test
  void aChangeWithTheLearningRateIsExpectedAndResolvesWhenTheNextBlockAgrees() {
    blocks(5, 4);
    restartStep = pane * STEPS;
    cause = RestartCause.RESTART_CAUSE_LEARNING_RATE;
    blocks(60, 2.5);
    assertThat(events).hasSize(2);
    assertThat(events.get(0).getCause()).isEqualTo("learning-rate-change");
    assertThat(events.get(0).getSeverity()).isEqualTo(AlertSeverity.ALERT_SEVERITY_INFO);
    assertThat(events.get(0).getSinceStep()).isEqualTo(restartStep);
    assertThat(events.get(0).getState()).isEqualTo(AlertState.ALERT_STATE_FIRING);
    assertThat(events.get(1).getState()).isEqualTo(AlertState.ALERT_STATE_RESOLVED);
  }

  @Test
  void whatSpokeForAChangeBeforeANewLearningRateIsNotCountedWithIt() {
    blocks(40, 4);
    block(4 * Math.exp(-0.15), 2.8, 3.2, false);
    restartStep = pane * STEPS;
    cause = RestartCause.RESTART_CAUSE_LEARNING_RATE;
    for (int i = 0; i < 6; i++) {
      block(4 * Math.exp(-0.155), 2.8, 3.2, false);
    }
    TailAlert alert = firing(AlertKind.ALERT_KIND_DRIFT).get(0);
    assertThat(alert.getCause()).isEqualTo("learning-rate-change");
    assertThat(alert.getSinceStep()).isEqualTo(restartStep);
  }

  @Test
  void aBaselineThatIsLearntIsNotMixedFromTwoLearningRates() {
    blocks(20, 4);
    restartStep = pane * STEPS;
    cause = RestartCause.RESTART_CAUSE_LEARNING_RATE;
    // The first block at a new rate is uncertain: 0.35 is 3 of its standard errors.
    dependenceFactor = 12;
    block(4 * Math.exp(-0.35), 2.8, 3.2, false);
    dependenceFactor = 1.6;
    blocks(100, 4 * Math.exp(-0.35));
    assertThat(events).isEmpty();
    // Back towards the old level: between both is where a mixed baseline would expect it.
    blocks(10, 4 * Math.exp(-0.1));
    assertThat(firing(AlertKind.ALERT_KIND_DRIFT)).hasSize(1);
  }

  @Test
  void anotherDescriptorBeginsTheBaselineAnew() {
    blocks(40, 4);
    restartStep = pane * STEPS;
    cause = RestartCause.RESTART_CAUSE_DESCRIPTOR;
    blocks(60, 2.5);
    assertThat(events).isEmpty();
  }

  @Test
  void overlappingWindowsAreNotRead() {
    block(4, 1.5, 1.7, true);
    SeriesAlerts once = SeriesAlerts.restore(KEY, alerts.state());
    PanePart next = pane(pane, 0);
    List<TailAlert> none = once.accept(next, List.of(estimate(pane, 4, 1.5, 1.7, true)), 0);
    assertThat(none).isEmpty();
  }

  @Test
  void infiniteVarianceNeedsTwoBlocksToFireAndTwoToResolve() {
    block(2, 1.5, 1.7, false);
    block(2, 1.5, 1.7, false);
    block(2, 1.9, 2.2, false);
    block(2, 1.5, 1.7, false);
    assertThat(states(AlertKind.ALERT_KIND_INFINITE_VARIANCE))
        .containsExactly(AlertState.ALERT_STATE_SUSPECT, AlertState.ALERT_STATE_FIRING);
    block(2, 1.9, 2.2, false);
    block(2, 1.9, 2.2, false);
    assertThat(last().getState()).isEqualTo(AlertState.ALERT_STATE_RESOLVED);
    assertThat(last().getSinceStep()).isZero();
  }

  @Test
  void theBoundIsViolatedOnlyByAHeavierTailAndOnlyWithAKestenIndex() {
    block(4, 9, 9.5, true);
    block(4, 9, 9.5, true);
    block(3, 2.5, 2.7, false);
    block(3, 2.5, 2.7, false);
    block(3, 2.5, 2.6, true);
    assertThat(events).isEmpty();
    block(3, 2.1, 2.5, true);
    block(3, 2.1, 2.5, true);
    assertThat(states(AlertKind.ALERT_KIND_BOUND_VIOLATION))
        .containsExactly(AlertState.ALERT_STATE_SUSPECT, AlertState.ALERT_STATE_FIRING);
    assertThat(last().getSentence()).contains("3.50", "3.00", "learning rate");
  }

  @Test
  void nonFiniteValuesFireAtOnceWithTheStepAndResolveAfterAWindow() {
    accept(pane(pane++, 0), List.of());
    PanePart bad = pane(pane++, 3).toBuilder().setFirstNonfiniteStep(142).build();
    accept(bad, List.of());
    assertThat(last().getState()).isEqualTo(AlertState.ALERT_STATE_FIRING);
    assertThat(last().getKind()).isEqualTo(AlertKind.ALERT_KIND_DIVERGENCE);
    assertThat(last().getSinceStep()).isEqualTo(142);
    assertThat(last().getSentence()).contains("step 142", "checkpoint");
    for (int i = 0; i < PANES; i++) {
      assertThat(events).hasSize(1);
      accept(pane(pane++, 0), List.of());
    }
    assertThat(last().getState()).isEqualTo(AlertState.ALERT_STATE_RESOLVED);
  }

  @Test
  void aNewAttemptResolvesADivergence() {
    accept(pane(pane++, 1), List.of());
    attempt = 2;
    accept(pane(pane++, 0), List.of());
    assertThat(states(AlertKind.ALERT_KIND_DIVERGENCE))
        .containsExactly(AlertState.ALERT_STATE_FIRING, AlertState.ALERT_STATE_RESOLVED);
  }

  private void blocks(int count, double reading) {
    for (int i = 0; i < count; i++) {
      double noisy = reading * Math.exp(0.04 * random.nextGaussian());
      block(noisy, 2.8, 3.2, false);
    }
  }

  private void block(double reading, double lower, double upper, boolean kesten) {
    pane += PANES;
    accept(pane(pane - 1, 0), List.of(estimate(pane - 1, reading, lower, upper, kesten)));
  }

  /** Every step from a state that was written and read: the bits must not change. */
  private void accept(PanePart part, List<TailEstimate> estimates) {
    SeriesAlerts restored = SeriesAlerts.restore(KEY, alerts.state());
    assertThat(restored.state()).isEqualTo(alerts.state());
    List<TailAlert> given = alerts.accept(part, estimates, 7);
    assertThat(restored.accept(part, estimates, 7)).isEqualTo(given);
    assertThat(restored.state()).isEqualTo(alerts.state());
    events.addAll(given);
    alerts = restored;
  }

  private TailAlert last() {
    return events.get(events.size() - 1);
  }

  private List<TailAlert> firing(AlertKind kind) {
    return events.stream()
        .filter(e -> e.getKind() == kind && e.getState() == AlertState.ALERT_STATE_FIRING)
        .toList();
  }

  private List<AlertState> states(AlertKind kind) {
    return events.stream().filter(e -> e.getKind() == kind).map(TailAlert::getState).toList();
  }

  private TailEstimate estimate(
      long pane, double reading, double lower, double upper, boolean kesten) {
    var theory = TheoryBand.newBuilder().setLower(3.5).setUpper(4);
    if (kesten) {
      theory.setKesten(3);
    }
    return TailEstimate.newBuilder()
        .setObservable(Observable.OBSERVABLE_NORM)
        .setVerdict(Verdict.VERDICT_WITHIN)
        .setPanes(PANES)
        .setFirstStep((pane - PANES + 1) * STEPS)
        .setLastStep((pane + 1) * STEPS - 1)
        .setNominalTailFraction(0.005)
        .setExceedances(1000)
        .setDependenceFactor(dependenceFactor)
        .setReading(IntervalValue.newBuilder().setValue(reading))
        .setIndex(
            IntervalValue.newBuilder()
                .setValue((lower + upper) / 2)
                .setLower(lower)
                .setUpper(upper))
        .setInfiniteVariance(upper < 2)
        .setTheory(theory)
        .build();
  }

  private PanePart pane(long id, int nonfinite) {
    var sketch = new PackedSketch(SketchLayout.SIGNED);
    for (int i = 0; i < STEPS; i++) {
      sketch.update(i < nonfinite ? Double.NaN : i + 1.0);
    }
    return PanePart.newBuilder()
        .setAttempt(attempt)
        .setRestartStep(restartStep)
        .setRestartCause(cause)
        .setPane(id)
        .setFirstStep(id * STEPS)
        .setLastStep(id * STEPS + STEPS - 1)
        .setSteps(STEPS)
        .setWindow(WindowSpec.newBuilder().setPaneSteps(STEPS).setPanes(PANES))
        .addObservables(
            SketchedObservable.newBuilder()
                .setObservable(Observable.OBSERVABLE_NORM)
                .setSketch(ByteString.copyFrom(sketch.snapshot().toBytes())))
        .build();
  }
}
