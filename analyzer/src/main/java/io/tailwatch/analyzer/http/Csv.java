// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tables as CSV (RFC 4180), with a header. A text that a spreadsheet would run as a formula gets an
 * apostrophe in front. Stateless.
 */
final class Csv {
  static final String CONTENT_TYPE = "text/csv; charset=utf-8";

  private static final String FORMULA = "=+-@\t\r";
  private static final CsvMapper MAPPER = new CsvMapper();

  private Csv() {}

  /** The table; what is null or not there is an empty cell. */
  static byte[] of(List<String> columns, List<JsonNode> rows) {
    CsvSchema.Builder schema = CsvSchema.builder().setUseHeader(true).setLineSeparator("\r\n");
    columns.forEach(schema::addColumn);
    var bytes = new ByteArrayOutputStream();
    try (SequenceWriter writer = MAPPER.writer(schema.build()).writeValues(bytes)) {
      for (JsonNode row : rows) {
        Map<String, Object> cells = new LinkedHashMap<>();
        columns.forEach(column -> cells.put(column, cell(row.path(column))));
        writer.write(cells);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static Object cell(JsonNode value) {
    if (value.isNumber()) {
      return value.numberValue();
    }
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    return value.isTextual() ? harmless(value.textValue()) : null;
  }

  private static String harmless(String text) {
    return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }
}
