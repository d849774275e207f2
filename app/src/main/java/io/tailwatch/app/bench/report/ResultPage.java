// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.report;

import io.tailwatch.app.cli.CommandFailure;
import io.tailwatch.app.cli.Failures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A page of the documentation with places for tables: whatever stands between {@code <!-- table:id
 * -->} and {@code <!-- end:id -->} is replaced, and nothing else.
 */
public record ResultPage(Path file) {

  /**
   * Writes the tables into their places.
   *
   * @throws CommandFailure when the page cannot be read or written, or has no place for one
   */
  public void write(List<ResultTable> tables) {
    try {
      String text = Files.readString(file);
      for (ResultTable table : tables) {
        text = replaced(text, table);
      }
      Files.writeString(file, text);
    } catch (IOException e) {
      throw CommandFailure.failure("cannot fill the page " + file + ": " + Failures.reason(e));
    }
  }

  private String replaced(String text, ResultTable table) {
    String begin = "<!-- table:" + table.id() + " -->\n";
    String end = "<!-- end:" + table.id() + " -->";
    int from = text.indexOf(begin);
    int to = text.indexOf(end, Math.max(0, from));
    if (from < 0 || to < 0) {
      throw CommandFailure.failure(
          "%s has no place for a table: add %s and %s".formatted(file, begin.strip(), end));
    }
    return text.substring(0, from + begin.length()) + table.markdown() + text.substring(to);
  }
}
