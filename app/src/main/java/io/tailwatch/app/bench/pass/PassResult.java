// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.pass;

import io.tailwatch.app.bench.load.Workload;

/**
 * What a pass came to. Times run from the {@linkplain Workload#leadRecords() end of the lead} to
 * the last record.
 *
 * @param records taken within that time
 * @param totalRecords taken altogether
 * @param wallNanos elapsed time
 * @param cpuNanos CPU time of the whole process, garbage collection included; on Linux without that
 *     of the JIT compiler, which a service that runs for days does not spend
 * @param compileMillis of the JIT compiler: CPU time on Linux, elapsed time elsewhere; much of it
 *     says that the process was not warm
 * @param collectMillis in which garbage was collected
 * @param estimates of a consumer that does the same work; the analyzer's are on its topic
 */
public record PassResult(
    long records,
    long totalRecords,
    long wallNanos,
    long cpuNanos,
    long compileMillis,
    long collectMillis,
    EstimateDigest estimates) {

  /** Of a pass in which a task began anew, so that it can be neither counted nor compared. */
  static final PassResult DISTURBED = new PassResult(0, 0, 0, 0, 0, 0, EstimateDigest.NONE);

  /** Whether the pass is to be repeated. */
  public boolean disturbed() {
    return totalRecords == 0;
  }

  /** CPU microseconds of a record. */
  public double cpuMicrosPerRecord() {
    return cpuNanos / 1e3 / records;
  }

  /** Compilation in relation to the CPU time of everything else. */
  public double compiledShare() {
    return compileMillis * 1e6 / cpuNanos;
  }

  /** Records a second. */
  public double recordsPerSecond() {
    return records * 1e9 / wallNanos;
  }
}
