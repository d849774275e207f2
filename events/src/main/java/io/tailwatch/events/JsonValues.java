// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.events;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.tailwatch.events.v1.DataType;
import io.tailwatch.events.v1.IterateBatch;
import java.io.IOException;
import java.util.Arrays;

/**
 * The {@code values} of a JSON batch. They are kept as doubles until the whole event is read, since
 * {@code data_type} may come behind them. What they take is bounded by the length of the document:
 * a number has at least two characters.
 */
final class JsonValues {
  private static final int FIRST_CAPACITY = 1024;

  private final EventLimits limits;
  private double[] numbers = new double[0];
  private int count;
  private int rows;
  private int rowLength;
  private ByteString bytes = ByteString.EMPTY;
  private boolean present;

  JsonValues(EventLimits limits) {
    this.limits = limits;
  }

  /** Reads the value at which the parser stands. */
  void read(JsonParser parser) throws IOException {
    present = true;
    switch (parser.currentToken()) {
      case VALUE_STRING -> bytes = UnsafeByteOperations.unsafeWrap(parser.getBinaryValue());
      case START_ARRAY -> readArray(parser);
      default ->
          throw new BadEventException(
              "values must be an array of numbers, an array of rows, or base64: was "
                  + parser.currentToken());
    }
  }

  private void readArray(JsonParser parser) throws IOException {
    JsonToken token = parser.nextToken();
    boolean nested = token == JsonToken.START_ARRAY;
    for (; token != JsonToken.END_ARRAY; token = parser.nextToken()) {
      if (nested) {
        readRow(parser);
      } else {
        add(JsonMessages.number(parser, "values"));
      }
    }
  }

  private void readRow(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw new BadEventException(
          "values must be all rows or all numbers: had " + parser.currentToken() + " among rows");
    }
    int start = count;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      add(JsonMessages.number(parser, "values"));
    }
    int length = count - start;
    if (length == 0 || (rows > 0 && length != rowLength)) {
      throw new BadEventException(
          "rows of values must be equally long and not empty: row "
              + rows
              + " had "
              + length
              + (rows > 0 ? " instead of " + rowLength : ""));
    }
    rowLength = length;
    rows++;
  }

  private void add(double value) {
    if (count == numbers.length) {
      numbers = Arrays.copyOf(numbers, Math.max(FIRST_CAPACITY, 2 * count));
    }
    numbers[count++] = value;
  }

  /** Completes the batch: encodes the numbers, and fills in steps or dimension where it can. */
  void putInto(IterateBatch.Builder batch) {
    if (!present) {
      return;
    }
    if (batch.hasSketch()) {
      throw new BadEventException("event must hold values or sketch, not both: had both");
    }
    DataType type = batch.getDataType();
    if (type == DataType.UNRECOGNIZED) {
      throw new BadEventException("data_type must be known: was " + batch.getDataTypeValue());
    }
    int width = IterateValues.bytesPerValue(type);
    if (count > 0) {
      Numbers.atMost("bytes of values", (long) count * width, limits.maxEventBytes() * 4L);
      bytes = encode(type, width);
    }
    inferShape(batch, bytes.size() / width);
    batch.setValues(bytes);
  }

  private ByteString encode(DataType type, int width) {
    double[] exact = Arrays.copyOf(numbers, count);
    byte[] encoded = new byte[count * width];
    IterateValues.encode(exact, type, encoded, 0);
    IterateValues.BytesView view = new IterateValues.BytesView(encoded, 0, encoded.length);
    for (int i = 0; i < count; i++) {
      if (Double.isFinite(exact[i]) && !Double.isFinite(IterateValues.valueAt(view, type, i))) {
        throw new BadEventException(
            "values must fit " + type + ": had " + exact[i] + "; send DATA_TYPE_FLOAT64");
      }
    }
    return UnsafeByteOperations.unsafeWrap(encoded);
  }

  private void inferShape(IterateBatch.Builder batch, int values) {
    if (batch.getDimension() == 0 && rows > 0) {
      batch.setDimension(rowLength);
    }
    if (batch.getSteps() == 0 && batch.getDimension() > 0) {
      batch.setSteps(values / batch.getDimension());
    }
    if (batch.getDimension() == 0 && batch.getSteps() > 0) {
      batch.setDimension(values / batch.getSteps());
    }
  }
}
