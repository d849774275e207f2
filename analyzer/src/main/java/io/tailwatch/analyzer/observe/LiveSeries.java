// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.observe;

import com.google.protobuf.ByteString;
import io.tailwatch.analyzer.state.v1.CalibrationPick;
import io.tailwatch.analyzer.state.v1.LivePaneState;
import io.tailwatch.analyzer.state.v1.OpenPane;
import io.tailwatch.analyzer.state.v1.PanePart;
import io.tailwatch.analyzer.state.v1.RateChange;
import io.tailwatch.analyzer.state.v1.RestartCause;
import io.tailwatch.analyzer.state.v1.SeriesState;
import io.tailwatch.analyzer.state.v1.SketchedObservable;
import io.tailwatch.events.BadEventException;
import io.tailwatch.events.IterateBatches;
import io.tailwatch.events.IterateValues;
import io.tailwatch.events.IterateValues.BytesView;
import io.tailwatch.events.v1.DataType;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.PaneSketch;
import io.tailwatch.tails.observe.RateHistory;
import io.tailwatch.tails.sketch.TailSketch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One series (or one shard of it) as its batches arrive: the state machine of stage 1. It cuts the
 * steps into panes, draws the samples, and hands over each pane as it closes; nothing but data
 * closes a pane. Its output and its state are a pure function of the batches, so that a replay
 * gives the same bits.
 *
 * <p>A batch that breaks the contract throws {@link io.tailwatch.events.BadEventException} and
 * changes nothing. Steps at or before the last one of the attempt are counted and skipped, batches
 * of an earlier attempt too. Cost of a batch: its samples, and the wire form of the sketches when
 * the state is saved. Memory: 32 KB an observable, 64 KB a signed one. Single writer.
 */
public final class LiveSeries {
  /** Panes that one batch may reach into: each one it closes is a record of some KB. */
  static final int MAX_PANES_OF_A_BATCH = 1024;

  private final List<PanePart> closed = new ArrayList<>();
  private final Calibrator calibrator = new Calibrator();
  private final SampleTally tally = new SampleTally();

  private SeriesSetup setup = SeriesSetup.NONE;
  private SeriesSetup savedSetup = SeriesSetup.NONE;

  /** Both exist from the first vectors on, as the plan does. */
  private PaneSketches sketches;

  private RateHistory rates;

  /** Steps up to here have been accounted for; the end of a series accounts for a whole pane. */
  private long lastStep = -1;

  private long newestStep = -1;
  private long repeatedSteps;
  private long staleSteps;
  private double learningRate;
  private boolean ended;
  private Optional<LivePane> open = Optional.empty();
  private ByteString lastVector = ByteString.EMPTY;
  private DataType lastVectorType = DataType.DATA_TYPE_FLOAT32;

  /** A series that has not been seen before. */
  public LiveSeries() {}

  /**
   * A series as it was saved.
   *
   * @param picks vectors taken for a calibration under way, by slot
   */
  public static LiveSeries restore(
      SeriesState setup, LivePaneState live, Map<Integer, CalibrationPick> picks) {
    var series = new LiveSeries();
    series.setup = SeriesSetup.restore(setup);
    series.savedSetup = series.setup;
    series.lastStep = live.getLastStep();
    series.newestStep = live.getNewestStep();
    series.repeatedSteps = live.getRepeatedSteps();
    series.staleSteps = live.getStaleSteps();
    series.learningRate = live.getLearningRate();
    series.ended = live.getEnded();
    series.lastVector = live.getLastVector();
    series.lastVectorType = live.getLastVectorType();
    series.setup.plan().ifPresent(plan -> series.restoreSketches(plan, live));
    if (live.hasOpen()) {
      series.open = Optional.of(LivePane.restore(live.getOpen()));
    }
    picks.forEach(
        (slot, pick) ->
            series.calibrator.restore(
                slot, pick.getValuesList().stream().mapToDouble(Double::doubleValue).toArray()));
    return series;
  }

  private void restoreSketches(SeriesPlan plan, LivePaneState live) {
    rates =
        new RateHistory(
            plan.windowPanes(),
            live.getRatesList().stream()
                .map(change -> new RateHistory.Change(change.getPane(), change.getLearningRate()))
                .toList());
    sketches = new PaneSketches(plan, setup.calibration(), tally);
    sketches.load(live.getOpen().getSketchesList());
    if (!lastVector.isEmpty()) {
      sketches.loadPrevious(lastVector, lastVectorType);
    }
  }

