// SPDX-License-Identifier: Apache-2.0

/**
 * Tests of what an estimate takes for granted: a heavy tail, a known location, distinct values, no
 * truncation, stationarity. Every type is immutable and thread-safe, a pure function of its
 * arguments, and says nothing of samples too few to tell. Costs are a constant number of
 * operations, or one scan of the buckets, unless a type says otherwise.
 */
package io.tailwatch.tails.estimate.guard;
