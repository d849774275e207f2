// SPDX-License-Identifier: Apache-2.0

/**
 * The Hill estimator at every threshold of a sketch or of a sorted sample, and what it converges to
 * for Student's t. Every type is immutable and thread-safe. Zeros are no part of a tail; values
 * that are not finite are left out; ties share one threshold.
 */
package io.tailwatch.tails.estimate.hill;
