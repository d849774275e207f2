// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.tailwatch.analyzer.fixtures.Batches;
import io.tailwatch.analyzer.state.v1.CalibrationPick;
import io.tailwatch.analyzer.state.v1.PanePart;
import io.tailwatch.analyzer.state.v1.RestartCause;
import io.tailwatch.analyzer.state.v1.SeriesState;
import io.tailwatch.events.BadEventException;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.ObservableSketch;
import io.tailwatch.events.v1.PaneSketch;
import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.tails.sketch.PackedSketch;
import io.tailwatch.tails.sketch.SketchLayout;
import io.tailwatch.tails.sketch.TailSketch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LiveSeriesTest {
  private static final SeriesDescriptor IDENTITY =
      Batches.descriptor(100, 8, Observable.OBSERVABLE_IDENTITY).build();

  private final LiveSeries series = new LiveSeries();

  @Test
  void aPaneClosesWithItsLastStep() {
    assertThat(accept(0, 99, IDENTITY)).isEmpty();
    List<PanePart> closed = series.accept(batch(99, 1).build());
    assertThat(closed).hasSize(1);
    PanePart pane = closed.get(0);
    assertThat(pane.getPane()).isZero();
    assertThat(pane.getFirstStep()).isZero();
    assertThat(pane.getLastStep()).isEqualTo(99);
    assertThat(pane.getSteps()).isEqualTo(100);
    assertThat(pane.getMissingSteps()).isZero();
    assertThat(pane.getBurnIn()).contains("step 100");
    assertThat(sketch(pane).total()).isEqualTo(100);
  }

  @Test
  void aBatchMayStraddleManyPanes() {
    List<PanePart> closed = accept(0, 350, IDENTITY);
    assertThat(closed).extracting(PanePart::getPane).containsExactly(0L, 1L, 2L);
    assertThat(closed).extracting(PanePart::getBurnIn).element(1).isEqualTo("");
    assertThat(series.newestStep()).isEqualTo(349);
  }

  @Test
  void anySplitIntoBatchesGivesTheSamePanes() {
    double[][] rows = Batches.studentT(3, 1000, 2);
    List<List<PanePart>> results = new ArrayList<>();
    for (int size : new int[] {1, 7, 100, 333, 1000}) {
      var one = new LiveSeries();
      List<PanePart> panes = new ArrayList<>();
      Batches.split("w", 0, rows, size, IDENTITY).forEach(b -> panes.addAll(one.accept(b)));
      results.add(panes);
    }
    assertThat(results).allSatisfy(panes -> assertThat(panes).isEqualTo(results.get(0)));
  }

  @Test
  void repeatedStepsAreCountedAndNotCountedTwice() {
    accept(0, 60, IDENTITY);
    accept(0, 60, IDENTITY);
    series.accept(batch(50, 30).build());
    PanePart pane = series.accept(batch(80, 20).build()).get(0);
    assertThat(sketch(pane).total()).isEqualTo(100);
    assertThat(pane.getSteps()).isEqualTo(100);
    assertThat(pane.getRepeatedSteps()).isEqualTo(70);
  }

  @Test
  void missingStepsAreCountedOnBothSidesOfAGap() {
    accept(0, 90, IDENTITY);
    List<PanePart> closed = new ArrayList<>(series.accept(batch(120, 100).build()));
    closed.addAll(series.accept(batch(220, 80).build()));
    assertThat(closed).extracting(PanePart::getMissingSteps).containsExactly(10, 20, 0);
  }

  @Test
  void wholePanesMayBeMissing() {
    accept(0, 100, IDENTITY);
    List<PanePart> closed = series.accept(batch(550, 50).build());
    assertThat(closed).extracting(PanePart::getPane).containsExactly(5L);
    assertThat(closed.get(0).getMissingSteps()).isEqualTo(50);
  }

  @Test
  void aStrideIsNoGap() {
    List<PanePart> closed =
        series.accept(batch(0, 45).setStepStride(10).setSeriesDescriptor(IDENTITY).build());
    assertThat(closed).hasSize(4);
    assertThat(closed).extracting(PanePart::getMissingSteps).containsOnly(0);
    assertThat(closed).extracting(PanePart::getSteps).containsOnly(10);
  }

  @Test
  void anEarlierAttemptIsStale() {
    series.accept(batch(0, 50).setAttempt(2).setSeriesDescriptor(IDENTITY).build());
    assertThat(series.accept(batch(50, 200).setAttempt(1).build())).isEmpty();
    assertThat(series.staleSteps()).isEqualTo(200);
    assertThat(series.newestStep()).isEqualTo(49);
  }

  @Test
  void whatComesAgainOrTooLateIsTalliedOnce() {
    series.accept(batch(0, 50).setAttempt(2).setSeriesDescriptor(IDENTITY).build());
    series.accept(batch(40, 20).setAttempt(2).build());
    series.accept(batch(0, 10).setAttempt(2).build());
    series.accept(batch(0, 7).setAttempt(1).build());
    assertThat(series.tally().drainLate()).isEqualTo(10 + 10 + 7);
    assertThat(series.tally().drainLate()).isZero();
  }

  @Test
  void aNewAttemptMayGoBackAndStartsAnew() {
    accept(0, 250, IDENTITY);
    List<PanePart> closed =
        series.accept(batch(100, 200).setAttempt(2).setSeriesDescriptor(IDENTITY).build());
    assertThat(closed).extracting(PanePart::getPane).containsExactly(1L, 2L);
    assertThat(closed.get(0).getAttempt()).isEqualTo(2);
    assertThat(closed.get(0).getRestartStep()).isEqualTo(100);
    assertThat(closed.get(0).getBurnIn()).isNotEmpty();
    assertThat(closed.get(1).getBurnIn()).isEmpty();
  }

  @Test
  void theEndClosesTheLastPane() {
    accept(0, 130, IDENTITY);
    PanePart pane = series.accept(batch(0, 0).setEndOfSeries(true).build()).get(0);
    assertThat(pane.getPane()).isEqualTo(1);
    assertThat(pane.getEndOfSeries()).isTrue();
    assertThat(pane.getShort()).isTrue();
    assertThat(pane.getMissingSteps()).isZero();
  }

  @Test
  void theNewestStepIsOneThatCameAlsoAfterTheEndAndARestart() {
    accept(0, 130, IDENTITY);
    series.accept(batch(0, 0).setEndOfSeries(true).build());
    assertThat(series.newestStep()).isEqualTo(129);
    LiveSeries restored =
        LiveSeries.restore(series.drainSetup().orElseThrow(), series.live(), Map.of());
    assertThat(restored.newestStep()).isEqualTo(129);
  }

  @Test
  void aLastPaneOfNinetyFivePercentIsNotShort() {
    accept(0, 195, IDENTITY);
    assertThat(series.accept(batch(0, 0).setEndOfSeries(true).build()).get(0).getShort()).isFalse();
  }

  @Test
  void theEndMarksAPaneThatClosesWithIt() {
    List<PanePart> closed =
        series.accept(batch(0, 100).setSeriesDescriptor(IDENTITY).setEndOfSeries(true).build());
    assertThat(closed).hasSize(1);
    assertThat(closed.get(0).getEndOfSeries()).isTrue();
  }

  @Test
  void stepsAfterTheEndOfTheirPaneAreLate() {
    accept(0, 130, IDENTITY);
    series.accept(batch(0, 0).setEndOfSeries(true).build());
    List<PanePart> closed = series.accept(batch(130, 170).build());
    assertThat(closed).extracting(PanePart::getPane).containsExactly(2L);
    assertThat(closed.get(0).getRepeatedSteps()).isEqualTo(70);
  }

  @Test
  void noDifferenceIsTakenOverTheEnd() {
    var updates = Batches.descriptor(100, 8, Observable.OBSERVABLE_UPDATE_NORM).build();
    accept(0, 130, updates);
    series.accept(batch(0, 0).setEndOfSeries(true).build());
    assertThat(series.live().getLastVector()).isEqualTo(ByteString.EMPTY);
    PanePart next = series.accept(batch(200, 100).build()).get(0);
    assertThat(next.getSteps()).isEqualTo(100);
    assertThat(sketch(next).total()).isEqualTo(99);
  }

  @Test
  void aLearningRateWithinTwentyPercentKeepsTheWindow() {
    series.accept(batch(0, 100).setLearningRate(1).setSeriesDescriptor(IDENTITY).build());
    List<PanePart> closed = series.accept(batch(100, 100).setLearningRate(1.2).build());
    assertThat(closed.get(0).getRestartStep()).isZero();
    assertThat(closed.get(0).getLearningRateMax()).isEqualTo(1.2);
  }

  @Test
  void aLearningRateBeyondTwentyPercentRestartsTheWindow() {
    series.accept(batch(0, 150).setLearningRate(1).setSeriesDescriptor(IDENTITY).build());
    List<PanePart> closed = series.accept(batch(150, 250).setLearningRate(1.25).build());
    assertThat(closed).extracting(PanePart::getRestartStep).containsOnly(150L);
    assertThat(closed.get(0).getRestartCause()).isEqualTo(RestartCause.RESTART_CAUSE_LEARNING_RATE);
    // The rest of pane 1 and one whole pane are burn-in.
    assertThat(closed)
        .extracting(pane -> pane.getBurnIn().isEmpty())
        .containsExactly(false, false, true);
    assertThat(closed.get(0).getLearningRateMin()).isEqualTo(1.25);
    assertThat(sketch(closed.get(0)).total()).isEqualTo(50);
  }

  @Test
  void aPaneIsClosedUnderTheOldDescriptorBeforeTheNewOneTakesEffect() {
    accept(0, 150, IDENTITY);
    SeriesDescriptor wider = Batches.descriptor(200, 8, Observable.OBSERVABLE_IDENTITY).build();
    List<PanePart> closed = series.accept(batch(230, 170).setSeriesDescriptor(wider).build());
    assertThat(closed).extracting(PanePart::getPane).containsExactly(1L, 1L);
    assertThat(closed.get(0).getMissingSteps()).isEqualTo(50);
    assertThat(closed.get(1).getRestartStep()).isEqualTo(230);
    assertThat(closed.get(1).getRestartCause()).isEqualTo(RestartCause.RESTART_CAUSE_DESCRIPTOR);
    assertThat(closed.get(1).getWindow().getPaneSteps()).isEqualTo(200);
  }

  @Test
  void theKestenIndexMayArriveWithoutARestart() {
    accept(0, 150, IDENTITY);
    var later = IDENTITY.toBuilder();
    later.getProblemBuilder().addEigenvalues(1).getKestenBuilder().setIndex(3);
    PanePart pane = series.accept(batch(150, 50).setSeriesDescriptor(later).build()).get(0);
    assertThat(pane.getRestartStep()).isZero();
    assertThat(pane.getProblem().getKesten().getIndex()).isEqualTo(3);
  }

  @Test
  void anotherDimensionRestartsTheWindow() {
    accept(0, 150, IDENTITY);
    var batch = Batches.batch("w", 150, Batches.studentT(1, 50, 3)).build();
    PanePart pane = series.accept(batch).get(0);
    assertThat(pane.getRestartCause()).isEqualTo(RestartCause.RESTART_CAUSE_LAYOUT);
    assertThat(pane.getRestartStep()).isEqualTo(150);
  }

  @Test
  void aBadBatchChangesNothing() {
    accept(0, 150, IDENTITY);
    SeriesState setup = series.drainSetup().orElseThrow();
    var live = series.live();
    var bad = Batches.descriptor(100, 8, Observable.OBSERVABLE_PROJECTION).build();
    assertThatThrownBy(
            () -> series.accept(batch(250, 10).setAttempt(2).setSeriesDescriptor(bad).build()))
        .isInstanceOf(BadEventException.class)
        .hasMessageContaining("projection needs a direction");
    assertThat(series.drainSetup()).isEmpty();
    assertThat(series.live()).isEqualTo(live);
    assertThat(setup.getAttempt()).isEqualTo(1);
  }

  @Test
  void nonFiniteSamplesAreCountedNotSwallowed() {
    double[][] rows = Batches.studentT(1, 100, 2);
    rows[3][0] = Double.NaN;
    rows[4][1] = Double.POSITIVE_INFINITY;
    PanePart pane =
        series.accept(Batches.batch("w", 0, rows).setSeriesDescriptor(IDENTITY).build()).get(0);
    assertThat(sketch(pane).nans()).isEqualTo(1);
    assertThat(sketch(pane).infinities()).isEqualTo(1);
    List<Long> tally = new ArrayList<>();
    series.live();
    series
        .tally()
        .drain((observable, samples, nonfinite) -> tally.addAll(List.of(samples, nonfinite)));
    assertThat(tally).containsExactly(200L, 2L);
  }

  @Test
  void theTallyIsTakenOnce() {
    accept(0, 150, IDENTITY);
    List<Long> tally = new ArrayList<>();
    series.tally().drain((observable, samples, nonfinite) -> tally.add(samples));
    accept(0, 150, IDENTITY);
    series.tally().drain((observable, samples, nonfinite) -> tally.add(samples));
    assertThat(tally).containsExactly(150L, 0L);
  }

  @Test
  void aRestoredSeriesGoesOnAsIfNothingHadHappened() {
    var descriptor =
        Batches.descriptor(
                100,
                8,
                Observable.OBSERVABLE_COORDINATES,
                Observable.OBSERVABLE_UPDATE_NORM,
                Observable.OBSERVABLE_NORM)
            .build();
    double[][] rows = Batches.studentT(11, 400, 3);
    List<IterateBatch> batches = Batches.split("w", 0, rows, 30, descriptor);
    List<PanePart> expected = new ArrayList<>();
    batches.forEach(batch -> expected.addAll(series.accept(batch)));

    var stores = new Saved();
    List<PanePart> actual = new ArrayList<>();
    var resumed = new LiveSeries();
    for (IterateBatch batch : batches) {
      actual.addAll(resumed.accept(batch));
      // Saved and read back after every batch: within the calibration, between and within panes.
      resumed = stores.saveAndRestore(resumed);
    }
    assertThat(actual).hasSize(4).isEqualTo(expected);
    assertThat(stores.picks).isEmpty();
  }

  @Test
  void aSketchedPaneTakesTheSamePath() {
    PanePart pane = series.accept(sketched(0, 100).setSeriesDescriptor(IDENTITY).build()).get(0);
    assertThat(pane.getPane()).isZero();
    assertThat(sketch(pane).total()).isEqualTo(100);
    assertThat(pane.getBurnIn()).isNotEmpty();
    assertThat(series.accept(sketched(1, 100).build()).get(0).getBurnIn()).isEmpty();
    assertThat(series.accept(sketched(1, 100).build())).isEmpty();
    assertThat(series.accept(sketched(2, 90).build()).get(0).getRepeatedSteps()).isEqualTo(100);
  }

  @Test
  void aSketchedModelMayBeLargerThanAnyArray() {
    var batch = sketched(0, 100).setSeriesDescriptor(IDENTITY).setDimension(Integer.MAX_VALUE);
    assertThat(series.accept(batch.build())).hasSize(1);
  }

  @Test
  void aSketchOfTheWrongPaneIsRefused() {
    var batch = sketched(1, 100).setSeriesDescriptor(IDENTITY);
    batch.getSketchBuilder().setPane(2);
    assertThatThrownBy(() -> series.accept(batch.build()))
        .isInstanceOf(BadEventException.class)
        .hasMessage("sketch must be of one pane of 100 steps: was pane 2 with steps 100 to 199");
  }

  @Test
  void aSketchThatCannotBeReadIsRefused() {
    var batch = sketched(0, 100).setSeriesDescriptor(IDENTITY);
    batch.getSketchBuilder().getObservablesBuilder(0).setSketch(ByteString.copyFromUtf8("no"));
    assertThatThrownBy(() -> series.accept(batch.build()))
        .isInstanceOf(BadEventException.class)
        .hasMessageStartingWith("sketch of identity must be readable: ");
  }

  @Test
  void aSketchOfMoreSamplesThanAWindowCanAddUpIsRefused() {
    // Version 1, signed with 4 mantissa bits, 2^41 zeros and nothing else.
    byte[] huge = {1, (byte) 0x84, -128, -128, -128, -128, -128, 64, 0, 0, 0, 0};
    assertThat(TailSketch.fromBytes(huge).total()).isEqualTo(1L << 41);
    var batch = sketched(0, 100).setSeriesDescriptor(IDENTITY);
    batch.getSketchBuilder().getObservablesBuilder(0).setSketch(ByteString.copyFrom(huge));
    assertThatThrownBy(() -> series.accept(batch.build()))
        .isInstanceOf(BadEventException.class)
        .hasMessage(
            "sketch of identity must hold at most %d samples: had %d"
                .formatted((1L << 42) / 9, 1L << 41));
  }

  @Test
  void aSketchOfTheWrongLayoutIsRefused() {
    var batch = sketched(0, 100).setSeriesDescriptor(IDENTITY);
    byte[] unsigned = TailSketch.empty(SketchLayout.UNSIGNED).toBytes();
    batch.getSketchBuilder().getObservablesBuilder(0).setSketch(ByteString.copyFrom(unsigned));
    assertThatThrownBy(() -> series.accept(batch.build()))
        .isInstanceOf(BadEventException.class)
        .hasMessageContaining("must be SIGNED");
  }

  private List<PanePart> accept(long first, int steps, SeriesDescriptor descriptor) {
    return series.accept(batch(first, steps).setSeriesDescriptor(descriptor).build());
  }

  private static IterateBatch.Builder batch(long first, int steps) {
    return Batches.batch("w", first, Batches.studentT(first, steps, 1));
  }

  private static IterateBatch.Builder sketched(long pane, int steps) {
    var sketch = new PackedSketch(SketchLayout.SIGNED);
    for (double[] row : Batches.studentT(pane, steps, 1)) {
      sketch.update(row[0]);
    }
    return IterateBatch.newBuilder()
        .setRun("run")
        .setSeries("w")
        .setSketch(
            PaneSketch.newBuilder()
                .setPane(pane)
                .setFirstStep(pane * 100)
                .setLastStep(pane * 100 + 99)
                .setSteps(steps)
                .setMissingSteps(100 - steps)
                .addObservables(
                    ObservableSketch.newBuilder()
                        .setObservable(Observable.OBSERVABLE_IDENTITY)
                        .setSketch(ByteString.copyFrom(sketch.snapshot().toBytes()))));
  }

  private static TailSketch sketch(PanePart pane) {
    return TailSketch.fromBytes(pane.getObservables(0).getSketch().toByteArray());
  }

  /** What the stores of a task would hold, as bytes. */
  private static final class Saved {
    private byte[] setup = {};
    private final Map<Integer, CalibrationPick> picks = new TreeMap<>();

    private LiveSeries saveAndRestore(LiveSeries series) {
      series.drainSetup().ifPresent(changed -> setup = changed.toByteArray());
      series.drainDroppedPicks().forEach(picks::remove);
      picks.putAll(series.drainPicks());
      try {
        return LiveSeries.restore(
            SeriesState.parseFrom(Arrays.copyOf(setup, setup.length)),
            io.tailwatch.analyzer.state.v1.LivePaneState.parseFrom(series.live().toByteArray()),
            picks);
      } catch (com.google.protobuf.InvalidProtocolBufferException e) {
        throw new AssertionError(e);
      }
    }
  }
}
