// SPDX-License-Identifier: Apache-2.0
/** How long after the closing of a pane its value is on {@code /metrics}. */
package io.tailwatch.app.bench.latency;
