// SPDX-License-Identifier: Apache-2.0

/**
 * Tests of what an estimate takes for granted: a heavy tail, a known location, distinct values, no
 * truncation, stationarity.
 */
package io.tailwatch.tails.estimate.guard;
