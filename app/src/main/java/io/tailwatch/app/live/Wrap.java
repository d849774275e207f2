// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.live;

import java.util.ArrayList;
import java.util.List;

/** Breaks sentences at blanks. Stateless. */
public final class Wrap {

  /** A blank at which no line is broken. */
  static final char NO_BREAK = '\u00a0';

  private static final String SEPARATOR = " | ";

  private Wrap() {}

  /**
   * The lines of a text, no longer than {@code width} unless a single word is. A percent sign stays
   * with its number; so does what a {@link #NO_BREAK} joins, which is printed as a blank.
   *
   * @param first begins the first line
   * @param indent begins the others
   */
  public static List<String> lines(String first, String text, int width, String indent) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder(first);
    boolean begun = false;
    for (String word : text.strip().split("\\s++(?!%)")) {
      if (begun && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
        line.append(indent);
        begun = false;
      }
      line.append(begun ? " " : "").append(word.replace(NO_BREAK, ' '));
      begun = true;
    }
    lines.add(line.toString());
    return lines;
  }

  /** Joins parts with bars, as many on a line as fit. */
  public static List<String> parts(List<String> parts, int width) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (String part : parts) {
      if (!line.isEmpty() && line.length() + SEPARATOR.length() + part.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : SEPARATOR).append(part);
    }
    lines.add(line.toString());
    return lines;
  }
}
