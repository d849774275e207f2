// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.live;

import java.util.ArrayList;
import java.util.List;

/** Breaks sentences at blanks. Stateless. */
public final class Wrap {

  private Wrap() {}

  /**
   * The lines of a text, no longer than {@code width} unless a single word is.
   *
   * @param indent begins all lines but the first
   */
  public static List<String> lines(String text, int width, String indent) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (String word : text.strip().split("\\s+")) {
      boolean begun = !line.isEmpty() && !line.toString().equals(indent);
      if (begun && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
        line.append(indent);
        begun = false;
      }
      line.append(begun ? " " : "").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
