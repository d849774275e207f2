// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study;

import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Repeats an experiment with independent seeds over several threads. The seeds follow from a first
 * one and the results come in the order of the seeds, so that the number of threads changes nothing
 * but the time.
 */
public final class Replications implements AutoCloseable {
  private final ForkJoinPool pool;

  /**
   * @param threads at least 1
   */
  public Replications(int threads) {
    pool = new ForkJoinPool(threads);
  }

  /**
   * Runs one experiment per seed.
   *
   * @param count how many
   * @param firstSeed different ones give independent experiments
   * @param experiment of a seed; must not share mutable state with others
   */
  public <T> List<T> run(int count, long firstSeed, LongFunction<T> experiment) {
    long[] seeds = seeds(count, firstSeed);
    return pool.submit(() -> LongStream.of(seeds).parallel().mapToObj(experiment).toList()).join();
  }

  private static long[] seeds(int count, long firstSeed) {
    UniformRandomProvider random = RandomSource.SPLIT_MIX_64.create(firstSeed);
    return random.longs(count).toArray();
  }

  @Override
  public void close() {
    pool.shutdown();
  }
}
