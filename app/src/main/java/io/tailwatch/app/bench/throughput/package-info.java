// SPDX-License-Identifier: Apache-2.0
/** Analyzer against consumers over the same topics, in interleaved rounds. */
package io.tailwatch.app.bench.throughput;
