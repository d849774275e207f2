// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.benchmarks;

import io.tailwatch.study.process.Process;
import io.tailwatch.study.process.Processes;
import io.tailwatch.tails.sketch.PackedSketch;
import io.tailwatch.tails.sketch.SketchLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Events of 4,096 floats, read once each out of a pool of 64 MB, for one series or for many in
 * turn: what the tables of many series cost in cache misses.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(SeriesBenchmark.EVENT)
public class SeriesBenchmark {
  static final int EVENT = 4096;
  private static final int POOL = 4096;
  // Of one series 2^20 samples between two clears, as a long pane has them.
  private static final int EVENTS_PER_PANE = 256;

  /** Number of series. */
  @Param({"1", "1024"})
  public int series;

  private final byte[] pool = new byte[4 * EVENT * POOL];
  private PackedSketch[] sketches;
  private int[] events;
  private int turn;

  /** Draws the pool. */
  @Setup
  public void fill() {
    Process.Path path = Processes.studentT(3).paths().apply(2);
    ByteBuffer buffer = ByteBuffer.wrap(pool).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      buffer.putFloat((float) path.next());
    }
    sketches = new PackedSketch[series];
    events = new int[series];
    for (int s = 0; s < series; s++) {
      sketches[s] = new PackedSketch(SketchLayout.UNSIGNED);
    }
  }

  /** One event. */
  @Benchmark
  public PackedSketch event(CpuTime cpu) {
    int owner = turn % series;
    PackedSketch sketch = sketches[owner];
    sketch.updateFloat32(pool, turn % POOL * 4 * EVENT, EVENT);
    if (++events[owner] == EVENTS_PER_PANE) {
      events[owner] = 0;
      sketch.clear();
    }
    turn = (turn + 1) & Integer.MAX_VALUE;
    cpu.samples += EVENT;
    return sketch;
  }
}
