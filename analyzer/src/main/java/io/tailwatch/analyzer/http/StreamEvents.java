// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import io.tailwatch.analyzer.judge.VerdictNames;
import io.tailwatch.analyzer.observe.ObservableNames;
import io.tailwatch.analyzer.stream.EventWriter;
import io.tailwatch.analyzer.tail.HistoryPoint;
import io.tailwatch.analyzer.tail.Latest;
import io.tailwatch.events.v1.TailAlert;
import io.tailwatch.events.v1.TailEstimate;

/** What events of the stream hold: the same words and numbers as in the lists. */
final class StreamEvents implements EventWriter {
  /** The state of a run that is not listed any more. */
  static final String GONE = "gone";

  /** An estimate, short: the point is what it adds to the history. */
  record EstimateEvent(
      String run,
      String series,
      String observable,
      String verdict,
      String reason,
      String sentence,
      boolean provisional,
      boolean endOfSeries,
      Double stepsPerSecond,
      boolean infiniteVariance,
      HistoryView.PointView point) {}

  /** A run to be read again, or dropped. */
  record RunEvent(String run, String state) {}

  private final Latest latest;
  private final Answers answers;

  StreamEvents(Latest latest, Answers answers) {
    this.latest = latest;
    this.answers = answers;
  }

  @Override
  public byte[] estimate(TailEstimate wire) {
    return answers.bytes(
        new EstimateEvent(
            wire.getRun(),
            wire.getSeries(),
            ObservableNames.of(wire.getObservable()),
            VerdictNames.of(wire.getVerdict()),
            EstimateView.reason(wire),
            wire.getSentence(),
            wire.getProvisional(),
            wire.getEndOfSeries(),
            Pace.stepsPerSecond(
                latest.history(wire.getRun(), wire.getSeries(), wire.getObservable(), Pace.POINTS)),
            wire.getInfiniteVariance(),
            HistoryView.PointView.of(HistoryPoint.of(wire))));
  }

  @Override
  public byte[] alert(TailAlert wire) {
    return answers.bytes(AlertView.of(wire));
  }

  @Override
  public byte[] run(String run) {
    String state =
        latest.holds(run) ? latest.run(run).map(RunView::state).orElse(RunView.UNKNOWN) : GONE;
    return answers.bytes(new RunEvent(run, state));
  }
}
