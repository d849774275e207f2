// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.live;

import io.tailwatch.events.v1.TailEstimate;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Flow;

/**
 * Keeps the latest estimate of every run, series and observable, and the latest one with an index
 * for each learning rate they had. Bounded by the number of series and learning rates. Thread-safe.
 */
public final class EstimateBoard implements Flow.Subscriber<TailEstimate> {

  private final TreeMap<Row, TailEstimate> latest = new TreeMap<>();
  private final TreeMap<Row, TreeMap<Long, TailEstimate>> byLearningRate = new TreeMap<>();
  private long count;

  private record Row(String run, String series, int observable) implements Comparable<Row> {
    private static final Comparator<Row> ORDER =
        Comparator.comparing(Row::run).thenComparing(Row::series).thenComparingInt(Row::observable);

    static Row of(TailEstimate estimate) {
      return new Row(estimate.getRun(), estimate.getSeries(), estimate.getObservableValue());
    }

    @Override
    public int compareTo(Row other) {
      return ORDER.compare(this, other);
    }
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public synchronized void onNext(TailEstimate estimate) {
    Row row = Row.of(estimate);
    TailEstimate previous = latest.get(row);
    // The topic is ordered per series, but a crashed writer's successor may repeat.
    if (previous != null && previous.getAttempt() > estimate.getAttempt()) {
      return;
    }
    latest.put(row, estimate);
    count++;
    boolean oneRate = estimate.getLearningRateMin() == estimate.getLearningRateMax();
    if (estimate.getIndex().hasValue() && oneRate) {
      byLearningRate
          .computeIfAbsent(row, r -> new TreeMap<>())
          .put(Double.doubleToLongBits(estimate.getLearningRate()), estimate);
    }
  }

  @Override
  public void onError(Throwable failure) {
    // The analyzer reports its failure itself; what is on the board stays true.
  }

  @Override
  public void onComplete() {
    // What is on the board stays true.
  }

  /** The latest estimates, ordered by run, series and observable. */
  public synchronized List<TailEstimate> latest() {
    return List.copyOf(latest.values());
  }

  /** The latest estimate with an index at every learning rate of this row, by learning rate. */
  public synchronized List<TailEstimate> atLearningRates(TailEstimate ofRow) {
    TreeMap<Long, TailEstimate> rates = byLearningRate.get(Row.of(ofRow));
    // Bits of positive doubles are ordered as the doubles.
    return rates == null ? List.of() : List.copyOf(rates.values());
  }

  /** Estimates seen. */
  public synchronized long count() {
    return count;
  }

  /**
   * Whether there are estimates and all of them are the last of their series: marked as such, or of
   * the last step (the end of a series that comes right after a full pane makes no new estimate).
   */
  public synchronized boolean ended(long lastStep) {
    return !latest.isEmpty()
        && latest.values().stream()
            .allMatch(e -> e.getEndOfSeries() || e.getLastStep() >= lastStep);
  }
}
