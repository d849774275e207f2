// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.observe;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.tailwatch.analyzer.state.v1.BatchLayout;
import io.tailwatch.analyzer.state.v1.CalibrationPick;
import io.tailwatch.analyzer.state.v1.LivePaneState;
import io.tailwatch.analyzer.state.v1.OpenPane;
import io.tailwatch.analyzer.state.v1.PanePart;
import io.tailwatch.analyzer.state.v1.RestartCause;
import io.tailwatch.analyzer.state.v1.SeriesState;
import io.tailwatch.analyzer.state.v1.SketchedObservable;
import io.tailwatch.events.IterateBatches;
import io.tailwatch.events.IterateValues;
import io.tailwatch.events.IterateValues.BytesView;
import io.tailwatch.events.v1.DataType;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.PaneSketch;
import io.tailwatch.events.v1.Problem;
import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.events.v1.WindowSpec;
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
  private static final double COMPLETE = 0.95;

  private final List<PanePart> closed = new ArrayList<>();
  private final Calibrator calibrator = new Calibrator();
  private final SampleTally tally = new SampleTally();

  private int attempt;
  private long restartStep;
  private RestartCause restartCause = RestartCause.RESTART_CAUSE_UNSPECIFIED;
  private Optional<SeriesPlan> plan = Optional.empty();
  private Optional<Calibration> calibration = Optional.empty();
  private PaneSketches sketches;
  private RateHistory rates;
  private boolean setupChanged;

  private long lastStep = -1;
  private long repeatedSteps;
  private long staleSteps;
  private double learningRate;
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
    series.attempt = setup.getAttempt();
    series.restartStep = setup.getRestartStep();
    series.restartCause = setup.getRestartCause();
    series.lastStep = live.getLastStep();
    series.repeatedSteps = live.getRepeatedSteps();
    series.staleSteps = live.getStaleSteps();
    series.learningRate = live.getLearningRate();
    if (setup.hasLayout()) {
      series.calibration =
          setup.hasCalibration()
              ? Optional.of(Calibration.restore(setup.getCalibration()))
              : Optional.empty();
      var plan = SeriesPlan.of(setup.getSeriesDescriptor(), setup.getLayout());
      series.take(plan);
      series.rates = new RateHistory(plan.windowPanes(), live.getRatesList());
      series.sketches.load(live.getOpen().getSketchesList());
    }
    if (!live.getLastVector().isEmpty()) {
      series.lastVector = live.getLastVector();
      series.lastVectorType = live.getLastVectorType();
      series.sketches.loadPrevious(series.lastVector, series.lastVectorType);
    }
    if (live.hasOpen()) {
      series.open = Optional.of(LivePane.restore(live.getOpen()));
    }
    picks.forEach(
        (slot, pick) ->
            series.calibrator.restore(
                slot, pick.getValuesList().stream().mapToDouble(Double::doubleValue).toArray()));
    return series;
  }

  /**
   * Takes a batch that passed {@link io.tailwatch.events.EventLimits#check(IterateBatch)}.
   *
   * @return the panes that it closed, oldest first
   * @throws io.tailwatch.events.BadEventException when the batch breaks the contract
   */
  public List<PanePart> accept(IterateBatch batch) {
    closed.clear();
    int batchAttempt = IterateBatches.attempt(batch);
    if (batchAttempt < attempt) {
      staleSteps += steps(batch);
    } else if (batch.hasSketch()) {
      acceptSketch(batch, batchAttempt);
    } else {
      acceptValues(batch, batchAttempt);
    }
    return List.copyOf(closed);
  }

  private static int steps(IterateBatch batch) {
    return batch.hasSketch() ? batch.getSketch().getSteps() : batch.getSteps();
  }

  private void acceptValues(IterateBatch batch, int batchAttempt) {
    int stride = IterateBatches.stride(batch);
    boolean fresh = batchAttempt > attempt;
    int repeated = fresh ? 0 : repeated(batch, stride);
    if (repeated < batch.getSteps()) {
      long first = batch.getFirstStep() + (long) repeated * stride;
      double rate = proceed(batch, batchAttempt, first);
      repeatedSteps += repeated;
      addSteps(batch, repeated, stride, rate);
    } else if (fresh) {
      startAttempt(batchAttempt, batch.getFirstStep());
    } else {
      repeatedSteps += repeated;
    }
    if (batch.getEndOfSeries()) {
      end();
    }
  }

  private void acceptSketch(IterateBatch batch, int batchAttempt) {
    PaneSketch pane = batch.getSketch();
    if (batchAttempt == attempt && pane.getFirstStep() <= lastStep) {
      repeatedSteps += pane.getSteps();
    } else {
      List<SketchedObservable> sketched =
          EdgeSketch.read(batch, nextPlan(batch, batchAttempt > attempt));
      double rate = proceed(batch, batchAttempt, pane.getFirstStep());
      SeriesPlan current = plan.orElseThrow();
      rates.note(pane.getPane(), rate);
      var part =
          part(current)
              .setPane(pane.getPane())
              .setFirstStep(pane.getFirstStep())
              .setLastStep(pane.getLastStep())
              .setSteps(pane.getSteps())
              .setMissingSteps(pane.getMissingSteps())
              .setBurnIn(burnIn(pane.getPane(), rate))
              .setShort(batch.getEndOfSeries() && isShort(pane.getSteps()))
              .setLearningRate(rate)
              .setLearningRateMin(rate)
              .setLearningRateMax(rate)
              .setTakenAtMillis(batch.getTakenAtMillis())
              .addAllObservables(sketched);
      for (SketchedObservable one : sketched) {
        TailSketch sketch = TailSketch.fromBytes(one.getSketch().toByteArray());
        tally.samples(one.getObservable(), sketch.total());
        tally.nonfinite(one.getObservable(), PaneSketches.nonfinite(sketch));
      }
      closed.add(part.build());
      lastStep = (pane.getPane() + 1) * current.paneSteps() - 1;
    }
    if (batch.getEndOfSeries()) {
      end();
    }
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
   */
  private double proceed(IterateBatch batch, int batchAttempt, long first) {
    boolean fresh = batchAttempt > attempt;
    SeriesPlan next = nextPlan(batch, fresh);
    double rate = next.learningRate(batch.getLearningRate());
    if (fresh) {
      startAttempt(batchAttempt, first);
      restart(first, RestartCause.RESTART_CAUSE_START, next);
    } else {
      SeriesPlan current = plan.orElse(next);
      closeBefore(first / current.paneSteps());
      if (plan.isEmpty()) {
        restart(first, RestartCause.RESTART_CAUSE_START, next);
      } else if (!next.layout().equals(current.layout())) {
        restart(first, RestartCause.RESTART_CAUSE_LAYOUT, next);
      } else if (!next.continues(current)) {
        restart(first, RestartCause.RESTART_CAUSE_DESCRIPTOR, next);
      } else if (rates.isLeftBy(rate)) {
        restart(first, RestartCause.RESTART_CAUSE_LEARNING_RATE, next);
      } else if (next != current) {
        plan = Optional.of(next);
        setupChanged = true;
      }
    }
    learningRate = rate;
    return rate;
  }

  private SeriesPlan nextPlan(IterateBatch batch, boolean fresh) {
    BatchLayout layout = layout(batch);
    SeriesDescriptor before =
        fresh || plan.isEmpty() ? SeriesDescriptor.getDefaultInstance() : plan.get().descriptor();
    SeriesDescriptor descriptor =
        batch.hasSeriesDescriptor() ? batch.getSeriesDescriptor() : before;
    boolean same =
        !fresh
            && plan.isPresent()
            && plan.get().layout().equals(layout)
            && plan.get().descriptor().equals(descriptor);
    return same ? plan.get() : SeriesPlan.of(descriptor, layout);
  }

  private static BatchLayout layout(IterateBatch batch) {
    return BatchLayout.newBuilder()
        .setQuantity(batch.getQuantity())
        .setDimension(batch.getDimension())
        .setStepStride(IterateBatches.stride(batch))
        .setShard(batch.getShard())
        .setShardCount(IterateBatches.shardCount(batch))
        .setShardKind(batch.getShardKind())
        .setCoordinateOffset(batch.getCoordinateOffset())
        .setSubsampleSeed(batch.getSubsampleSeed())
        .setFullDimension(batch.getFullDimension())
        .setSketched(batch.hasSketch())
        .build();
  }

  private void startAttempt(int number, long first) {
    attempt = number;
    restartStep = first;
    restartCause = RestartCause.RESTART_CAUSE_START;
    lastStep = first - 1;
    repeatedSteps = 0;
    plan = Optional.empty();
    open = Optional.empty();
    lastVector = ByteString.EMPTY;
    setupChanged = true;
  }

  /** Begins the window anew; the open pane and the calibration are dropped. */
  private void restart(long first, RestartCause cause, SeriesPlan next) {
    restartStep = first;
    restartCause = cause;
    open = Optional.empty();
    calibrator.clear();
    calibration = Optional.empty();
    take(next);
    rates = new RateHistory(next.windowPanes(), List.of());
    boolean follows = cause == RestartCause.RESTART_CAUSE_LEARNING_RATE && !lastVector.isEmpty();
    if (follows) {
      sketches.loadPrevious(lastVector, lastVectorType);
    } else {
      lastVector = ByteString.EMPTY;
    }
    setupChanged = true;
  }

  private void take(SeriesPlan next) {
    plan = Optional.of(next);
    sketches = new PaneSketches(next, calibration, tally);
  }

  private void addSteps(IterateBatch batch, int from, int stride, double rate) {
    BytesView values = IterateValues.view(batch.getValues());
    SeriesPlan current = plan.orElseThrow();
    int row = from;
    while (row < batch.getSteps()) {
      long step = batch.getFirstStep() + (long) row * stride;
      long pane = step / current.paneSteps();
      long lastOfPane = (pane + 1) * current.paneSteps() - 1;
      if (open.isEmpty()) {
        open(pane, step, rate);
      }
      if (step != lastStep + stride) {
        sketches.forgetPrevious();
      }
      int rows = (int) Math.min(batch.getSteps() - row, (lastOfPane - step) / stride + 1);
      calibrate(batch, values, row, rows, step, stride);
      sketches.add(values, batch.getDataType(), row, rows);
      row += rows;
      lastStep = step + (rows - 1L) * stride;
      open.orElseThrow().add(rows, lastStep, rate, batch.getTakenAtMillis());
      if (lastStep + stride > lastOfPane) {
        close(lastOfPane, false);
      }
    }
    if (sketches.differences()) {
      int bytes = batch.getValues().size() / batch.getSteps();
      lastVector =
          ByteString.copyFrom(values.array(), values.offset() + values.length() - bytes, bytes);
      lastVectorType = batch.getDataType();
    }
  }

  private void open(long pane, long step, double rate) {
    SeriesPlan current = plan.orElseThrow();
    int stride = current.layout().getStepStride();
    long start = pane * current.paneSteps();
    long expected = step;
    if (step != restartStep) {
      // The first step at or behind the start of the pane that the last one leads to.
      long strides = Math.max(1, (start - lastStep + stride - 1) / stride);
      expected = Math.min(step, lastStep + strides * stride);
    }
    boolean uncalibrated = current.calibrates() && calibration.isEmpty();
    boolean calibrating = uncalibrated && burnIn(pane + 1, rate).isEmpty();
    String burnIn =
        calibrating
            ? "location and spread of the coordinates are taken from pane " + pane
            : burnIn(pane, rate);
    rates.note(pane, rate);
    open = Optional.of(new LivePane(pane, expected, step, rate, burnIn, calibrating));
  }

  /** Empty, or why a pane does not count. */
  private String burnIn(long pane, double rate) {
    SeriesPlan current = plan.orElseThrow();
    long counting = BurnIn.firstPane(restartStep, current.paneSteps(), current.descriptor(), rate);
    return pane < counting ? "the window begins with step " + counting * current.paneSteps() : "";
  }

  private boolean isShort(int steps) {
    SeriesPlan current = plan.orElseThrow();
    return steps < COMPLETE * (current.paneSteps() / current.layout().getStepStride());
  }

  private void calibrate(
      IterateBatch batch, BytesView values, int firstRow, int rows, long firstStep, int stride) {
    if (!open.orElseThrow().calibrating) {
      return;
    }
    SeriesPlan current = plan.orElseThrow();
    long start = open.orElseThrow().pane * current.paneSteps();
    for (int i = 0; i < rows; i++) {
      long step = firstStep + (long) i * stride;
      if (calibrator.wants(step, start, current.paneSteps())) {
        double[] vector = sketches.decode(values, batch.getDataType(), firstRow + i);
        calibrator.take(
            step, start, current.paneSteps(), every(current.calibrationStride(), vector));
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
      int paneSteps = plan.orElseThrow().paneSteps();
      close((open.get().pane + 1) * paneSteps - 1, false);
    }
  }

  private void end() {
    if (open.isPresent()) {
      long lastOfPane = (open.get().pane + 1) * plan.orElseThrow().paneSteps() - 1;
      close(open.get().lastStep(), true);
      // The pane is closed: should more of its steps come, they are late.
      lastStep = lastOfPane;
    } else if (!closed.isEmpty()) {
      int last = closed.size() - 1;
      closed.set(last, closed.get(last).toBuilder().setEndOfSeries(true).build());
    }
  }

  private void close(long through, boolean ends) {
    SeriesPlan current = plan.orElseThrow();
    LivePane pane = open.orElseThrow();
    OpenPane counts = pane.toState().build();
    var part =
        part(current)
            .setPane(counts.getPane())
            .setFirstStep(counts.getFirstStep())
            .setLastStep(counts.getLastStep())
            .setSteps(counts.getSteps())
            .setMissingSteps(pane.missing(through, current.layout().getStepStride()))
            .setBurnIn(counts.getBurnIn())
            .setEndOfSeries(ends)
            .setShort(ends && isShort(counts.getSteps()))
            .setLearningRate(counts.getLearningRate())
            .setLearningRateMin(counts.getLearningRateMin())
            .setLearningRateMax(counts.getLearningRateMax())
            .setTakenAtMillis(counts.getTakenAtMillis());
    List<TailSketch> snapshots = sketches.snapshots();
    for (int i = 0; i < snapshots.size(); i++) {
      var observable = current.observables().get(i);
      part.addObservables(
          SketchedObservable.newBuilder()
              .setObservable(observable)
              .setSketch(UnsafeByteOperations.unsafeWrap(snapshots.get(i).toBytes()))
              .setSamplesPerStep(sketches.samplesPerStep(i))
              .setEstimatedCentre(current.centreIsEstimated(observable)));
    }
    closed.add(part.build());
    sketches.clear();
    open = Optional.empty();
    if (pane.calibrating) {
      calibration = calibrator.finish(current.calibrationStride(), counts.getSteps());
      sketches.calibrate(calibration);
      setupChanged = true;
    }
  }

  /** What every pane of the window has in common. */
  private PanePart.Builder part(SeriesPlan current) {
    BatchLayout layout = current.layout();
    Problem problem = current.descriptor().getProblem();
    return PanePart.newBuilder()
        .setAttempt(attempt)
        .setShard(layout.getShard())
        .setShardCount(layout.getShardCount())
        .setShardKind(layout.getShardKind())
        .setRestartStep(restartStep)
        .setRestartCause(restartCause)
        .setStepStride(layout.getStepStride())
        .setRepeatedSteps(repeatedSteps)
        .setWindow(
            WindowSpec.newBuilder()
                .setPaneSteps(current.paneSteps())
                .setPanes(current.windowPanes()))
        .setOptimizer(current.descriptor().getOptimizer())
        .setProblem(problem);
  }

  /** What changes seldom. */
  public SeriesState setup() {
    var state =
        SeriesState.newBuilder()
            .setAttempt(attempt)
            .setRestartStep(restartStep)
            .setRestartCause(restartCause);
    plan.ifPresent(
        current -> state.setSeriesDescriptor(current.descriptor()).setLayout(current.layout()));
    calibration.ifPresent(known -> state.setCalibration(known.toState()));
    return state.build();
  }

  /** What every batch changes. */
  public LivePaneState live() {
    var state =
        LivePaneState.newBuilder()
            .setLastStep(lastStep)
            .setRepeatedSteps(repeatedSteps)
            .setStaleSteps(staleSteps)
            .setLearningRate(learningRate)
            .setLastVector(lastVector)
            .setLastVectorType(lastVectorType);
    if (plan.isPresent()) {
      state.addAllRates(rates.changes());
    }
    if (open.isPresent()) {
      OpenPane.Builder pane = open.get().toState();
      List<TailSketch> snapshots = sketches.snapshots();
      for (int i = 0; i < snapshots.size(); i++) {
        var observable = plan.orElseThrow().observables().get(i);
        pane.addSketches(PaneSketches.encode(observable, snapshots.get(i)));
      }
      state.setOpen(pane);
    }
    return state.build();
  }

  /** Whether {@link #setup()} has changed since the last call. */
  public boolean drainSetupChanged() {
    boolean changed = setupChanged;
    setupChanged = false;
    return changed;
  }

  /**
   * Slots of vectors that are no longer needed since the last call; delete before saving new ones.
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

  /** The last step of the attempt that has been accounted for; -1 before the first. */
  public long lastStep() {
    return lastStep;
  }

  /** The learning rate in force; NaN while unknown. */
  public double learningRate() {
    return learningRate > 0 ? learningRate : Double.NaN;
  }
}
