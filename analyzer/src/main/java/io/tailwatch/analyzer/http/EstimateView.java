// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import io.tailwatch.analyzer.judge.VerdictNames;
import io.tailwatch.analyzer.observe.ObservableNames;
import io.tailwatch.events.v1.EstimateWarning;
import io.tailwatch.events.v1.TailEstimate;
import java.util.List;

/**
 * An estimate as JSON. Learning rates and batch size are null when the training does not state
 * them.
 *
 * @param reason why numbers are null: the code of an undefined verdict, or the verdict that gives
 *     none; null when the window has a reading
 * @param assumptions of the comparison with theory, and of the index
 */
record EstimateView(
    String run,
    String series,
    String observable,
    int attempt,
    long pane,
    String verdict,
    String reason,
    String sentence,
    boolean infiniteVariance,
    IntervalView reading,
    IntervalView index,
    IntervalView leftReading,
    IntervalView rightReading,
    Double biasReducedIndex,
    IntervalView momentGamma,
    Double tailFraction,
    double nominalTailFraction,
    Long exceedances,
    Double threshold,
    Double sumLogExcess,
    long samples,
    Double effectiveSamples,
    Double dependenceFactor,
    int panes,
    int windowPanes,
    long firstStep,
    long lastStep,
    long steps,
    long missingSteps,
    long nonfiniteSamples,
    long zeroSamples,
    long repeatedSteps,
    Double learningRate,
    Double learningRateMin,
    Double learningRateMax,
    Integer batchSize,
    double ridge,
    TheoryView theory,
    List<WarningView> warnings,
    List<AssumptionView> assumptions,
    boolean provisional,
    boolean endOfSeries,
    String takenAt,
    String estimatedAt) {

  /** A warning. */
  record WarningView(String code, String message) {
    static WarningView of(EstimateWarning wire) {
      return new WarningView(wire.getCode(), wire.getMessage());
    }
  }

  /** Why there is no reading; null when there is one. */
  static String reason(TailEstimate wire) {
    if (wire.hasReading()) {
      return null;
    }
    return wire.getReason().isEmpty() ? VerdictNames.of(wire.getVerdict()) : wire.getReason();
  }

  /** The contract's 0 means that the training did not say. */
  static Double stated(double rate) {
    return Numbers.finite(rate > 0, rate);
  }

  static EstimateView of(TailEstimate wire) {
    boolean reads = wire.hasReading();
    String reason = reason(wire);
    return new EstimateView(
        wire.getRun(),
        wire.getSeries(),
        ObservableNames.of(wire.getObservable()),
        wire.getAttempt(),
        wire.getPane(),
        VerdictNames.of(wire.getVerdict()),
        reason,
        wire.getSentence(),
        wire.getInfiniteVariance(),
        IntervalView.of(wire.getReading(), reason),
        IntervalView.of(wire.getIndex(), reason),
        IntervalView.of(wire.getLeftReading(), "no exceedances on this side"),
        IntervalView.of(wire.getRightReading(), "no exceedances on this side"),
        Numbers.finite(wire.hasBiasReducedIndex(), wire.getBiasReducedIndex()),
        IntervalView.of(wire.getMomentGamma(), "no moment estimate"),
        Numbers.finite(reads, wire.getTailFraction()),
        wire.getNominalTailFraction(),
        reads ? wire.getExceedances() : null,
        Numbers.finite(reads, wire.getThreshold()),
        Numbers.finite(reads, wire.getSumLogExcess()),
        wire.getSamples(),
        Numbers.finite(wire.hasEffectiveSamples(), wire.getEffectiveSamples()),
        Numbers.finite(wire.hasDependenceFactor(), wire.getDependenceFactor()),
        wire.getPanes(),
        wire.getWindowPanes(),
        wire.getFirstStep(),
        wire.getLastStep(),
        wire.getSteps(),
        wire.getMissingSteps(),
        wire.getNonfiniteSamples(),
        wire.getZeroSamples(),
        wire.getRepeatedSteps(),
        stated(wire.getLearningRate()),
        stated(wire.getLearningRateMin()),
        stated(wire.getLearningRateMax()),
        wire.getBatchSize() > 0 ? wire.getBatchSize() : null,
        wire.getRidge(),
        TheoryView.of(wire.getTheory()),
        wire.getWarningsList().stream().map(WarningView::of).toList(),
        AssumptionView.of(wire),
        wire.getProvisional(),
        wire.getEndOfSeries(),
        Numbers.instant(wire.getTakenAtMillis()),
        Numbers.instant(wire.getEstimatedAtMillis()));
  }
}
