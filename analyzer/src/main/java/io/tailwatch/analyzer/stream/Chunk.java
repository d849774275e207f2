// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.stream;

import java.nio.ByteBuffer;

/**
 * What a client is to be sent next.
 *
 * @param bytes whole frames, shared by all clients; empty when none of them is for this one
 * @param next the number of the frame behind them
 * @param lost whether frames were lost, so that these say {@code resync}
 */
record Chunk(ByteBuffer bytes, long next, boolean lost) {}
