// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.tailwatch.events.v1.DataType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads one JSON value a line: an array of numbers, a number (a vector of one), or an object with
 * {@code values} (one of these two) and, if wanted, {@code step}, {@code learning_rate} and {@code
 * series}; other fields are skipped.
 *
 * <p>Not-a-number may be the bare word or the string {@code NaN}, or {@code null}, which is what
 * JavaScript and R write for it; infinities are {@code Infinity} and {@code -Infinity}, bare or as
 * strings. A training that diverges must be seen, not refused.
 */
final class NdjsonReader implements RecordReader {
  private static final int MAX_NESTING = 16;
  private static final int MAX_NUMBER_LENGTH = 1100;
  private static final int MAX_NAME_LENGTH = 512;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_NESTING)
                  .maxNumberLength(MAX_NUMBER_LENGTH)
                  .maxNameLength(MAX_NAME_LENGTH)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  private final LineReader lines;
  private double[] numbers = new double[64];
  private int count;

  NdjsonReader(String source, InputStream in) {
    lines = new LineReader(source, in);
  }

  @Override
  public boolean read(VectorRecord record) throws IOException, BadRecordException {
    do {
      if (!lines.next()) {
        return false;
      }
    } while (lines.isBlank());
    record.clear();
    count = 0;
    if (lines.isBinary()) {
      throw lines.notText();
    }
    try (JsonParser parser = FACTORY.createParser(lines.bytes(), lines.offset(), lines.length())) {
      parser.nextToken();
      value(parser, record);
      if (parser.nextToken() != null) {
        throw bad(parser, "one value a line is read, there is more behind it");
      }
    } catch (JsonProcessingException e) {
      throw new BadRecordException(
          lines.place()
              + (e.getLocation() == null ? "" : ", column " + e.getLocation().getColumnNr())
              + ": is not JSON ("
              + reason(e)
              + "); fix or remove the line");
    }
    System.arraycopy(numbers, 0, record.valuesOf(count), 0, count);
    return true;
  }

  /** Without the remark on where the source is, which begins here. */
  private static String reason(JsonProcessingException e) {
    return e.getOriginalMessage().split(" \\(start marker at", 2)[0];
  }

  private void value(JsonParser parser, VectorRecord record)
      throws IOException, BadRecordException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      object(parser, record);
    } else {
      vector(parser);
    }
  }

  private void object(JsonParser parser, VectorRecord record)
      throws IOException, BadRecordException {
    boolean valued = false;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "values" -> {
          valued = true;
          vector(parser);
        }
        case "step" -> record.step = step(parser);
        case "learning_rate", "learningRate" -> record.learningRate = learningRate(parser);
        case "series" -> record.series = series(parser);
        default -> parser.skipChildren();
      }
    }
    if (!valued) {
      throw new BadRecordException(
          lines.place() + ": there is no field \"values\"; give the vector in it");
    }
  }

  private void vector(JsonParser parser) throws IOException, BadRecordException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      add(number(parser));
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      add(number(parser));
    }
    if (count == 0) {
      throw bad(parser, "the vector has no values");
    }
  }

  private void add(double value) {
    if (count == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * count);
    }
    numbers[count++] = value;
  }

  private double number(JsonParser parser) throws IOException, BadRecordException {
    switch (parser.currentToken()) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT:
        return parser.getDoubleValue();
      case VALUE_NULL:
        return Double.NaN;
      case VALUE_STRING:
        switch (parser.getText()) {
          case "NaN":
            return Double.NaN;
          case "Infinity":
            return Double.POSITIVE_INFINITY;
          case "-Infinity":
            return Double.NEGATIVE_INFINITY;
          default:
            break;
        }
        break;
      case START_ARRAY:
        throw bad(parser, "values must be one flat array; write a line for each vector");
      default:
        break;
    }
    throw bad(parser, "values must be numbers: had \"" + NumberText.shown(parser.getText()) + "\"");
  }

  private long step(JsonParser parser) throws IOException, BadRecordException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return VectorRecord.NO_STEP;
    }
    if (parser.currentToken().isNumeric()) {
      double value = parser.getDoubleValue();
      if (Steps.isStep(value)) {
        return (long) value;
      }
    }
    throw bad(parser, Steps.RULE + ": was " + NumberText.shown(parser.getText()));
  }

  private double learningRate(JsonParser parser) throws IOException, BadRecordException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return 0;
    }
    double value = parser.currentToken().isNumeric() ? parser.getDoubleValue() : Double.NaN;
    if (!(value > 0) || Double.isInfinite(value)) {
      throw bad(
          parser,
          "learning_rate must be positive and finite: was " + NumberText.shown(parser.getText()));
    }
    return value;
  }

  private String series(JsonParser parser) throws IOException, BadRecordException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return "";
    }
    if (parser.currentToken() != JsonToken.VALUE_STRING || parser.getTextLength() == 0) {
      throw bad(parser, "series must be a name: was " + NumberText.shown(parser.getText()));
    }
    return parser.getText();
  }

  private BadRecordException bad(JsonParser parser, String what) {
    return new BadRecordException(
        lines.place() + ", column " + parser.currentTokenLocation().getColumnNr() + ": " + what);
  }

  @Override
  public String place() {
    return lines.place();
  }

  /** Decimal numbers have no type of their own. */
  @Override
  public DataType dataType() {
    return DataType.DATA_TYPE_FLOAT64;
  }
}
