// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.benchmarks;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.DDSketches;
import com.datadoghq.sketch.ddsketch.mapping.BitwiseLinearlyInterpolatedMapping;
import com.datadoghq.sketch.ddsketch.store.UnboundedSizeDenseStore;
import com.tdunning.math.stats.MergingDigest;
import io.tailwatch.tails.sketch.PackedSketch;
import io.tailwatch.tails.sketch.SketchLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.DoubleHistogram;
import org.apache.commons.numbers.arrays.Selection;
import org.apache.datasketches.kll.KllFloatsSketch;
import org.apache.datasketches.req.ReqSketch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What one sample costs: the tail sketch, its peers, and the floor below them. Each benchmark takes
 * chunks of 65,536 samples; sketches begin anew after a million. Peers get |x|: it is the tail of
 * |x| that is asked for, and their branch on the sign would be mispredicted. The one that gets x as
 * it is, with a sign to keep, stands against the tail sketch that keeps it too.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(HeavySamples.CHUNK)
public class SketchBenchmark {
  private static final int TOP = 1000;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final PackedSketch unsigned = new PackedSketch(SketchLayout.UNSIGNED);
  private final PackedSketch signed = new PackedSketch(SketchLayout.SIGNED);
  private final double[] window = new double[HeavySamples.CHUNK];
  private final TopHeap heap = new TopHeap(TOP);
  private DDSketch ddSketch = DDSketches.unboundedDense(0.01);
  private DDSketch fastestDdSketch = fastestDdSketch();
  private DDSketch signedDdSketch = fastestDdSketch();
  private DoubleHistogram hdrHistogram = new DoubleHistogram(1L << 40, 2);
  private KllFloatsSketch kll = KllFloatsSketch.newHeapInstance(200);
  private ReqSketch req = ReqSketch.builder().build();
  private MergingDigest tDigest = new MergingDigest(100);

  private static DDSketch fastestDdSketch() {
    return new DDSketch(new BitwiseLinearlyInterpolatedMapping(0.01), UnboundedSizeDenseStore::new);
  }

  /** The reference R. */
  @Benchmark
  public float naiveSum(HeavySamples samples, CpuTime cpu) {
    float sum = 0;
    for (float x : samples.nextFloats()) {
      sum += x;
    }
    cpu.samples += HeavySamples.CHUNK;
    return sum;
  }

  /** Reads every byte of an event, two floats at a time. */
  @Benchmark
  public long sumOfLongs(HeavySamples samples, CpuTime cpu) {
    byte[] bytes = samples.nextBytes();
    long sum = 0;
    for (int i = 0; i < bytes.length; i += 8) {
      sum += (long) LONGS.get(bytes, i);
    }
    cpu.samples += HeavySamples.CHUNK;
    return sum;
  }

  /** The tail sketch from an array. */
  @Benchmark
  public PackedSketch sketchFloats(HeavySamples samples, CpuTime cpu) {
    unsigned.update(samples.nextFloats(), 0, HeavySamples.CHUNK);
    if (samples.endOfMillion()) {
      unsigned.clear();
    }
    cpu.samples += HeavySamples.CHUNK;
    return unsigned;
  }

  /** The tail sketch that keeps signs. */
  @Benchmark
  public PackedSketch signedSketchFloats(HeavySamples samples, CpuTime cpu) {
    signed.update(samples.nextFloats(), 0, HeavySamples.CHUNK);
    if (samples.endOfMillion()) {
      signed.clear();
    }
    cpu.samples += HeavySamples.CHUNK;
    return signed;
  }

  /** The tail sketch from the bytes of an event. */
  @Benchmark
  public PackedSketch sketchBytes(HeavySamples samples, CpuTime cpu) {
    unsigned.updateFloat32(samples.nextBytes(), 0, HeavySamples.CHUNK);
    if (samples.endOfMillion()) {
      unsigned.clear();
    }
    cpu.samples += HeavySamples.CHUNK;
    return unsigned;
  }

