// SPDX-License-Identifier: Apache-2.0

/**
 * Laws fitted to whole samples, and tests of how well they fit. Every type is immutable and
 * thread-safe. Samples that are empty, constant, or not finite have no fit but a {@link
 * io.tailwatch.tails.fit.FitProblem}; the density, cumulative probability and quantile of a law
 * cost a constant number of elementary functions unless it says otherwise.
 */
package io.tailwatch.tails.fit;
