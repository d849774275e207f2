// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.stream;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Frames that follow each other, in one array: a client without a filter is sent all of them by one
 * write.
 */
final class Block {
  private final long first;
  private final byte[] bytes;
  private final int[] ends;
  private final String[] runs;

  /** Of at least one frame; {@code runs} are theirs. */
  Block(long first, List<byte[]> frames, List<String> runs) {
    this.first = first;
    this.runs = runs.toArray(String[]::new);
    this.ends = new int[frames.size()];
    int length = 0;
    for (int i = 0; i < ends.length; i++) {
      length += frames.get(i).length;
      ends[i] = length;
    }
    this.bytes = new byte[length];
    for (int i = 0; i < ends.length; i++) {
      byte[] frame = frames.get(i);
      System.arraycopy(frame, 0, bytes, ends[i] - frame.length, frame.length);
    }
  }

  int size() {
    return ends.length;
  }

  int weight() {
    return bytes.length + 16 * ends.length + 64;
  }

  /** The number of the frame behind the last one. */
  long next() {
    return first + ends.length;
  }

  /**
   * The frames of a run from a number on that follow each other without a foreign one between them.
   *
   * @param run null for all
   */
  Chunk read(long from, String run) {
    int start = (int) (from - first);
    while (start < ends.length && !isOf(run, start)) {
      start++;
    }
    int end = start;
    while (end < ends.length && isOf(run, end)) {
      end++;
    }
    int offset = start == 0 ? 0 : ends[start - 1];
    int length = end == start ? 0 : ends[end - 1] - offset;
    return new Chunk(ByteBuffer.wrap(bytes, offset, length), first + end, false);
  }

  private boolean isOf(String run, int frame) {
    return run == null || run.equals(runs[frame]);
  }
}
