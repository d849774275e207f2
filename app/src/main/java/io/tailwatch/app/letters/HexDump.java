// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.letters;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Bytes as {@code hexdump -C} shows them. Stateless. */
final class HexDump {

  private static final int ROW = 16;

  private HexDump() {}

  /** At most so many of the bytes. */
  static List<String> lines(byte[] bytes, int limit) {
    var lines = new ArrayList<String>();
    HexFormat hex = HexFormat.ofDelimiter(" ");
    int length = Math.min(limit, bytes.length);
    for (int from = 0; from < length; from += ROW) {
      int to = Math.min(length, from + ROW);
      var text = new StringBuilder(ROW);
      for (int i = from; i < to; i++) {
        text.append(bytes[i] >= ' ' && bytes[i] < 0x7f ? (char) bytes[i] : '.');
      }
      lines.add("%08x  %-47s  |%s|".formatted(from, hex.formatHex(bytes, from, to), text));
    }
    return lines;
  }
}
