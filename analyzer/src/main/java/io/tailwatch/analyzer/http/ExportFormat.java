// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;

/**
 * How an answer is wanted.
 *
 * @param csv as a table instead of JSON
 * @param download as a file to be kept
 */
record ExportFormat(boolean csv, boolean download) {
  private static final String CSV_TYPE = "text/csv";

  /** The parameters {@code format} and {@code download}, or else what is accepted. */
  static ExportFormat of(Context context) {
    String format = Parameters.word(context, "format", List.of("json", "csv"));
    String download = Parameters.word(context, "download", List.of("true", "false"));
    boolean csv = format == null ? prefersCsv(context.header("Accept")) : format.equals("csv");
    return new ExportFormat(csv, csv || "true".equals(download));
  }

  /** CSV must be named, and no less wanted than JSON: a browser that takes anything gets JSON. */
  static boolean prefersCsv(String accept) {
    if (accept == null) {
      return false;
    }
    double csv = 0;
    double json = 0;
    double any = 0;
    for (String range : accept.split(",")) {
      String[] parts = range.split(";");
      String type = parts[0].strip().toLowerCase(Locale.ROOT);
      switch (type) {
        case CSV_TYPE -> csv = quality(parts);
        case Answers.JSON -> json = quality(parts);
        case "*/*", "application/*" -> any = Math.max(any, quality(parts));
        default -> {}
      }
    }
    return csv > json && csv >= any;
  }

  private static double quality(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip().toLowerCase(Locale.ROOT);
      if (parameter.startsWith("q=")) {
        try {
          return Double.parseDouble(parameter.substring(2));
        } catch (NumberFormatException e) {
          return 0;
        }
      }
    }
    return 1;
  }
}
