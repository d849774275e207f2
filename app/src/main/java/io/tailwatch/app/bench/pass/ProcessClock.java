// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.pass;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Elapsed time and CPU time of this process between two moments, its JIT compiler apart, and how
 * long that and its garbage collector worked in between. Thread-safe.
 */
final class ProcessClock {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /** What the clocks of the process show. */
  private record Reading(long wallNanos, long cpuNanos, long compileMillis, long collectMillis) {
    static Reading now() {
      OptionalLong compiler = CompilerThreads.cpuNanos();
      return new Reading(
          System.nanoTime(),
          SYSTEM.getProcessCpuTime() - compiler.orElse(0),
          compiler.isPresent()
              ? TimeUnit.NANOSECONDS.toMillis(compiler.getAsLong())
              : ManagementFactory.getCompilationMXBean().getTotalCompilationTime(),
          ManagementFactory.getGarbageCollectorMXBeans().stream()
              .mapToLong(GarbageCollectorMXBean::getCollectionTime)
              .sum());
    }
  }

  private Reading from;
  private Reading to;

  /** The first call starts the clock. */
  synchronized void start() {
    if (from == null) {
      from = Reading.now();
    }
  }

  /** The last call stops it. */
  synchronized void stop() {
    to = Reading.now();
  }

  /** What it came to, for these records; the clock was started and stopped. */
  synchronized PassResult result(long records, long totalRecords, EstimateDigest estimates) {
    return new PassResult(
        records,
        totalRecords,
        to.wallNanos() - from.wallNanos(),
        to.cpuNanos() - from.cpuNanos(),
        to.compileMillis() - from.compileMillis(),
        to.collectMillis() - from.collectMillis(),
        estimates);
  }
}
