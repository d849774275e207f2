// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

/**
 * An estimated growth rate per SGD step.
 *
 * @param value of {@code log k(alpha)}, or of the Lyapunov exponent
 * @param standardError of the value, from batch means over simulated time
 */
record GrowthRate(double value, double standardError) {}
