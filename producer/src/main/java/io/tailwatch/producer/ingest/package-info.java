// SPDX-License-Identifier: Apache-2.0
/**
 * Reads the vectors that other programs write, from standard input or a file, as they come: one
 * JSON value a line, CSV, raw floating-point numbers, NumPy arrays. Start at {@link
 * io.tailwatch.producer.ingest.Ingestion}.
 */
package io.tailwatch.producer.ingest;
