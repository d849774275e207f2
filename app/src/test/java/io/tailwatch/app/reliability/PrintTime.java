// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Prints how long each test has taken, by the clock and by the processors, and all of them so far:
 * together the small ones must not hold up a build.
 */
final class PrintTime implements BeforeTestExecutionCallback, AfterTestExecutionCallback {
  private static Duration all = Duration.ZERO;

  private Duration start;
  private Duration processorStart;

  @Override
  public void beforeTestExecution(ExtensionContext context) {
    start = Duration.ofNanos(System.nanoTime());
    processorStart = processorTime();
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    Duration taken = Duration.ofNanos(System.nanoTime()).minus(start);
    all = all.plus(taken);
    System.out.printf(
        "%s: %.1f s, %.1f s of processors in this process; tests of reliability so far %.0f s%n",
        context.getRequiredTestClass().getSimpleName(),
        taken.toMillis() / 1000.0,
        processorTime().minus(processorStart).toMillis() / 1000.0,
        all.toMillis() / 1000.0);
  }

  private static Duration processorTime() {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return Duration.ofNanos(system.getProcessCpuTime());
  }
}