  /**
   * Takes a batch that passed {@link io.tailwatch.events.EventLimits#check(IterateBatch)}.
   *
   * @return the panes that it closed, oldest first
   * @throws io.tailwatch.events.BadEventException when the batch breaks the contract
   */
  public List<PanePart> accept(IterateBatch batch) {
    closed.clear();
    if (IterateBatches.attempt(batch) < setup.attempt()) {
      int stale = batch.hasSketch() ? batch.getSketch().getSteps() : batch.getSteps();
      staleSteps += stale;
      tally.late(stale);
    } else if (batch.hasSketch()) {
      acceptSketch(batch);
    } else {
      acceptValues(batch);
    }
    return List.copyOf(closed);
  }

  private boolean startsAttempt(IterateBatch batch) {
    return IterateBatches.attempt(batch) > setup.attempt();
  }

  private void acceptValues(IterateBatch batch) {
    int stride = IterateBatches.stride(batch);
    int repeated = startsAttempt(batch) ? 0 : repeated(batch, stride);
    if (repeated < batch.getSteps()) {
      proceed(batch, batch.getFirstStep() + (long) repeated * stride, batch.getLearningRate());
      repeat(repeated);
      addSteps(batch, repeated, stride);
    } else if (startsAttempt(batch)) {
      startAttempt(IterateBatches.attempt(batch), batch.getFirstStep());
    } else {
      repeat(repeated);
    }
    if (batch.getEndOfSeries()) {
      end();
    }
  }

  private void acceptSketch(IterateBatch batch) {
    long first = batch.getSketch().getFirstStep();
    if (!startsAttempt(batch) && first <= lastStep) {
      repeat(batch.getSketch().getSteps());
    } else {
      List<SketchedObservable> sketched = EdgeSketch.read(batch, setup.planFor(batch));
      PaneSketch sketch = batch.getSketch();
      double firstRate = sketch.getLearningRateFirst();
      proceed(batch, first, firstRate > 0 ? firstRate : batch.getLearningRate());
      repeat(sketch.getRepeatedSteps());
      long pane = sketch.getPane();
      rates.note(pane, learningRate);
      String burnIn = burnIn(pane);
      learningRate = plan().learningRate(batch.getLearningRate());
      for (SketchedObservable one : sketched) {
        TailSketch decoded = TailSketch.fromBytes(one.getSketch().toByteArray());
        tally.samples(one.getObservable(), decoded.total());
        tally.nonfinite(one.getObservable(), PaneSketches.nonfinite(decoded));
      }
      hand(PaneParts.of(setup, batch, sketched, learningRate, burnIn));
      lastStep = lastOfPane(pane);
      newestStep = sketch.getLastStep();
    }
    if (batch.getEndOfSeries()) {
      end();
    }
  }

  private void repeat(int steps) {
    repeatedSteps += steps;
    tally.late(steps);
  }

  /** Leading vectors of the batch that have been accounted for. */
  private int repeated(IterateBatch batch, int stride) {
    long behind = lastStep - batch.getFirstStep();
    return behind < 0 ? 0 : (int) Math.min(batch.getSteps(), behind / stride + 1);
  }

  /**
   * Makes the descriptor and the learning rate of a batch the ones in force from a step on, closing
   * the pane before and restarting the window where needed. All that can be wrong with the batch is
   * found before anything changes.
   *
   * @param stated the learning rate at that step; 0 for that of the descriptor
   */
  private void proceed(IterateBatch batch, long first, double stated) {
    SeriesPlan next = setup.planFor(batch);
    checkPanes(batch, next);
    double rate = next.learningRate(stated);
    if (startsAttempt(batch)) {
      startAttempt(IterateBatches.attempt(batch), first);
    }
    if (setup.plan().isEmpty()) {
      restart(first, RestartCause.RESTART_CAUSE_START, next);
    } else {
      SeriesPlan current = setup.plan().get();
      closeBefore(first / current.paneSteps());
      if (!next.layout().equals(current.layout())) {
        restart(first, RestartCause.RESTART_CAUSE_LAYOUT, next);
      } else if (!next.continues(current)) {
        restart(first, RestartCause.RESTART_CAUSE_DESCRIPTOR, next);
      } else if (rates.isLeftBy(rate)) {
        restart(first, RestartCause.RESTART_CAUSE_LEARNING_RATE, next);
      } else if (next != current) {
        setup = setup.with(next);
      }
    }
    learningRate = rate;
    ended = false;
  }

