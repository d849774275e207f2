// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.throughput;

import io.tailwatch.app.bench.load.Workload;
import io.tailwatch.app.bench.pass.Variant;
import io.tailwatch.events.v1.Observable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What is combined with what. Each of sizes, series and threads varies while the other two stay at
 * 16 KB, 64 series and the first number of threads (where these are not among those asked for, at
 * the last one); or all are combined with all.
 *
 * @param kilobytes sizes of records
 * @param series numbers of series
 * @param threads numbers of threads
 * @param variants who reads
 * @param everything whether all are combined with all
 * @param load what else a topic is
 */
record Sides(
    List<Integer> kilobytes,
    List<Integer> series,
    List<Integer> threads,
    List<Variant> variants,
    boolean everything,
    Load load) {
  private static final int USUAL_KILOBYTES = 16;
  private static final int USUAL_SERIES = 64;

  /** More records than this make a pass longer, and no surer. */
  private static final int MOST_RECORDS = 1 << 18;

  /** Two partitions, however many threads: only so can both be compared. */
  private static final int PARTITIONS = 2;

  /**
   * What all topics have in common.
   *
   * @param megabytes of a topic, at most; fewer where that is more than 262,144 records
   * @param stepsPerRecord vectors in a record
   * @param paneSteps steps of a pane
   * @param panes panes of a window
   * @param observable what is drawn from a vector
   */
  record Load(int megabytes, int stepsPerRecord, int paneSteps, int panes, Observable observable) {}

  List<ThroughputPlan.Topic> topics() {
    Set<List<Integer>> pairs = new LinkedHashSet<>();
    int usualSize = usual(kilobytes, USUAL_KILOBYTES);
    int usualSeries = usual(series, USUAL_SERIES);
    for (int size : distinct(kilobytes)) {
      for (int count : distinct(series)) {
        if (everything || size == usualSize || count == usualSeries) {
          pairs.add(List.of(size, count));
        }
      }
    }
    List<ThroughputPlan.Topic> topics = new ArrayList<>();
    for (List<Integer> pair : pairs) {
      boolean usual = pair.equals(List.of(usualSize, usualSeries));
      topics.add(
          new ThroughputPlan.Topic(
              workload(pair.get(0), pair.get(1)),
              columns(everything || usual ? distinct(threads) : threads.subList(0, 1))));
    }
    return topics;
  }

  private static int usual(List<Integer> values, int usual) {
    return values.contains(usual) ? usual : values.get(values.size() - 1);
  }

  private static Collection<Integer> distinct(List<Integer> values) {
    return new LinkedHashSet<>(values);
  }

  private Workload workload(int size, int count) {
    int dimension = Math.max(1, (size << 10) / Float.BYTES / load.stepsPerRecord());
    long records = ((long) load.megabytes() << 10) / size;
    return new Workload(
        count,
        (int) Math.max(count, Math.min(MOST_RECORDS, records)),
        load.stepsPerRecord(),
        dimension,
        load.paneSteps(),
        load.panes(),
        load.observable(),
        PARTITIONS);
  }

  private List<Column> columns(Collection<Integer> threadCounts) {
    List<Column> columns = new ArrayList<>();
    for (int count : threadCounts) {
      for (Variant variant : new LinkedHashSet<>(variants)) {
        columns.add(new Column(variant, count));
      }
    }
    return columns;
  }
}
