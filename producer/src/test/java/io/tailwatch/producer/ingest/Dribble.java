// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.ingest;

import java.io.InputStream;

/** Bytes that come a few at a time, as from a pipe. */
final class Dribble extends InputStream {
  private final byte[] bytes;
  private final int most;
  private int next;

  Dribble(byte[] bytes, int most) {
    this.bytes = bytes.clone();
    this.most = most;
  }

  @Override
  public int read() {
    return next == bytes.length ? -1 : bytes[next++] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (next == bytes.length) {
      return -1;
    }
    int count = Math.min(Math.min(length, most), bytes.length - next);
    System.arraycopy(bytes, next, target, offset, count);
    next += count;
    return count;
  }
}
