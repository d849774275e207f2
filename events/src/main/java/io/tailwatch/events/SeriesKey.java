// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.events;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * Record key of a series or of one shard of it: {@code run/series} or {@code run/series/shard}.
 *
 * <p>Each component is percent-encoded as UTF-8; {@code A-Z a-z 0-9 . _ ~ -} stay as they are, all
 * else becomes {@code %XX} with upper-case digits, so one key has exactly one encoding. Immutable.
 *
 * @param run 1 to 256 characters, no control characters
 * @param series as run
 * @param shard index of the shard, not negative; empty for the whole series
 */
public record SeriesKey(String run, String series, OptionalInt shard) {
  private static final String HEX = "0123456789ABCDEF";
  private static final int MAX_ENCODED_LENGTH = 2 * 9 * Names.MAX_LENGTH + 16;

  /**
   * Checks the components.
   *
   * @throws BadEventException when one breaks its rule
   */
  public SeriesKey {
    Names.require("run", run, Names.MAX_LENGTH);
    Names.require("series", series, Names.MAX_LENGTH);
    if (shard.isPresent() && shard.getAsInt() < 0) {
      throw new BadEventException("shard must not be negative: was " + shard.getAsInt());
    }
  }

  /** Key of a whole series. */
  public static SeriesKey of(String run, String series) {
    return new SeriesKey(run, series, OptionalInt.empty());
  }

  /** Key of one shard of a series. */
  public static SeriesKey of(String run, String series, int shard) {
    return new SeriesKey(run, series, OptionalInt.of(shard));
  }

  /** The key of the whole series. */
  public SeriesKey withoutShard() {
    return shard.isEmpty() ? this : of(run, series);
  }

  /** The key of a run in the directory: the run alone, encoded like a component. */
  public static String encodeRun(String run) {
    StringBuilder out = new StringBuilder(run.length() + 8);
    appendEncoded(out, Names.require("run", run, Names.MAX_LENGTH));
    return out.toString();
  }

  /**
   * Reads {@link #encodeRun}'s form.
   *
   * @throws BadEventException when the text is not the encoding of a run
   */
  public static String parseRun(String encoded) {
    if (encoded == null || encoded.length() > MAX_ENCODED_LENGTH) {
      throw new BadEventException("key of a run must be its encoded name: was absent or too long");
    }
    return Names.require("run", decode(encoded), Names.MAX_LENGTH);
  }

  /** The key as it stands in a record. */
  public String encode() {
    StringBuilder out = new StringBuilder(run.length() + series.length() + 8);
    appendEncoded(out, run);
    appendEncoded(out.append('/'), series);
    shard.ifPresent(index -> out.append('/').append(index));
    return out.toString();
  }

  /**
   * Reads {@link #encode()}'s form.
   *
   * @throws BadEventException when the text is not the encoding of a key
   */
  public static SeriesKey parse(String encoded) {
    if (encoded == null || encoded.length() > MAX_ENCODED_LENGTH) {
      throw new BadEventException(
          "key must be run/series or run/series/shard: was "
              + (encoded == null ? "absent" : encoded.length() + " characters long"));
    }
    String[] parts = encoded.split("/", -1);
    if (parts.length != 2 && parts.length != 3) {
      throw new BadEventException("key must be run/series or run/series/shard: was " + encoded);
    }
    OptionalInt shard = parts.length == 3 ? OptionalInt.of(shardOf(parts[2])) : OptionalInt.empty();
    return new SeriesKey(decode(parts[0]), decode(parts[1]), shard);
  }

  private static int shardOf(String text) {
    try {
      int shard = Integer.parseInt(text);
      if (shard >= 0 && Integer.toString(shard).equals(text)) {
        return shard;
      }
    } catch (NumberFormatException e) {
      // Reported below, with the same words as every other bad shard.
    }
    throw new BadEventException("shard in a key must be a decimal number: was " + text);
  }

  private static void appendEncoded(StringBuilder out, String component) {
    for (byte b : component.getBytes(StandardCharsets.UTF_8)) {
      if (unreserved(b)) {
        out.append((char) b);
      } else {
        out.append('%').append(HEX.charAt((b >> 4) & 15)).append(HEX.charAt(b & 15));
      }
    }
  }

  private static String decode(String component) {
    ByteBuffer bytes = ByteBuffer.allocate(component.length());
    for (int i = 0; i < component.length(); i++) {
      char c = component.charAt(i);
      if (c == '%') {
        int high = i + 2 < component.length() ? HEX.indexOf(component.charAt(i + 1)) : -1;
        int low = high >= 0 ? HEX.indexOf(component.charAt(i + 2)) : -1;
        if (low < 0) {
          throw new BadEventException(
              "key component holds a bad escape at " + i + ": " + component);
        }
        bytes.put((byte) (high << 4 | low));
        i += 2;
      } else if (c < 128 && unreserved((byte) c)) {
        bytes.put((byte) c);
      } else {
        throw new BadEventException(
            "key component must be percent-encoded: had '" + c + "' at " + i + " in " + component);
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException e) {
      throw new BadEventException("key component must be UTF-8: was " + component, e);
    }
  }

  private static boolean unreserved(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '.'
        || b == '_'
        || b == '~'
        || b == '-';
  }
}
