// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import io.tailwatch.analyzer.fixtures.Batches;
import io.tailwatch.analyzer.judge.TheoryLookup;
import io.tailwatch.analyzer.state.v1.PanePart;
import io.tailwatch.analyzer.state.v1.SketchedObservable;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.TailEstimate;
import io.tailwatch.events.v1.Verdict;
import io.tailwatch.events.v1.WindowSpec;
import io.tailwatch.tails.estimate.hill.ExactHill;
import io.tailwatch.tails.estimate.hill.TailSide;
import io.tailwatch.tails.sketch.PackedSketch;
import io.tailwatch.tails.sketch.SketchLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeriesWindowTest {
  private static final SeriesKey KEY = SeriesKey.of("run", "w");
  private static final int STEPS = 1000;
  private static final int PANES = 10;
  private static final long NOW = 42;

  private final SeriesWindow window = new SeriesWindow(KEY, new TheoryLookup());

  @Test
  void everyPaneGivesAnEstimateAndEightGiveAReading() {
    for (int pane = 0; pane < 8; pane++) {
      TailEstimate estimate = estimate(pane(pane));
      assertThat(estimate.getPane()).isEqualTo(pane);
      assertThat(estimate.getPanes()).isEqualTo(pane + 1);
      assertThat(estimate.getVerdict() == Verdict.VERDICT_UNDEFINED).isEqualTo(pane < 7);
      assertThat(estimate.hasReading()).isEqualTo(pane >= 7);
      assertThat(estimate.getReason()).isEqualTo(pane < 7 ? "too-few" : "");
    }
  }

  @Test
  void theReadingIsThatOfTheSamplesOfTheWindow() {
    TailEstimate estimate = fill(0, 25);
    double[] samples = samples(16, 25);
    var exact = ExactHill.of(samples, TailSide.BOTH).atThreshold(estimate.getThreshold());
    assertThat(estimate.getSamples()).isEqualTo(samples.length);
    assertThat(estimate.getExceedances()).isEqualTo(exact.exceedances());
    // performance.md 1.4: the sketch is within 4.6e-5 at its own edge; the acceptance is 1e-4.
    assertThat(estimate.getReading().getValue())
        .isCloseTo(exact.reading(), within(1e-4 * exact.reading()));
    assertThat(estimate.getFirstStep()).isEqualTo(16 * STEPS);
    assertThat(estimate.getLastStep()).isEqualTo(26 * STEPS - 1);
  }

  @Test
  void theTailFractionFallsOnceTheWindowIsLong() {
    assertThat(fill(0, 9).getNominalTailFraction()).isEqualTo(0.02);
    PanePart.Builder longer = pane(10).toBuilder();
    longer.getObservablesBuilder(0).setSamplesPerStep(100);
    assertThat(estimate(longer.build()).getNominalTailFraction()).isEqualTo(0.005);
  }

  @Test
  void panesThatLeaveAreRemovedAndNewOnesStored() {
    fill(0, 9);
    WindowUpdate update = window.accept(pane(10), NOW);
    assertThat(update.removed()).containsExactly(0L);
    assertThat(update.stored().orElseThrow().getPane()).isEqualTo(10);
  }

  @Test
  void aPaneSeenBeforeDoesNothing() {
    fill(0, 9);
    var before = window.state();
    assertThat(window.accept(pane(9), NOW)).isEqualTo(WindowUpdate.NOTHING);
    assertThat(window.accept(pane(3), NOW)).isEqualTo(WindowUpdate.NOTHING);
    assertThat(window.accept(pane(12).toBuilder().setAttempt(0).build(), NOW))
        .isEqualTo(WindowUpdate.NOTHING);
    assertThat(window.state()).isEqualTo(before);
  }

  @Test
  void aNewAttemptEmptiesTheWindow() {
    fill(0, 9);
    WindowUpdate update = window.accept(pane(3).toBuilder().setAttempt(2).build(), NOW);
    assertThat(update.removed()).hasSize(10);
    assertThat(update.estimates().get(0).getPanes()).isEqualTo(1);
    assertThat(update.estimates().get(0).getAttempt()).isEqualTo(2);
  }

  @Test
  void aRestartEmptiesTheWindow() {
    fill(0, 9);
    WindowUpdate update = window.accept(pane(10).toBuilder().setRestartStep(10_000).build(), NOW);
    assertThat(update.removed()).hasSize(10);
    assertThat(update.estimates().get(0).getPanes()).isEqualTo(1);
    assertThat(window.accept(pane(11), NOW)).isEqualTo(WindowUpdate.NOTHING);
  }

  @Test
  void burnInPanesAreNotPartOfTheWindow() {
    WindowUpdate update =
        window.accept(pane(0).toBuilder().setBurnIn("it begins with step 1000").build(), NOW);
    TailEstimate estimate = update.estimates().get(0);
    assertThat(update.stored()).isEmpty();
    assertThat(estimate.getVerdict()).isEqualTo(Verdict.VERDICT_BURN_IN);
    assertThat(estimate.getPanes()).isZero();
    assertThat(estimate.getSentence()).contains("step 1000");
  }

  @Test
  void aShortLastPaneIsLeftOutButGivesAnEstimate() {
    TailEstimate before = fill(0, 9);
    TailEstimate last =
        estimate(pane(10, 300).toBuilder().setShort(true).setEndOfSeries(true).build());
    assertThat(last.getEndOfSeries()).isTrue();
    assertThat(last.getPane()).isEqualTo(10);
    assertThat(last.getReading()).isEqualTo(before.getReading());
    assertThat(last.getPanes()).isEqualTo(10);
  }

  @Test
  void missingStepsUpToFivePercentOfAPaneAreAWarning() {
    fill(0, 8);
    TailEstimate estimate = estimate(pane(9, 950).toBuilder().setMissingSteps(50).build());
    assertThat(estimate.hasReading()).isTrue();
    assertThat(estimate.getMissingSteps()).isEqualTo(50);
    assertThat(estimate.getWarnings(0).getCode()).isEqualTo("gaps");
  }

  @Test
  void moreMissingStepsMakeTheEstimateUndefinedUntilThePaneLeaves() {
    fill(0, 8);
    TailEstimate estimate = estimate(pane(9, 949).toBuilder().setMissingSteps(51).build());
    assertThat(estimate.getVerdict()).isEqualTo(Verdict.VERDICT_UNDEFINED);
    assertThat(estimate.getReason()).isEqualTo("gaps");
    assertThat(estimate.hasReading()).isFalse();
    assertThat(fill(10, 18).getReason()).isEqualTo("gaps");
    assertThat(estimate(pane(19)).hasReading()).isTrue();
  }

  @Test
  void missingPanesMakeTheEstimateUndefinedUntilTheyLeave() {
    fill(0, 9);
    TailEstimate estimate = estimate(pane(12));
    assertThat(estimate.getReason()).isEqualTo("gaps");
    assertThat(estimate.getMissingSteps()).isEqualTo(2 * STEPS);
    assertThat(estimate.getSteps()).isEqualTo((long) estimate.getPanes() * STEPS);
    assertThat(fill(13, 18).getReason()).isEqualTo("gaps");
    // Pane 9 has left: what is held is the 8 panes from 12 on, without a hole.
    TailEstimate whole = estimate(pane(19));
    assertThat(whole.getReason()).isEmpty();
    assertThat(whole.getPanes()).isEqualTo(8);
    assertThat(whole.getMissingSteps()).isZero();
  }

  @Test
  void burnInThatTheoryFindsLateEmptiesTheWindow() {
    fill(0, 8);
    PanePart burnIn = pane(9).toBuilder().setBurnIn("the window begins with step 10000").build();
    WindowUpdate update = window.accept(burnIn, NOW);
    assertThat(update.removed()).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    assertThat(update.estimates().get(0).getVerdict()).isEqualTo(Verdict.VERDICT_BURN_IN);
    TailEstimate next = estimate(pane(10));
    assertThat(next.getPanes()).isEqualTo(1);
    assertThat(next.getReason()).isEqualTo("too-few");
  }

  @Test
  void nonFiniteAndZeroSamplesAreCountedApart() {
    fill(0, 8);
    double[] values = values(9, STEPS);
    values[0] = Double.NaN;
    values[1] = Double.NEGATIVE_INFINITY;
    values[2] = 0;
    TailEstimate estimate = estimate(pane(9, values, SketchLayout.SIGNED));
    assertThat(estimate.getNonfiniteSamples()).isEqualTo(2);
    assertThat(estimate.getZeroSamples()).isEqualTo(1);
    assertThat(estimate.getSamples()).isEqualTo(10 * STEPS - 3);
    assertThat(estimate.getWarnings(0).getCode()).isEqualTo("non-finite");
  }

  @Test
  void aDriftingLevelIsNonStationaryOnlyWhereTheCentreIsEstimated() {
    assertThat(drift(true).getVerdict()).isEqualTo(Verdict.VERDICT_NON_STATIONARY);
    assertThat(drift(true).hasIndex()).isFalse();
    assertThat(drift(false).hasIndex()).isTrue();
  }

  private static TailEstimate drift(boolean estimatedCentre) {
    var drifting = new SeriesWindow(KEY, new TheoryLookup());
    TailEstimate last = TailEstimate.getDefaultInstance();
    for (int i = 0; i < PANES; i++) {
      double shift = 0.5 * i;
      double[] values = Arrays.stream(values(i, STEPS)).map(x -> x + shift).toArray();
      PanePart.Builder pane = pane(i, values, SketchLayout.SIGNED).toBuilder();
      pane.getObservablesBuilder(0).setEstimatedCentre(estimatedCentre);
      last = drifting.accept(pane.build(), NOW).estimates().get(0);
    }
    return last;
  }

  @Test
  void aRestoredWindowGivesTheSameEstimates() {
    List<PanePart> stored = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      WindowUpdate update = window.accept(pane(i), NOW);
      update.removed().forEach(id -> stored.removeIf(old -> old.getPane() == id));
      update.stored().ifPresent(stored::add);
    }
    var restored = SeriesWindow.restore(KEY, new TheoryLookup(), window.state(), stored);
    assertThat(restored.estimates()).isEqualTo(window.estimates());
    assertThat(restored.accept(pane(15), NOW).estimates())
        .isEqualTo(window.accept(pane(15), NOW).estimates());
    assertThat(restored.accept(pane(15), NOW)).isEqualTo(WindowUpdate.NOTHING);
  }

  private TailEstimate fill(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(pane -> estimate(pane(pane)))
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  private TailEstimate estimate(PanePart pane) {
    return window.accept(pane, NOW).estimates().get(0);
  }

  private static double[] samples(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(pane -> values(pane, STEPS))
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }

  private static double[] values(int pane, int steps) {
    return Arrays.stream(Batches.studentT(100 + pane, steps, 1)).mapToDouble(x -> x[0]).toArray();
  }

  private static PanePart pane(int pane) {
    return pane(pane, STEPS);
  }

  private static PanePart pane(int pane, int steps) {
    return pane(pane, values(pane, steps), SketchLayout.SIGNED);
  }

  private static PanePart pane(int pane, double[] values, SketchLayout layout) {
    var sketch = new PackedSketch(layout);
    sketch.update(values, 0, values.length);
    return PanePart.newBuilder()
        .setAttempt(1)
        .setPane(pane)
        .setFirstStep((long) pane * STEPS)
        .setLastStep((long) pane * STEPS + STEPS - 1)
        .setSteps(values.length)
        .setStepStride(1)
        .setWindow(WindowSpec.newBuilder().setPaneSteps(STEPS).setPanes(PANES))
        .addObservables(
            SketchedObservable.newBuilder()
                .setObservable(Observable.OBSERVABLE_PROJECTION)
                .setSamplesPerStep(1)
                .setSketch(ByteString.copyFrom(sketch.snapshot().toBytes())))
        .build();
  }
}