  /** DDSketch at 1 %, as its factory makes it. */
  @Benchmark
  public DDSketch ddSketch(HeavySamples samples, CpuTime cpu) {
    for (float x : samples.nextFloats()) {
      ddSketch.accept(Math.abs(x));
    }
    if (samples.endOfMillion()) {
      ddSketch = DDSketches.unboundedDense(0.01);
    }
    cpu.samples += HeavySamples.CHUNK;
    return ddSketch;
  }

  /** DDSketch at 1 % with its fastest mapping. */
  @Benchmark
  public DDSketch ddSketchFastest(HeavySamples samples, CpuTime cpu) {
    for (float x : samples.nextFloats()) {
      fastestDdSketch.accept(Math.abs(x));
    }
    if (samples.endOfMillion()) {
      fastestDdSketch = fastestDdSketch();
    }
    cpu.samples += HeavySamples.CHUNK;
    return fastestDdSketch;
  }

  /** The same of x: negative values have a store of their own. */
  @Benchmark
  public DDSketch signedDdSketchFastest(HeavySamples samples, CpuTime cpu) {
    for (float x : samples.nextFloats()) {
      signedDdSketch.accept(x);
    }
    if (samples.endOfMillion()) {
      signedDdSketch = fastestDdSketch();
    }
    cpu.samples += HeavySamples.CHUNK;
    return signedDdSketch;
  }

  /** HdrHistogram with two digits; values are clamped into its range. */
  @Benchmark
  public DoubleHistogram hdrHistogram(HeavySamples samples, CpuTime cpu) {
    for (float x : samples.nextFloats()) {
      hdrHistogram.recordValue(Math.min(1e6, Math.max(1e-5, Math.abs(x))));
    }
    if (samples.endOfMillion()) {
      hdrHistogram = new DoubleHistogram(1L << 40, 2);
    }
    cpu.samples += HeavySamples.CHUNK;
    return hdrHistogram;
  }

  /** KLL with k = 200. */
  @Benchmark
  public KllFloatsSketch kll(HeavySamples samples, CpuTime cpu) {
    for (float x : samples.nextFloats()) {
      kll.update(Math.abs(x));
    }
    if (samples.endOfMillion()) {
      kll = KllFloatsSketch.newHeapInstance(200);
    }
    cpu.samples += HeavySamples.CHUNK;
    return kll;
  }

  /** REQ with k = 12, accurate for high ranks. */
  @Benchmark
  public ReqSketch req(HeavySamples samples, CpuTime cpu) {
    for (float x : samples.nextFloats()) {
      req.update(Math.abs(x));
    }
    if (samples.endOfMillion()) {
      req = ReqSketch.builder().build();
    }
    cpu.samples += HeavySamples.CHUNK;
    return req;
  }

  /** t-digest with compression 100. */
  @Benchmark
  public MergingDigest tDigest(HeavySamples samples, CpuTime cpu) {
    for (float x : samples.nextFloats()) {
      tDigest.add(Math.abs(x));
    }
    if (samples.endOfMillion()) {
      tDigest = new MergingDigest(100);
    }
    cpu.samples += HeavySamples.CHUNK;
    return tDigest;
  }

  /** The 1,000 largest of each chunk by a heap. */
  @Benchmark
  public float heap(HeavySamples samples, CpuTime cpu) {
    heap.clear();
    for (float x : samples.nextFloats()) {
      heap.offer(Math.abs(x));
    }
    cpu.samples += HeavySamples.CHUNK;
    return heap.least();
  }

  /** The 1,000 largest of each chunk by selection. */
  @Benchmark
  public double quickselect(HeavySamples samples, CpuTime cpu) {
    float[] chunk = samples.nextFloats();
    for (int i = 0; i < chunk.length; i++) {
      window[i] = Math.abs(chunk[i]);
    }
    Selection.select(window, window.length - TOP);
    cpu.samples += HeavySamples.CHUNK;
    return window[window.length - TOP];
  }

  /** Each chunk sorted, as for an exact Hill plot. */
  @Benchmark
  public float sort(HeavySamples samples, CpuTime cpu) {
    float[] chunk = samples.nextFloats().clone();
    for (int i = 0; i < chunk.length; i++) {
      chunk[i] = Math.abs(chunk[i]);
    }
    Arrays.sort(chunk);
    cpu.samples += HeavySamples.CHUNK;
    return chunk[0];
  }
}
