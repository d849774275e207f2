// SPDX-License-Identifier: Apache-2.0
/**
 * The live stream: events of the tail, written once into a bounded ring of frames that all clients
 * read. A client is no more than a place in the ring; one that is slow is skipped. Knows nothing of
 * HTTP.
 */
package io.tailwatch.analyzer.stream;
