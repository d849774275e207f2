// SPDX-License-Identifier: Apache-2.0

/**
 * Confidence intervals of a Hill reading that hold under serial dependence, and measures of that
 * dependence.
 */
package io.tailwatch.tails.estimate.interval;
