// SPDX-License-Identifier: Apache-2.0
/**
 * The Kafka Streams application: how records flow, what is kept in which store, and what happens to
 * records that break the contract. Does no statistics.
 */
package io.tailwatch.analyzer.topology;
