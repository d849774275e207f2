// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.letters;

import io.tailwatch.app.cli.Numbers;
import io.tailwatch.app.cli.Printable;
import io.tailwatch.app.live.Wrap;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * What a list says of a letter: small however large the letter is, hostile as it is.
 *
 * @param id where the refused record lies
 * @param place where the letter lies
 * @param millis time stamp of the record
 * @param key its beginning; empty where there was none
 * @param gist what it is about; the names as they are
 * @param bytes length of the value as it came
 * @param truncated whether the letter holds less than that
 * @param json whether the value claims to be JSON
 * @param reason its beginning
 */
record LetterLine(
    Place id,
    Place place,
    long millis,
    byte[] key,
    Gist gist,
    long bytes,
    boolean truncated,
    boolean json,
    String reason) {

  private static final int MAX_KEY = 256;
  private static final int MAX_REASON = 1000;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  static LetterLine of(Letter letter) {
    return new LetterLine(
        letter.id(),
        letter.place(),
        letter.millis(),
        letter.key() == null
            ? new byte[0]
            : Arrays.copyOf(letter.key(), Math.min(MAX_KEY, letter.key().length)),
        Gist.of(letter),
        letter.originalBytes(),
        letter.truncated(),
        letter.isJson(),
        Printable.cut(letter.reason(), MAX_REASON));
  }

  /** Two lines for each letter and a heading; nothing for none. */
  static List<String> table(Collection<LetterLine> letters, String understood, int width) {
    var lines = new ArrayList<String>();
    if (letters.isEmpty()) {
      return lines;
    }
    int ids = letters.stream().mapToInt(l -> l.id.within(understood).length()).max().orElse(0);
    int room = width - 19 - 2 - Math.max(2, ids) - 2 - 2 - 13 - 2 - 9;
    int names =
        Math.max(
            10, Math.min(room, letters.stream().mapToInt(l -> l.name().length()).max().orElse(0)));
    String row = "%-19s  %-" + Math.max(2, ids) + "s  %-" + names + "s  %13s  %9s";
    lines.add(row.formatted("TIME (UTC)", "ID", "RUN/SERIES", "STEP", "SIZE"));
    for (LetterLine letter : letters) {
      lines.add(
          row.formatted(
              time(letter.millis),
              letter.id.within(understood),
              Printable.cut(letter.name(), names),
              step(letter.gist.step()),
              size(letter.bytes)));
      lines.addAll(
          Wrap.lines(
              "    ",
              Printable.text(letter.reason)
                  + (letter.truncated ? " (the letter is truncated)" : ""),
              width,
              "    "));
    }
    return lines;
  }

  private String name() {
    return Printable.text(gist.name().orElse("-"));
  }

  static String time(long millis) {
    return TIME.format(Instant.ofEpochMilli(millis));
  }

  private static String step(OptionalLong step) {
    return step.isPresent() ? Numbers.text(step.getAsLong()) : "-";
  }

  /** Bytes for people, four digits at most. */
  static String size(long bytes) {
    return bytes < 10_000
        ? Numbers.text(bytes) + " B"
        : bytes < 10_000L << 10
            ? Numbers.text(bytes >> 10) + " KiB"
            : Numbers.text(bytes >> 20) + " MiB";
  }
}
