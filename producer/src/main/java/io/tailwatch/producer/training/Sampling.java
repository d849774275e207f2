// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.training;

/** Where the rows of a batch come from. */
public enum Sampling {
  /**
   * Drawn from the data uniformly, with replacement: what the Kesten index of the data is about.
   */
  REPLACEMENT,
  /**
   * All rows in turn, in a new order each time (epochs without replacement), as most trainings do.
   * Factors of an epoch are then dependent, and neither the hSGD bounds nor the Kesten index are
   * about such a training: it has no theory here.
   */
  SHUFFLED,
  /**
   * Fresh Gaussian rows with the covariance of the data, and targets with its residual variance:
   * single-pass SGD on endless data, with the Kesten index of Gaussian rows.
   */
  STREAMING
}
