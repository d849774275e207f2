// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.latency;

import io.tailwatch.app.bench.load.Workload;
import io.tailwatch.app.bench.pass.Variant;
import java.time.Duration;

/**
 * What is measured.
 *
 * @param load what the topic holds at first; the feed goes on with it
 * @param variant delivery of the analyzer
 * @param fullLoad fed as much as it takes; the second half is measured
 * @param share of the full rate that is fed
 * @param settle fed before anything counts
 * @param duration fed while panes count
 */
record LatencyPlan(
    Workload load,
    Variant variant,
    Duration fullLoad,
    double share,
    Duration settle,
    Duration duration) {}
