// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.benchmarks;

import io.tailwatch.tails.theory.HsgdBounds;
import io.tailwatch.tails.theory.HsgdModel;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Algorithm A, the bounds that an analyzer computes while it runs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class BoundsBenchmark {
  /** Dimension. */
  @Param({"5", "50", "1000"})
  public int dimension;

  /** Shape of the spectrum; lambda_1 = 1. */
  @Param({"harmonic", "linear"})
  public String spectrum;

  private HsgdModel model;

  /** The problem: an index near 8 by the second-moment threshold. */
  @Setup
  public void prepare() {
    double[] lambda = new double[dimension];
    for (int k = 0; k < dimension; k++) {
      lambda[k] =
          spectrum.equals("harmonic") ? 1.0 / (k + 1) : 1 - 0.9 * k / Math.max(1, dimension - 1);
    }
    double threshold = HsgdBounds.of(new HsgdModel(lambda, 1, 0.01, 1)).gamma2();
    model = new HsgdModel(lambda, threshold / 4, 0.01, 1);
  }

  /** All bounds. */
  @Benchmark
  public HsgdBounds bounds() {
    return HsgdBounds.of(model);
  }
}
