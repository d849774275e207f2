// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.window;

import io.tailwatch.analyzer.judge.Evidence;
import io.tailwatch.analyzer.judge.Judge;
import io.tailwatch.analyzer.judge.Judgement;
import io.tailwatch.analyzer.judge.Theory;
import io.tailwatch.analyzer.judge.TheoryLookup;
import io.tailwatch.analyzer.judge.WindowFacts;
import io.tailwatch.analyzer.state.v1.PanePart;
import io.tailwatch.analyzer.state.v1.SketchedObservable;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.IntervalValue;
import io.tailwatch.events.v1.TailEstimate;
import io.tailwatch.tails.estimate.Diagnosis;
import io.tailwatch.tails.estimate.WindowEstimate;
import io.tailwatch.tails.estimate.WindowEstimate.Defined;
import io.tailwatch.tails.estimate.WindowEstimator;
import io.tailwatch.tails.estimate.guard.Stationarity;
import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.opinion.Opinion;
import io.tailwatch.tails.sketch.SlidingWindow;
import io.tailwatch.tails.sketch.TailSketch;
import java.util.List;
import java.util.Optional;

/**
 * Puts the estimates of one window together. The tail fraction is 2 % while the window spans fewer
 * than 100,000 samples and 0.5 % from then on; missing and non-finite samples count as spanned, so
 * that a few of them do not change the fraction. Not thread-safe.
 */
final class EstimateAssembler {
  private static final long LONG_WINDOW = 100_000;
  private static final double SHORT_WINDOW_FRACTION = 0.02;
  private static final double LONG_WINDOW_FRACTION = 0.005;
  private static final double TOLERATED_GAP = 0.05;

  /** Of two-sided 95 % limits. */
  private static final double NORMAL_QUANTILE = 1.959964;

  private final SeriesKey key;
  private final PanePart newest;
  private final List<PanePart> panes;
  private final long nowMillis;
  private final long absentPanes;
  private final long steps;
  private final long missingSteps;
  private final double learningRateMin;
  private final double learningRateMax;
  private final Theory theory;

  /**
   * One window.
   *
   * @param newest the pane that was closed last, part of the window or not
   * @param panes the panes of the window, oldest first
   */
  EstimateAssembler(
      SeriesKey key, PanePart newest, List<PanePart> panes, TheoryLookup theory, long nowMillis) {
    this.key = key;
    this.newest = newest;
    this.panes = panes;
    this.nowMillis = nowMillis;
    long present = panes.size();
    this.absentPanes =
        present == 0
            ? 0
            : panes.get(panes.size() - 1).getPane() - panes.get(0).getPane() + 1 - present;
    this.steps = panes.stream().mapToLong(PanePart::getSteps).sum();
    this.missingSteps =
        panes.stream().mapToLong(PanePart::getMissingSteps).sum() + absentPanes * stepsOfPane();
    this.learningRateMin =
        panes.stream()
            .mapToDouble(PanePart::getLearningRateMin)
            .min()
            .orElse(newest.getLearningRateMin());
    this.learningRateMax =
        panes.stream()
            .mapToDouble(PanePart::getLearningRateMax)
            .max()
            .orElse(newest.getLearningRateMax());
    this.theory =
        theory.of(
            newest.getOptimizer(),
            newest.getProblem(),
            learningRateMin,
            learningRateMax,
            newest.getLearningRate());
  }

  /** The estimate of one observable. */
  TailEstimate estimate(SketchedObservable observable, SlidingWindow window) {
    TailSketch sum = window.sum();
    List<TailSketch> sketches = window.panes();
    double fraction = fraction(observable);
    boolean burnIn = !newest.getBurnIn().isEmpty();
    WindowEstimate result = WindowEstimator.estimate(sketches, sum, fraction);
    TailSketch counted = burnIn ? TailSketch.fromBytes(observable.getSketch().toByteArray()) : sum;
    long nonfinite = counted.infinities() + counted.nans();
    Judgement judgement =
        Judge.judge(
            new Evidence(
                newest.getBurnIn(),
                partial(),
                gaps(),
                observable.getEstimatedCentre() ? Stationarity.of(sketches) : Optional.empty(),
                result,
                theory,
                newest.getLearningRate(),
                new WindowFacts(
                    missingSteps,
                    nonfinite,
                    learningRateMin,
                    learningRateMax,
                    newest.getEndOfSeries())));
    var estimate =
        common()
            .setObservable(observable.getObservable())
            .setVerdict(judgement.verdict())
            .setReason(judgement.reason())
            .setSentence(judgement.sentence())
            .setInfiniteVariance(judgement.infiniteVariance())
            .addAllWarnings(judgement.warnings())
            .setNominalTailFraction(fraction)
            .setSamples(sum.usable())
            .setNonfiniteSamples(nonfinite)
            .setZeroSamples(counted.zeros() + counted.subnormals());
    if (result instanceof Defined defined && judgement.hasIndex()) {
      fill(estimate, defined);
    }
    return estimate.build();
  }

