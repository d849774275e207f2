// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.ingest;

/** Whether the first line of a table names its columns. */
public enum CsvHeader {
  /** It does when none of its fields is a number. */
  AUTO,
  /** It does. */
  YES,
  /** It is a vector as the others. */
  NO
}
