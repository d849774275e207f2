// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

/** The law of the matrices of an SGD recursion. Immutable and thread-safe. */
interface MatrixLaw {
  /** Matrices at a learning rate from a proposal that finds moments of order alpha. */
  RandomMatrix importance(double learningRate, double alpha, long seed);

  /** Matrices at a learning rate from their own law: every log ratio is 0. */
  RandomMatrix plain(double learningRate, long seed);

  /** Length of the vectors. */
  int dimension();

  /** Number of integers that a vector carries. */
  int memory();
}
