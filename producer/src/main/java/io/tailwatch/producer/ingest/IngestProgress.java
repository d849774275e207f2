// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.ingest;

/**
 * How far an ingestion is.
 *
 * @param state what it is doing
 * @param vectors read and handed over
 * @param badRecords left out
 * @param series so many of them have had a vector
 * @param dimension of the last vector; 0 before the first
 * @param firstStep of the first vector; -1 before it
 * @param lastStep of the last vector; -1 before the first
 */
public record IngestProgress(
    Ingestion.State state,
    long vectors,
    long badRecords,
    int series,
    int dimension,
    long firstStep,
    long lastStep) {}
