// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.pass;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Elapsed time and CPU time of this process between two moments. Thread-safe. */
final class ProcessClock {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private boolean started;
  private long wallStart;
  private long cpuStart;
  private long wallNanos;
  private long cpuNanos;

  /** The first call starts the clock. */
  synchronized void start() {
    if (!started) {
      started = true;
      cpuStart = SYSTEM.getProcessCpuTime();
      wallStart = System.nanoTime();
    }
  }

  /** The last call stops it. */
  synchronized void stop() {
    wallNanos = System.nanoTime() - wallStart;
    cpuNanos = SYSTEM.getProcessCpuTime() - cpuStart;
  }

  synchronized boolean started() {
    return started;
  }

  synchronized long wallNanos() {
    return wallNanos;
  }

  synchronized long cpuNanos() {
    return cpuNanos;
  }
}
