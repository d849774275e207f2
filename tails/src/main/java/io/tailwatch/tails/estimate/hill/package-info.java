// SPDX-License-Identifier: Apache-2.0

/**
 * The Hill estimator at every threshold of a sketch or of a sorted sample, and what it converges to
 * for Student's t.
 */
package io.tailwatch.tails.estimate.hill;
