// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.load;

import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.Observable;

/**
 * What a topic is filled with: series that take turns, each a run of consecutive steps of float32
 * vectors. Their first steps are spread over a pane, so that panes close evenly over the topic, as
 * they do where trainings have begun at different times. Immutable.
 *
 * @param series number of series
 * @param records number of records of all series together
 * @param stepsPerRecord vectors in a record
 * @param dimension length of a vector
 * @param paneSteps steps of a pane
 * @param panes panes of a window
 * @param observable what is drawn from a vector
 * @param partitions of the topic; series are dealt to them in turn
 */
public record Workload(
    int series,
    int records,
    int stepsPerRecord,
    int dimension,
    int paneSteps,
    int panes,
    Observable observable,
    int partitions) {

  /** Checks the numbers; messages hold the name, the rule and the value. */
  public Workload {
    require("series", series, 1);
    require("records", records, series);
    require("stepsPerRecord", stepsPerRecord, 1);
    require("dimension", dimension, 1);
    require("paneSteps", paneSteps, 1);
    require("panes", panes, 1);
    require("partitions", partitions, 1);
  }

  private static void require(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ": was " + value);
    }
  }

  /** Bytes of the vectors in a record. */
  public int recordBytes() {
    return stepsPerRecord * dimension * Float.BYTES;
  }

  /**
   * Records of all series that are taken before the clock starts, while whoever reads gets into its
   * stride: a quarter of the topic, and one at least.
   */
  public int leadRecords() {
    return Math.max(1, records / 4);
  }

  /** The key of a series. */
  public SeriesKey key(int index) {
    return SeriesKey.of("bench-" + index % 16, "layer-" + index);
  }

  /** The partition of a series. */
  public int partition(int index) {
    return index % partitions;
  }

  /** Records of a series. */
  public int recordsOf(int index) {
    return records / series + (index < records % series ? 1 : 0);
  }

  /** First step of a series; within its first pane, at the start of a record. */
  public long firstStep(int index) {
    long spread = (long) index * paneSteps / series;
    return spread / stepsPerRecord * stepsPerRecord;
  }

  /** Panes that the records of all series close. */
  public long closedPanes() {
    long closed = 0;
    for (int i = 0; i < series; i++) {
      long end = firstStep(i) + (long) recordsOf(i) * stepsPerRecord;
      closed += end / paneSteps - firstStep(i) / paneSteps;
    }
    return closed;
  }
}