  private static void checkPanes(IterateBatch batch, SeriesPlan plan) {
    long panes =
        IterateBatches.lastStep(batch) / plan.paneSteps() - batch.getFirstStep() / plan.paneSteps();
    if (!batch.hasSketch() && panes >= MAX_PANES_OF_A_BATCH) {
      throw new BadEventException(
          "a batch must reach into at most %d panes: had %d steps, %d apart, in panes of %d steps"
              .formatted(
                  MAX_PANES_OF_A_BATCH,
                  batch.getSteps(),
                  IterateBatches.stride(batch),
                  plan.paneSteps()));
    }
  }

  private void startAttempt(int attempt, long first) {
    setup = SeriesSetup.started(attempt, first);
    lastStep = first - 1;
    newestStep = lastStep;
    repeatedSteps = 0;
    open = Optional.empty();
    calibrator.clear();
    lastVector = ByteString.EMPTY;
  }

  /** Begins the window anew; the open pane and the calibration are dropped. */
  private void restart(long first, RestartCause cause, SeriesPlan next) {
    setup = setup.restarted(first, cause, next);
    open = Optional.empty();
    calibrator.clear();
    rates = new RateHistory(next.windowPanes(), List.of());
    sketches = new PaneSketches(next, Optional.empty(), tally);
    if (cause != RestartCause.RESTART_CAUSE_LEARNING_RATE) {
      lastVector = ByteString.EMPTY;
    } else if (!lastVector.isEmpty()) {
      sketches.loadPrevious(lastVector, lastVectorType);
    }
  }

  private void addSteps(IterateBatch batch, int from, int stride) {
    BytesView values = IterateValues.view(batch.getValues());
    int paneSteps = plan().paneSteps();
    int row = from;
    while (row < batch.getSteps()) {
      long step = batch.getFirstStep() + (long) row * stride;
      long lastOfPane = lastOfPane(step / paneSteps);
      if (open.isEmpty()) {
        open(step / paneSteps, step, stride);
      }
      if (step != lastStep + stride) {
        sketches.forgetPrevious();
      }
      int rows = (int) Math.min(batch.getSteps() - row, (lastOfPane - step) / stride + 1);
      calibrate(batch, values, row, rows);
      if (sketches.add(values, batch.getDataType(), row, rows)) {
        int bad = sketches.firstNonfinite(values, batch.getDataType(), row, rows);
        open.orElseThrow().noteNonfinite(batch.getFirstStep() + (long) bad * stride);
      }
      row += rows;
      lastStep = step + (rows - 1L) * stride;
      newestStep = lastStep;
      open.orElseThrow().add(rows, lastStep, learningRate, batch.getTakenAtMillis());
      if (lastStep + stride > lastOfPane) {
        close(lastOfPane, false);
      }
    }
    if (sketches.differences()) {
      int bytes = batch.getValues().size() / batch.getSteps();
      int last = values.offset() + values.length() - bytes;
      lastVector = ByteString.copyFrom(values.array(), last, bytes);
      lastVectorType = batch.getDataType();
    }
  }

  private void open(long pane, long step, int stride) {
    long expected = step;
    if (step != setup.restartStep()) {
      // The first step at or behind the start of the pane that the last one leads to.
      long ahead = pane * plan().paneSteps() - lastStep;
      expected = Math.min(step, lastStep + Math.max(1, (ahead + stride - 1) / stride) * stride);
    }
    boolean uncalibrated = plan().calibrates() && setup.calibration().isEmpty();
    boolean calibrating = uncalibrated && burnIn(pane + 1).isEmpty();
    String burnIn =
        calibrating
            ? "location and spread of the coordinates are taken from pane " + pane
            : burnIn(pane);
    rates.note(pane, learningRate);
    open = Optional.of(new LivePane(pane, expected, step, learningRate, burnIn, calibrating));
  }

  /** Empty, or why a pane does not count. */
  private String burnIn(long pane) {
    long counting =
        BurnIn.firstPane(
            setup.restartStep(), plan().paneSteps(), plan().descriptor(), learningRate);
    return pane < counting ? "the window begins with step " + counting * plan().paneSteps() : "";
  }

  private void calibrate(IterateBatch batch, BytesView values, int firstRow, int rows) {
    LivePane pane = open.orElseThrow();
    if (!pane.calibrating) {
      return;
    }
    int paneSteps = plan().paneSteps();
    long start = pane.pane * paneSteps;
    for (int row = firstRow; row < firstRow + rows; row++) {
      long step = batch.getFirstStep() + (long) row * IterateBatches.stride(batch);
      if (calibrator.wants(step, start, paneSteps)) {
        double[] vector = sketches.decode(values, batch.getDataType(), row);
        calibrator.take(step, start, paneSteps, every(plan().calibrationStride(), vector));
      }
    }
  }

