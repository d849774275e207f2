// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.tail;

import io.tailwatch.events.v1.IntervalValue;
import io.tailwatch.events.v1.TailEstimate;
import io.tailwatch.events.v1.TheoryBand;
import io.tailwatch.events.v1.Verdict;

/**
 * An estimate as the history keeps it. Numbers are NaN where they are undefined, limits infinite
 * where there is no bound; a learning rate of 0 was not stated.
 *
 * @param kesten the Kesten index
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
    double learningRate,
    long estimatedAtMillis) {

  static HistoryPoint of(TailEstimate estimate) {
    IntervalValue reading = estimate.getReading();
    IntervalValue index = estimate.getIndex();
    TheoryBand theory = estimate.getTheory();
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
        estimate.getLearningRate(),
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
