// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Cuts bytes into lines, at {@code \n} or {@code \r\n}. The last line may lack its end. A byte
 * order mark of UTF-8 is dropped. Holds one line, of at most {@value #MAX_LINE_BYTES} bytes.
 * Single-threaded.
 */
final class LineReader {
  /** The longest batch, a megabyte, holds half a million values; 16 MiB leave 32 bytes for each. */
  static final int MAX_LINE_BYTES = 16 << 20;

  private static final int FIRST_CAPACITY = 1 << 16;

  private final String source;
  private final InputStream in;
  private byte[] buffer = new byte[FIRST_CAPACITY];
  private int start;
  private int end;
  private int lineStart;
  private int lineLength;
  private long number;
  private boolean ended;
  private boolean skipping;

  LineReader(String source, InputStream in) {
    this.source = source;
    this.in = in;
  }

  /**
   * Waits for the next line.
   *
   * @return false at the end
   * @throws BadRecordException if the line is too long
   */
  boolean next() throws IOException, BadRecordException {
    if (skipping && !skipLine()) {
      return false;
    }
    int scanned = start;
    while (true) {
      for (; scanned < end; scanned++) {
        if (buffer[scanned] == '\n') {
          take(scanned);
          start = scanned + 1;
          return true;
        }
      }
      if (ended) {
        take(end);
        start = end;
        // An end of file behind the end of a line does not begin another one.
        return lineLength > 0;
      }
      int before = start;
      makeRoom();
      scanned -= before - start;
      fill();
    }
  }

  private boolean skipLine() throws IOException {
    while (true) {
      for (; start < end; start++) {
        if (buffer[start] == '\n') {
          start++;
          skipping = false;
          return true;
        }
      }
      if (ended) {
        return false;
      }
      start = 0;
      end = 0;
      fill();
    }
  }

  private void take(int lineEnd) {
    number++;
    lineStart = start;
    if (number == 1 && startsWithMark(lineEnd)) {
      lineStart += 3;
    }
    lineLength = lineEnd - lineStart;
    if (lineLength > 0 && buffer[lineEnd - 1] == '\r') {
      lineLength--;
    }
  }

  private boolean startsWithMark(int lineEnd) {
    return lineEnd - start >= 3
        && buffer[start] == (byte) 0xef
        && buffer[start + 1] == (byte) 0xbb
        && buffer[start + 2] == (byte) 0xbf;
  }

  private void makeRoom() throws BadRecordException {
    if (end < buffer.length) {
      return;
    }
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      start = 0;
    } else if (buffer.length < MAX_LINE_BYTES) {
      buffer = Arrays.copyOf(buffer, Math.min(MAX_LINE_BYTES, 2 * buffer.length));
    } else {
      number++;
      skipping = true;
      start = end;
      throw new BadRecordException(
          place() + ": is longer than " + MAX_LINE_BYTES + " bytes; is this a text file?");
    }
  }

  private void fill() throws IOException {
    int read = in.read(buffer, end, buffer.length - end);
    if (read < 0) {
      ended = true;
    } else {
      end += read;
    }
  }

  /** The bytes of the line lie in here, from {@link #offset()} on, until the next call. */
  byte[] bytes() {
    return buffer;
  }

  int offset() {
    return lineStart;
  }

  int length() {
    return lineLength;
  }

  String text() {
    return new String(buffer, lineStart, lineLength, StandardCharsets.UTF_8);
  }

  boolean isBlank() {
    for (int i = lineStart; i < lineStart + lineLength; i++) {
      if (buffer[i] != ' ' && buffer[i] != '\t') {
        return false;
      }
    }
    return true;
  }

  /** Whether it holds control characters, which no text does. */
  boolean isBinary() {
    for (int i = lineStart; i < lineStart + lineLength; i++) {
      if (buffer[i] >= 0 && buffer[i] < ' ' && buffer[i] != '\t') {
        return true;
      }
    }
    return false;
  }

  /** Source and number of the line. */
  String place() {
    return source + ", line " + number;
  }

  BadRecordException notText() {
    return new BadRecordException(
        place() + ": is not text (or not UTF-8); choose another format, or save it as UTF-8");
  }
}
