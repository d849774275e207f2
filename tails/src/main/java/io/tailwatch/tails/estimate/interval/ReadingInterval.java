// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.interval;

/**
 * A Hill reading with its 95 % interval, made on the log scale; the reading need not be its middle.
 * Positive numbers; of exceedances that are all equal there is none. Immutable and thread-safe.
 *
 * @param reading k / sum of log excesses, a survival exponent
 * @param lower lower limit of the population reading at this tail fraction
 * @param upper upper limit
 * @param logStandardError standard error of ln(reading)
 * @param dependenceFactor logStandardError^2 k: 1 for independent exceedances of a power law,
 *     larger when they come in clusters
 */
public record ReadingInterval(
    double reading, double lower, double upper, double logStandardError, double dependenceFactor) {

  /** The two limits. */
  public Interval interval() {
    return new Interval(lower, upper);
  }
}
