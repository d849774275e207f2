// SPDX-License-Identifier: Apache-2.0
/** The meters of the analyzer: their names, and how they follow state, tasks and streams. */
package io.tailwatch.analyzer.metrics;
