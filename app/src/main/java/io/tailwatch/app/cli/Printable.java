// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.cli;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Text and bytes from outside, made safe for one line on a terminal: what could move the cursor,
 * begin a line, turn the writing direction or hide is written as an escape. Stateless.
 */
public final class Printable {

  private Printable() {}

  /** The text, with {@code \n} for a line break and {@code \x1b} or {@code \u200e} for the rest. */
  public static String text(String text) {
    var safe = new StringBuilder(text.length() + 8);
    text.codePoints().forEach(codePoint -> append(safe, codePoint));
    return safe.toString();
  }

  /** The bytes as UTF-8 where they are that, else every byte that is not ASCII as an escape. */
  public static String bytes(byte[] bytes) {
    try {
      return text(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      var safe = new StringBuilder(2 * bytes.length);
      for (byte b : bytes) {
        if (b >= ' ' && b < 0x7f) {
          safe.append((char) b);
        } else {
          safe.append(String.format("\\x%02x", b & 0xff));
        }
      }
      return safe.toString();
    }
  }

  /** At most so many characters, the last three of them dots where some are left out. */
  public static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, Math.max(0, length - 3)) + "...";
  }

  private static void append(StringBuilder safe, int codePoint) {
    switch (codePoint) {
      case '\n' -> safe.append("\\n");
      case '\r' -> safe.append("\\r");
      case '\t' -> safe.append("\\t");
      default -> {
        if (!isHidden(codePoint)) {
          safe.appendCodePoint(codePoint);
        } else if (codePoint < 0x100) {
          safe.append(String.format("\\x%02x", codePoint));
        } else {
          safe.append(String.format("\\u%04x", codePoint));
        }
      }
    }
  }

  private static boolean isHidden(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }
}
