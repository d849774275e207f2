// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.ingest;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How vectors are written. */
public enum InputFormat {
  /** One JSON value a line: an array of numbers, or an object with one. */
  NDJSON,
  /** A table, one vector a line. */
  CSV,
  /** Single-precision numbers one after the other. */
  F32,
  /** Double-precision numbers one after the other. */
  F64,
  /** Arrays of NumPy, one or several, one behind the other. */
  NPY;

  private static final Map<String, InputFormat> BY_EXTENSION =
      Map.of(
          "ndjson", NDJSON,
          "jsonl", NDJSON,
          "csv", CSV,
          "tsv", CSV,
          "txt", CSV,
          "f32", F32,
          "f64", F64,
          "npy", NPY);

  /** What the end of a file's name says; empty where it says nothing, as {@code .bin} does. */
  public static Optional<InputFormat> ofFileName(String name) {
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return Optional.ofNullable(BY_EXTENSION.get(extension));
  }

  /** Whether the bytes say where a vector ends only to those who know its length. */
  public boolean isRaw() {
    return this == F32 || this == F64;
  }
}
