// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

/**
 * Whether the analyzer lives and whether it is ready.
 *
 * @param live false when it has failed or was stopped; rebalancing is alive
 * @param ready whether the streams run and their stores answer
 * @param reason why it is not ready; empty when it is
 */
public record Health(boolean live, boolean ready, String reason) {}
