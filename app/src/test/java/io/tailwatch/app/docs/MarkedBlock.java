// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A fenced block of a page of the documentation that a test runs as it stands. A comment on the
 * line before it gives it a name: {@code <!-- test: NAME -->}.
 */
public final class MarkedBlock {

  private MarkedBlock() {}

  /**
   * The text between the fences, each line with its end.
   *
   * @param page path from the top of the tree
   * @param name of the block, which must be there once
   */
  public static String of(String page, String name) throws IOException {
    // Tests run in the directory of their module.
    return in(page, Files.readAllLines(Path.of("..").resolve(page)), name);
  }

  static String in(String page, List<String> lines, String name) {
    String mark = "<!-- test: " + name + " -->";
    List<String> stripped = lines.stream().map(String::strip).toList();
    int at = stripped.indexOf(mark);
    if (at < 0 || at != stripped.lastIndexOf(mark)) {
      throw new AssertionError(page + " must have the line " + mark + " once");
    }
    if (at + 1 >= lines.size() || !stripped.get(at + 1).startsWith("```")) {
      throw new AssertionError(page + ": " + mark + " must stand right before a fenced block");
    }
    int end = at + 2 + stripped.subList(at + 2, lines.size()).indexOf("```");
    if (end < at + 2) {
      throw new AssertionError(page + ": the block of " + mark + " does not end");
    }
    var block = new StringBuilder();
    lines.subList(at + 2, end).forEach(line -> block.append(line).append('\n'));
    return block.toString();
  }
}
