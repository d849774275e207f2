// SPDX-License-Identifier: Apache-2.0
/**
 * From panes and estimates to alerts: the state machines of one series. A pure function of the
 * panes, the time stamp apart. Knows nothing of Kafka.
 */
package io.tailwatch.analyzer.alert;