  private TailEstimate.Builder common() {
    return TailEstimate.newBuilder()
        .setRun(key.run())
        .setSeries(key.series())
        .setAttempt(newest.getAttempt())
        .setPane(newest.getPane())
        .setPanes(panes.size())
        .setWindowPanes(newest.getWindow().getPanes())
        .setFirstStep(panes.isEmpty() ? newest.getFirstStep() : panes.get(0).getFirstStep())
        .setLastStep(newest.getLastStep())
        .setSteps(steps)
        .setMissingSteps(missingSteps)
        .setRepeatedSteps(newest.getRepeatedSteps())
        .setLearningRate(newest.getLearningRate())
        .setLearningRateMin(learningRateMin)
        .setLearningRateMax(learningRateMax)
        .setBatchSize(newest.getOptimizer().getBatchSize())
        .setRidge(newest.getOptimizer().getRidge())
        .setTheory(theory.toWire())
        .setEndOfSeries(newest.getEndOfSeries())
        .setTakenAtMillis(newest.getTakenAtMillis())
        .setEstimatedAtMillis(nowMillis);
  }

  private static void fill(TailEstimate.Builder estimate, Defined defined) {
    HillPoint point = defined.point();
    var reading = defined.reading();
    estimate
        .setReading(value(reading.reading(), reading.lower(), reading.upper()))
        .setIndex(
            value(
                defined.index(), defined.indexInterval().lower(), defined.indexInterval().upper()))
        .setTailFraction(point.tailFraction())
        .setExceedances(point.exceedances())
        .setThreshold(point.threshold())
        .setSumLogExcess(point.sumLogExcess())
        .setDependenceFactor(reading.dependenceFactor())
        .setEffectiveSamples(point.sampleSize() / reading.dependenceFactor());
    Diagnosis diagnosis = defined.diagnosis();
    diagnosis.biasReduced().defined().ifPresent(o -> estimate.setBiasReducedIndex(o.index()));
    diagnosis.lightTail().moment().ifPresent(o -> estimate.setMomentGamma(moment(o)));
    defined
        .left()
        .filter(EstimateAssembler::reads)
        .ifPresent(p -> estimate.setLeftReading(side(p)));
    defined
        .right()
        .filter(EstimateAssembler::reads)
        .ifPresent(p -> estimate.setRightReading(side(p)));
  }

  private static IntervalValue moment(Opinion.Defined moment) {
    double reach = NORMAL_QUANTILE * moment.standardError();
    return value(moment.gamma(), moment.gamma() - reach, moment.gamma() + reach);
  }

  private static boolean reads(HillPoint point) {
    return point.exceedances() > 0 && point.sumLogExcess() > 0;
  }

  private static IntervalValue side(HillPoint point) {
    return IntervalValue.newBuilder().setValue(point.reading()).build();
  }

  private static IntervalValue value(double value, double lower, double upper) {
    return IntervalValue.newBuilder().setValue(value).setLower(lower).setUpper(upper).build();
  }

  private double fraction(SketchedObservable observable) {
    return (steps + missingSteps) * observable.getSamplesPerStep() < LONG_WINDOW
        ? SHORT_WINDOW_FRACTION
        : LONG_WINDOW_FRACTION;
  }

  /** Empty, or which shards the newest such pane does without. */
  private String partial() {
    return panes.stream()
        .filter(pane -> !pane.getPartial().isEmpty())
        .reduce((older, newer) -> newer)
        .map(pane -> "in pane " + pane.getPane() + ", " + pane.getPartial())
        .orElse("");
  }

  /** Empty, or what is missing: more than 5 % of a pane, or whole panes. */
  private String gaps() {
    if (absentPanes > 0) {
      return absentPanes + " whole panes of the window are missing";
    }
    return panes.stream()
        .filter(pane -> pane.getMissingSteps() > TOLERATED_GAP * expected(pane))
        .findFirst()
        .map(
            pane ->
                pane.getMissingSteps()
                    + " of the "
                    + expected(pane)
                    + " steps of pane "
                    + pane.getPane()
                    + " are missing, more than 5 %")
        .orElse("");
  }

  private static long expected(PanePart pane) {
    return (long) pane.getSteps() + pane.getMissingSteps();
  }

  private long stepsOfPane() {
    return newest.getWindow().getPaneSteps() / newest.getStepStride();
  }
}