  private static double[] every(int stride, double[] vector) {
    double[] kept = new double[(vector.length + stride - 1) / stride];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = vector[i * stride];
    }
    return kept;
  }

  private void closeBefore(long pane) {
    if (open.isPresent() && open.get().pane < pane) {
      close(lastOfPane(open.get().pane), false);
    }
  }

  private void end() {
    ended = true;
    if (open.isPresent()) {
      long lastOfPane = lastOfPane(open.get().pane);
      close(open.get().lastStep(), true);
      // The pane is closed: should more of its steps come, they are late, and what comes behind
      // them
      // does not follow the last vector.
      lastStep = lastOfPane;
      lastVector = ByteString.EMPTY;
      sketches.forgetPrevious();
    } else if (!closed.isEmpty()) {
      int last = closed.size() - 1;
      closed.set(last, closed.get(last).toBuilder().setEndOfSeries(true).build());
    }
  }

  private void close(long through, boolean ends) {
    LivePane pane = open.orElseThrow();
    hand(PaneParts.of(setup, pane, sketches, through, ends));
    sketches.clear();
    open = Optional.empty();
    if (pane.calibrating) {
      setup = setup.with(calibrator.finish(plan().calibrationStride(), pane.steps()));
      sketches.calibrate(setup.calibration());
    }
  }

  private void hand(PanePart.Builder part) {
    closed.add(part.setRepeatedSteps(repeatedSteps).build());
  }

  private SeriesPlan plan() {
    return setup.plan().orElseThrow();
  }

  private long lastOfPane(long pane) {
    return (pane + 1) * plan().paneSteps() - 1;
  }

  /** The open pane as far as it has come; empty between panes and before there are samples. */
  public Optional<PanePart> openPane() {
    return open.filter(pane -> pane.steps() > 0)
        .map(pane -> PaneParts.of(setup, pane, sketches, pane.lastStep(), false))
        .map(part -> part.setRepeatedSteps(repeatedSteps).build());
  }

  /** What changes seldom, when it has changed since the last call. */
  public Optional<SeriesState> drainSetup() {
    boolean changed = setup != savedSetup;
    savedSetup = setup;
    return changed ? Optional.of(setup.toState()) : Optional.empty();
  }

  /** What every batch changes, as it is now. Cost: the wire form of the open pane's sketches. */
  public LivePaneState live() {
    var state =
        LivePaneState.newBuilder()
            .setLastStep(lastStep)
            .setNewestStep(newestStep)
            .setRepeatedSteps(repeatedSteps)
            .setStaleSteps(staleSteps)
            .setLearningRate(learningRate)
            .setEnded(ended)
            .setLastVector(lastVector)
            .setLastVectorType(lastVectorType);
    if (setup.plan().isPresent()) {
      for (RateHistory.Change change : rates.changes()) {
        state.addRates(
            RateChange.newBuilder().setPane(change.pane()).setLearningRate(change.learningRate()));
      }
    }
    if (open.isPresent()) {
      OpenPane.Builder pane = open.get().toState();
      List<TailSketch> snapshots = sketches.snapshots();
      for (int i = 0; i < snapshots.size(); i++) {
        pane.addSketches(PaneSketches.encode(plan().observables().get(i), snapshots.get(i)));
      }
      state.setOpen(pane);
    }
    return state.build();
  }

  /**
   * Slots whose vectors are no longer needed since the last call; delete before saving new ones.
   */
  public List<Integer> drainDroppedPicks() {
    return calibrator.drainDropped();
  }

  /** Vectors taken for a calibration since the last call, by slot. */
  public Map<Integer, CalibrationPick> drainPicks() {
    var picks = new TreeMap<Integer, CalibrationPick>();
    calibrator
        .drainUnsaved()
        .forEach(
            (slot, vector) -> {
              var pick = CalibrationPick.newBuilder();
              for (double value : vector) {
                pick.addValues(value);
              }
              picks.put(slot, pick.build());
            });
    return picks;
  }

  /** The samples drawn since it was last drained. */
  public SampleTally tally() {
    return tally;
  }

  /** The last step of the attempt that came; -1 before the first. */
  public long newestStep() {
    return newestStep;
  }

  /** Whether the last thing that came was the end of the series. */
  public boolean ended() {
    return ended;
  }

  /** The attempt that is under way; 0 before the first batch. */
  public int attempt() {
    return setup.attempt();
  }

  /** Steps of earlier attempts that came late and were ignored. */
  public long staleSteps() {
    return staleSteps;
  }

  /** The learning rate in force; NaN while unknown. */
  public double learningRate() {
    return learningRate > 0 ? learningRate : Double.NaN;
  }
}
