// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.letters;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailwatch.app.cli.Numbers;
import io.tailwatch.app.cli.Printable;
import io.tailwatch.app.live.Wrap;
import io.tailwatch.events.v1.IterateBatch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.Header;

/** All about one letter, safe to print. Stateless. */
final class LetterPage {

  private static final int MAX_TEXT = 1000;
  private static final int MAX_TRACE_LINES = 30;
  private static final int DUMPED_BYTES = 256;
  private static final String INDENT = "  ";
  private static final String HANGING = "                 ";

  private LetterPage() {}

  static List<String> lines(Letter letter, int width) {
    LetterLine line = LetterLine.of(letter);
    var lines = new ArrayList<String>();
    lines.add("Letter " + Printable.text(letter.id().toString()));
    field(lines, "reason", Printable.text(line.reason()), width);
    field(lines, "exception", Printable.text(letter.exception()), width);
    field(lines, "time (UTC)", LetterLine.time(letter.millis()), width);
    field(lines, "letter at", letter.place().toString(), width);
    field(
        lines,
        "key",
        letter.key() == null ? "none" : Printable.cut(Printable.bytes(letter.key()), MAX_TEXT),
        width);
    field(lines, "run", shown(line.gist().run(), line.gist().from()), width);
    field(lines, "series", shown(line.gist().series(), line.gist().from()), width);
    line.gist().step().ifPresent(step -> field(lines, "first step", Numbers.text(step), width));
    field(lines, "size", size(letter), width);
    headers(lines, letter, width);
    value(lines, letter, width);
    trace(lines, letter, width);
    return lines;
  }

  private static String shown(Object item) {
    return item instanceof Boolean yes ? (yes ? "yes" : "no") : Printable.text(item.toString());
  }

  private static String shown(String name, String from) {
    return name.isEmpty()
        ? "cannot be read"
        : Printable.text(name) + (from.equals("key") ? "  (from the key)" : "");
  }

  private static String size(Letter letter) {
    if (letter.value() == null) {
      return "no value";
    }
    return Numbers.text(letter.originalBytes())
        + " bytes"
        + (letter.truncated()
            ? ", of which the letter holds the first "
                + Numbers.text(letter.value().length)
                + ", or not all headers: it cannot be replayed"
            : "");
  }

  private static void headers(List<String> lines, Letter letter, int width) {
    lines.add("");
    lines.add("Headers as they came");
    int before = lines.size();
    for (Header header : letter.original()) {
      String value =
          header.value() == null
              ? "null"
              : Printable.cut(Printable.bytes(header.value()), MAX_TEXT);
      field(lines, Printable.cut(Printable.text(header.key()), MAX_TEXT), value, width);
    }
    if (lines.size() == before) {
      lines.add(INDENT + "none");
    }
  }

  private static void value(List<String> lines, Letter letter, int width) {
    if (letter.value() == null) {
      return;
    }
    lines.add("");
    Optional<Map<String, Object>> batch = batch(letter);
    if (batch.isPresent()) {
      lines.add("Batch, as far as it can be read");
      batch.get().forEach((name, item) -> field(lines, name, shown(item), width));
    } else if (letter.isJson()) {
      lines.add("Value, its beginning");
      byte[] head = Arrays.copyOf(letter.value(), Math.min(letter.value().length, MAX_TEXT));
      lines.addAll(hard(Printable.bytes(head), width - INDENT.length()));
    } else {
      lines.add("Value, the first bytes");
      HexDump.lines(letter.value(), DUMPED_BYTES).forEach(row -> lines.add(INDENT + row));
    }
  }

  /** The batch in a Protobuf value; empty where the value is something else. */
  private static Optional<Map<String, Object>> batch(Letter letter) {
    if (letter.value() == null || letter.isJson()) {
      return Optional.empty();
    }
    IterateBatch batch = Gist.parse(letter.value());
    return batch.getRun().isEmpty() && batch.getSeries().isEmpty()
        ? Optional.empty()
        : Optional.of(BatchHead.of(batch));
  }

  private static void trace(List<String> lines, Letter letter, int width) {
    if (letter.stackTrace().isEmpty()) {
      return;
    }
    lines.add("");
    lines.add("Stack trace");
    List<String> trace = letter.stackTrace().lines().toList();
    trace.stream()
        .limit(MAX_TRACE_LINES)
        .forEach(
            row ->
                lines.add(
                    INDENT
                        + Printable.cut(
                            Printable.text(row.replace("\t", "  ")), width - INDENT.length())));
    if (trace.size() > MAX_TRACE_LINES) {
      lines.add(INDENT + "... and " + (trace.size() - MAX_TRACE_LINES) + " lines more");
    }
  }

  private static void field(List<String> lines, String name, String text, int width) {
    if (!text.isEmpty()) {
      lines.addAll(Wrap.lines(INDENT + "%-14s ".formatted(name), text, width, HANGING));
    }
  }

  /** Cuts where the line is full: there need not be a blank. */
  private static List<String> hard(String text, int width) {
    var lines = new ArrayList<String>();
    for (int from = 0; from < text.length(); from += width) {
      lines.add(INDENT + text.substring(from, Math.min(text.length(), from + width)));
    }
    return lines;
  }

  static ObjectNode json(Letter letter) {
    ObjectNode node = LettersJson.of(LetterLine.of(letter));
    node.put("exception", letter.exception());
    node.put("stackTrace", letter.stackTrace());
    ArrayNode headers = node.putArray("headers");
    for (Header header : letter.original()) {
      ObjectNode each = headers.addObject();
      each.put("name", header.key());
      each.put(
          "value",
          header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8));
    }
    batch(letter)
        .ifPresentOrElse(
            head -> {
              ObjectNode fields = node.putObject("batch");
              head.forEach(fields::putPOJO);
            },
            () -> node.putNull("batch"));
    return node;
  }
}
