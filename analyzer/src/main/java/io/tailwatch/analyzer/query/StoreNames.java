// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.query;

/**
 * The stores that hold windows, of one task.
 *
 * @param panes closed panes, keyed by {@link io.tailwatch.analyzer.state.StoreKeys#pane}
 * @param windows where each series stands, keyed run/series
 */
public record StoreNames(String panes, String windows) {}
