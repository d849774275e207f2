// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.ingest;

import io.tailwatch.events.v1.DataType;
import io.tailwatch.producer.data.BadDataException;
import java.io.IOException;

/** Reads records one by one from one stretch of bytes. Memory is bounded. Single-threaded. */
interface RecordReader {
  /**
   * Waits for the next record.
   *
   * @param record is overwritten
   * @return false at the end
   * @throws BadRecordException if this record is bad; the next call reads the one behind it
   * @throws BadDataException if nothing more can be read
   */
  boolean read(VectorRecord record) throws IOException, BadRecordException;

  /** Where the last record stands: source and line, or source and number of the vector. */
  String place();

  /** The narrowest type that holds the values of the last record exactly. */
  DataType dataType();
}
