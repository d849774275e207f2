// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.pass;

/**
 * What a pass came to. Times run from the first record to the last one.
 *
 * @param records taken within that time
 * @param totalRecords taken altogether
 * @param wallNanos elapsed time
 * @param cpuNanos CPU time of the whole process, garbage collection and compilation included
 * @param estimates of a consumer that does the same work; the analyzer's are on its topic
 */
public record PassResult(
    long records, long totalRecords, long wallNanos, long cpuNanos, EstimateDigest estimates) {

  /** CPU microseconds of a record. */
  public double cpuMicrosPerRecord() {
    return cpuNanos / 1e3 / records;
  }

  /** Records a second. */
  public double recordsPerSecond() {
    return records * 1e9 / wallNanos;
  }
}
