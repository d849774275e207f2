// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of the documentation with places for tables: whatever stands between {@code <!-- table:id
 * -->} and {@code <!-- end:id -->} is replaced, and nothing else.
 */
public record Page(Path file) {

  /**
   * Writes the tables into their places.
   *
   * @throws IllegalStateException when the page has no place for one of them
   */
  public void write(List<Table> tables) throws IOException {
    String text = Files.readString(file);
    for (Table table : tables) {
      Pattern place =
          Pattern.compile(
              "(<!-- table:"
                  + Pattern.quote(table.id())
                  + " -->\n).*?(<!-- end:"
                  + Pattern.quote(table.id())
                  + " -->)",
              Pattern.DOTALL);
      Matcher matcher = place.matcher(text);
      if (!matcher.find()) {
        throw new IllegalStateException(
            file + " has no place for a table: add <!-- table:" + table.id() + " --> and its end");
      }
      text = matcher.replaceFirst("$1" + Matcher.quoteReplacement(table.markdown()) + "$2");
    }
    Files.writeString(file, text);
  }
}
