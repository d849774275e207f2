// SPDX-License-Identifier: Apache-2.0
/**
 * From closed panes to estimates: the sliding window of a series, its state, and the estimate that
 * each new pane gives. Knows nothing of Kafka.
 */
package io.tailwatch.analyzer.window;
