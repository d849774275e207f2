// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.tail;

import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.RunDescriptor;
import io.tailwatch.events.v1.TailEstimate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The latest estimate of each run, series and observable, and the directory of runs. Holds the most
 * recently updated ones: {@value #MAX_ESTIMATES} estimates and {@value #MAX_RUNS} runs.
 * Thread-safe.
 */
public final class Latest {
  static final int MAX_ESTIMATES = 50_000;
  static final int MAX_RUNS = 10_000;

  private record Key(String run, String series, Observable observable) {}

  private final Map<Key, TailEstimate> estimates = bounded(MAX_ESTIMATES);
  private final Map<String, RunDescriptor> runs = bounded(MAX_RUNS);

  private static <K, V> Map<K, V> bounded(int max) {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > max;
      }
    };
  }

  synchronized void add(TailEstimate estimate) {
    estimates.put(
        new Key(estimate.getRun(), estimate.getSeries(), estimate.getObservable()), estimate);
  }

  synchronized void add(RunDescriptor run) {
    runs.put(run.getRun(), run);
  }

  synchronized void removeRun(String run) {
    runs.remove(run);
  }

  /** The latest estimate of one observable. */
  public synchronized Optional<TailEstimate> estimate(
      String run, String series, Observable observable) {
    return Optional.ofNullable(estimates.get(new Key(run, series, observable)));
  }

  /** The latest estimates of a run, ordered by series and observable. */
  public synchronized List<TailEstimate> estimates(String run) {
    return estimates.values().stream()
        .filter(estimate -> estimate.getRun().equals(run))
        .sorted(
            Comparator.comparing(TailEstimate::getSeries)
                .thenComparing(TailEstimate::getObservable))
        .toList();
  }

  /** The entry of a run in the directory. */
  public synchronized Optional<RunDescriptor> run(String run) {
    return Optional.ofNullable(runs.get(run));
  }

  /** The names of all runs that were announced or estimated. */
  public synchronized SortedSet<String> runs() {
    SortedSet<String> names = new TreeSet<>(runs.keySet());
    estimates.keySet().forEach(key -> names.add(key.run()));
    return names;
  }
}
