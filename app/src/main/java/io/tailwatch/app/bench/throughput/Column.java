// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.throughput;

import io.tailwatch.app.bench.pass.Variant;

/**
 * One side of a comparison.
 *
 * @param variant who reads
 * @param threads by how many threads
 */
public record Column(Variant variant, int threads) {}
