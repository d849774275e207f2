// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

/**
 * A stream of independent random matrices {@code M}, drawn from a proposal and applied to one
 * vector each: what {@link ParticleCloud} multiplies. The log ratio of proposal over true density
 * comes with every draw. A vector may carry a few integers that the proposal of its next matrix
 * depends on; they travel with it. Single-threaded; does not allocate.
 */
interface RandomMatrix {
  /** Length of a vector. */
  int dimension();

  /** Number of integers that a vector carries. */
  int memory();

  /** Writes a vector to begin with, and what it carries. */
  void begin(double[] vectors, int offset, int[] memories, int memoryOffset);

  /**
   * Draws {@code M} and writes {@code to = scale M from}, and what the new vector carries.
   *
   * @param source index of the first component in {@code from}
   * @param target index of the first component in {@code to}
   * @param sourceMemory index of the first integer in {@code fromMemory}
   * @param targetMemory index of the first integer in {@code toMemory}
   * @return log of the proposal's over the true density of what was drawn
   */
  double apply(
      double[] from,
      int source,
      double scale,
      double[] to,
      int target,
      int[] fromMemory,
      int sourceMemory,
      int[] toMemory,
      int targetMemory);
}
