// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import io.tailwatch.events.v1.IntervalValue;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.TailEstimate;
import io.tailwatch.events.v1.TheoryBand;
import io.tailwatch.events.v1.Verdict;

/** Made-up estimates. */
final class Estimates {
  private Estimates() {}

  /** Of a series that makes 100 steps a second, a pane each ten. */
  static TailEstimate.Builder of(String run, String series, int pane) {
    return TailEstimate.newBuilder()
        .setRun(run)
        .setSeries(series)
        .setAttempt(1)
        .setPane(pane)
        .setObservable(Observable.OBSERVABLE_NORM)
        .setVerdict(Verdict.VERDICT_WITHIN)
        .setSentence("All is well.")
        .setReading(IntervalValue.newBuilder().setValue(3.1).setLower(2.9).setUpper(3.3))
        .setIndex(IntervalValue.newBuilder().setValue(3 + pane / 100.0).setLower(3).setUpper(3.5))
        .setExceedances(500)
        .setThreshold(4.5)
        .setTailFraction(0.005)
        .setTheory(TheoryBand.newBuilder().setLower(2.5).setUpper(3.5).setEtaStar(4))
        .setLearningRate(0.1)
        .setLastStep(1_000L * pane + 999)
        .setTakenAtMillis(1_700_000_000_000L + 10_000L * pane)
        .setEstimatedAtMillis(1_700_000_000_050L + 10_000L * pane);
  }
}
