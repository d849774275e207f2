// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.ingest;

import io.tailwatch.events.v1.DataType;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How the bytes are to be read. Immutable.
 *
 * @param format of the records
 * @param dimension length of each vector; where it is not given, the first record tells it, and raw
 *     numbers are vectors of one
 * @param columns of CSV that make up the vector, by name, number from 1, or range of numbers such
 *     as {@code 2-11}; none means all that are left
 * @param stepColumn column of CSV that holds the step
 * @param learningRateColumn column of CSV that holds the learning rate
 * @param delimiter between the values of CSV; where it is not given, the first line tells it
 * @param header whether the first line of CSV names the columns
 * @param byteOrder of raw numbers
 */
public record InputLayout(
    InputFormat format,
    OptionalInt dimension,
    List<String> columns,
    Optional<String> stepColumn,
    Optional<String> learningRateColumn,
    Optional<Character> delimiter,
    CsvHeader header,
    ByteOrder byteOrder) {

  /** Longest vector, as long as the longest batch of the smallest type. */
  public static final int MAX_DIMENSION = 1 << 20;

  /** Checks the ranges. */
  public InputLayout {
    if (dimension.isPresent()
        && (dimension.getAsInt() < 1 || dimension.getAsInt() > MAX_DIMENSION)) {
      throw new IllegalArgumentException(
          "dimension must be in [1, " + MAX_DIMENSION + "]: was " + dimension.getAsInt());
    }
    columns = List.copyOf(columns);
  }

  /** A format with everything else left to the data; raw numbers are little-endian. */
  public static InputLayout of(InputFormat format) {
    return new InputLayout(
        format,
        OptionalInt.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        CsvHeader.AUTO,
        ByteOrder.LITTLE_ENDIAN);
  }

  /** The same for vectors of this length. */
  public InputLayout withDimension(int length) {
    return new InputLayout(
        format,
        OptionalInt.of(length),
        columns,
        stepColumn,
        learningRateColumn,
        delimiter,
        header,
        byteOrder);
  }

  /** A reader of one stretch of bytes. {@code source} names it in messages. */
  RecordReader reader(String source, InputStream in) {
    return switch (format) {
      case NDJSON -> new NdjsonReader(source, in);
      case CSV -> new CsvReader(source, in, this);
      case F32 ->
          new RawReader(source, in, DataType.DATA_TYPE_FLOAT32, dimension.orElse(1), byteOrder);
      case F64 ->
          new RawReader(source, in, DataType.DATA_TYPE_FLOAT64, dimension.orElse(1), byteOrder);
      case NPY -> new NpyReader(source, in, dimension);
    };
  }
}
