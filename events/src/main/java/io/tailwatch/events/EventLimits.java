// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.events;

import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.RunDescriptor;
import io.tailwatch.events.v1.SeriesDescriptor;

/**
 * How large an event from outside may be, and the rules of consistency it must keep. Immutable;
 * thread-safe.
 *
 * @param maxEventBytes size of a whole record value; checked before anything is parsed
 * @param maxDimension length of a vector that is shipped as values
 * @param maxSteps vectors in one batch
 * @param maxNameLength characters of a run, series, tag or other text field; at most 256
 * @param maxEigenvalues eigenvalues in a descriptor
 * @param maxDirections directions in a descriptor
 * @param maxPaneSteps steps of a pane
 * @param maxPanes panes of a window
 * @param maxShards shards of a series
 * @param maxEntries tags or series of a run descriptor, observables of a descriptor or sketch
 */
public record EventLimits(
    int maxEventBytes,
    int maxDimension,
    int maxSteps,
    int maxNameLength,
    int maxEigenvalues,
    int maxDirections,
    int maxPaneSteps,
    int maxPanes,
    int maxShards,
    int maxEntries) {
  /** Deepest nesting of messages; the schema needs 4, the rest is room for fields to come. */
  public static final int MAX_NESTING = 16;

  /**
   * Every step lies below: a double, as which metrics and JSON show it, still tells it from the
   * next one, and whoever adds the length of a pane to it need not guard against overflow.
   */
  public static final long END_OF_STEPS = 1L << 53;

  private static final EventLimits DEFAULTS =
      new EventLimits(
          1 << 20, 1 << 20, 1 << 20, Names.MAX_LENGTH, 1 << 16, 64, 100_000_000, 1024, 4096, 1024);

  public EventLimits {
    requirePositive("maxEventBytes", maxEventBytes);
    requirePositive("maxDimension", maxDimension);
    requirePositive("maxSteps", maxSteps);
    requirePositive("maxNameLength", maxNameLength);
    requirePositive("maxEigenvalues", maxEigenvalues);
    requirePositive("maxDirections", maxDirections);
    requirePositive("maxPaneSteps", maxPaneSteps);
    requirePositive("maxPanes", maxPanes);
    requirePositive("maxShards", maxShards);
    requirePositive("maxEntries", maxEntries);
    if (maxNameLength > Names.MAX_LENGTH) {
      throw new IllegalArgumentException(
          "maxNameLength must be at most " + Names.MAX_LENGTH + ": was " + maxNameLength);
    }
  }

  /** 1 MiB an event, which is also Kafka's own default; see the constructor for the others. */
  public static EventLimits defaults() {
    return DEFAULTS;
  }

  /** The same limits with another size of an event. */
  public EventLimits withMaxEventBytes(int bytes) {
    return new EventLimits(
        bytes,
        maxDimension,
        maxSteps,
        maxNameLength,
        maxEigenvalues,
        maxDirections,
        maxPaneSteps,
        maxPanes,
        maxShards,
        maxEntries);
  }

  /**
   * Checks that a batch is consistent with itself and within these limits. Its values are not
   * looked at: non-finite ones are data. Cost: a fixed number of comparisons, plus one pass over
   * the numbers of a descriptor when there is one.
   *
   * @throws BadEventException with the first rule that is broken
   */
  public void check(IterateBatch batch) {
    new BatchRules(this).check(batch);
  }

  /**
   * As {@link #check(IterateBatch)}, for a descriptor alone.
   *
   * @param dimension of the vectors it describes, or 0 when not known yet
   * @throws BadEventException with the first rule that is broken
   */
  public void check(SeriesDescriptor descriptor, int dimension) {
    new DescriptorRules(this).check(descriptor, dimension);
  }

  /**
   * As {@link #check(IterateBatch)}, for a directory entry.
   *
   * @throws BadEventException with the first rule that is broken
   */
  public void check(RunDescriptor run) {
    new BatchRules(this).check(run);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1: was " + value);
    }
  }
}
