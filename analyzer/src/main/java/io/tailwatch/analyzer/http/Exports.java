// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.tailwatch.analyzer.observe.ObservableNames;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.Observable;
import java.util.List;
import java.util.Locale;

/** Writes answers that can be had as JSON and as CSV, to be shown or to be kept. */
final class Exports {
  private static final int NAME_LENGTH = 60;

  private final Answers answers;

  Exports(Answers answers) {
    this.answers = answers;
  }

  /** Writes a view, a record. */
  void write(
      Context context,
      ExportFormat format,
      ExportShape shape,
      SeriesKey key,
      Observable observable,
      Object view) {
    head(context, format, shape, key, observable);
    if (format.csv()) {
      table(context, shape, answers.tree(view));
    } else {
      answers.write(context, view);
    }
  }

  /** Writes what another instance has written as JSON. */
  void writeJson(
      Context context,
      ExportFormat format,
      ExportShape shape,
      SeriesKey key,
      Observable observable,
      byte[] json) {
    head(context, format, shape, key, observable);
    if (format.csv()) {
      table(context, shape, answers.read(json));
    } else {
      context.contentType(Answers.JSON).result(json);
    }
  }

  private static void table(Context context, ExportShape shape, JsonNode view) {
    List<JsonNode> rows = shape.rows(view);
    context.contentType(Csv.CONTENT_TYPE).result(Csv.of(shape.columns(rows), rows));
  }

  private static void head(
      Context context,
      ExportFormat format,
      ExportShape shape,
      SeriesKey key,
      Observable observable) {
    context.res().addHeader("Vary", "Accept");
    if (format.download()) {
      context.header(
          "Content-Disposition",
          "attachment; filename=\"tailwatch-%s-%s-%s-%s.%s\""
              .formatted(
                  name(key.run()),
                  name(key.series()),
                  ObservableNames.of(observable),
                  shape.name().toLowerCase(Locale.ROOT),
                  format.csv() ? "csv" : "json"));
    }
  }

  /** Harmless in a header and on every file system. */
  private static String name(String text) {
    String safe = text.replaceAll("[^A-Za-z0-9._-]", "_");
    return safe.substring(0, Math.min(NAME_LENGTH, safe.length()));
  }
}
