// SPDX-License-Identifier: Apache-2.0

/**
 * Confidence intervals of a Hill reading that hold under serial dependence, and measures of that
 * dependence. Every type is immutable and thread-safe. All of them refuse points without
 * exceedances above the threshold.
 */
package io.tailwatch.tails.estimate.interval;
