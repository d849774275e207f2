// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.benchmarks;

import java.lang.management.ManagementFactory;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * CPU time of the benchmark's own thread beside JMH's wall time: time in which another process had
 * the core does not count.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class CpuTime {
  /** CPU time of the iteration. */
  public long cpuNanos;

  /** Samples that the benchmark has taken; it counts them itself. */
  public long samples;

  private long start;

  /** Starts the clock. */
  @Setup(Level.Iteration)
  public void start() {
    samples = 0;
    cpuNanos = 0;
    start = now();
  }

  /** Stops it. */
  @TearDown(Level.Iteration)
  public void stop() {
    cpuNanos = now() - start;
  }

  private static long now() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
