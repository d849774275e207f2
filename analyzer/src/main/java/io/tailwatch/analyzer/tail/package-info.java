// SPDX-License-Identifier: Apache-2.0
/**
 * The committed output of all instances, read back: the latest estimate of every series, the
 * directory of runs, and a stream of estimates for subscribers. Bounded in memory.
 */
package io.tailwatch.analyzer.tail;
