// SPDX-License-Identifier: Apache-2.0
/**
 * The analyzer as a library: one configuration record, one class to start. Inside are a Kafka
 * Streams application that turns live iterates into judged tail-index estimates, a read-committed
 * tail of its output topics, Prometheus metrics and an HTTP API.
 */
package io.tailwatch.analyzer;
