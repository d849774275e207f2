// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.tail;

import io.tailwatch.events.v1.IntervalValue;
import io.tailwatch.events.v1.TailEstimate;
import io.tailwatch.events.v1.TheoryBand;
import io.tailwatch.events.v1.Verdict;

/**
 * An estimate as the history keeps it. Numbers are NaN where they are undefined, limits infinite
 * where there is no bound; a learning rate or a time of 0 was not stated.
 *
 * @param kesten the Kesten index
 * @param etaStar the simple upper bound of theory
 * @param threshold of the reading; NaN without one, as the tail fraction
 * @param exceedances of that threshold; 0 without a reading
 * @param takenAtMillis when the last vector was taken, by the clock of the training
 */
public record HistoryPoint(
    int attempt,
    long pane,
    long firstStep,
    long lastStep,
    Verdict verdict,
    double reading,
    double readingLower,
    double readingUpper,
    double index,
    double indexLower,
    double indexUpper,
    double theoryLower,
    double theoryUpper,
    double kesten,
    double etaStar,
    double threshold,
    long exceedances,
    double tailFraction,
    double learningRate,
    long takenAtMillis,
    long estimatedAtMillis) {

  /** What is kept of an estimate. */
  public static HistoryPoint of(TailEstimate estimate) {
    IntervalValue reading = estimate.getReading();
    IntervalValue index = estimate.getIndex();
    TheoryBand theory = estimate.getTheory();
    boolean reads = estimate.hasReading();
    return new HistoryPoint(
        estimate.getAttempt(),
        estimate.getPane(),
        estimate.getFirstStep(),
        estimate.getLastStep(),
        estimate.getVerdict(),
        orNaN(reading.hasValue(), reading.getValue()),
        orNaN(reading.hasLower(), reading.getLower()),
        orNaN(reading.hasUpper(), reading.getUpper()),
        orNaN(index.hasValue(), index.getValue()),
        orNaN(index.hasLower(), index.getLower()),
        orNaN(index.hasUpper(), index.getUpper()),
        orNaN(theory.hasLower(), theory.getLower()),
        orNaN(theory.hasUpper(), theory.getUpper()),
        orNaN(theory.hasKesten(), theory.getKesten()),
        orNaN(theory.hasEtaStar(), theory.getEtaStar()),
        orNaN(reads, estimate.getThreshold()),
        reads ? estimate.getExceedances() : 0,
        orNaN(reads, estimate.getTailFraction()),
        estimate.getLearningRate(),
        estimate.getTakenAtMillis(),
        estimate.getEstimatedAtMillis());
  }

  private static double orNaN(boolean known, double value) {
    return known ? value : Double.NaN;
  }

  /** Whether an estimate is of a later pane, or of the same one anew. */
  boolean isBefore(HistoryPoint other) {
    return attempt != other.attempt ? attempt < other.attempt : lastStep < other.lastStep;
  }
}
