// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study.process;

import java.util.OptionalDouble;
import java.util.function.LongFunction;

/**
 * A stationary sequence of scalar samples, centred on zero where its law is symmetric.
 *
 * @param name as tables show it
 * @param index the true tail index of |X|; infinite for a light tail, empty where it is not known
 * @param paths starts an independent path from a seed; it begins in, or is run into, its stationary
 *     law
 */
public record Process(String name, OptionalDouble index, LongFunction<Path> paths) {

  /** One realisation, read from the beginning on. Single-threaded. */
  public interface Path {
    /** The next sample. */
    double next();
  }

  /** The first n samples of the path with this seed. */
  public double[] sample(int n, long seed) {
    Path path = paths.apply(seed);
    double[] sample = new double[n];
    for (int i = 0; i < n; i++) {
      sample[i] = path.next();
    }
    return sample;
  }
}
