// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.stream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The last frames, numbered without gaps; the oldest go when there are too many or they take too
 * much. Their ids are {@code <instance>-<number>}. Thread-safe.
 */
final class Ring {
  /** Of a block: what one client that does not read may keep from being collected. */
  static final int BLOCK_BYTES = 16 << 10;

  private static final Pattern ID = Pattern.compile("([0-9a-f]{1,16})-([0-9]{1,18})");

  private final String instance;
  private final int maxFrames;
  private final long maxBytes;
  private final TreeMap<Long, Block> blocks = new TreeMap<>();
  private long next = 1;
  private long weight;

  /**
   * An empty one.
   *
   * @param instance tells the ids of this process from those of another, in hexadecimal digits
   */
  Ring(String instance, int maxFrames, long maxBytes) {
    this.instance = instance;
    this.maxFrames = maxFrames;
    this.maxBytes = maxBytes;
  }

  /** Writes events, each once. */
  synchronized void append(List<StreamEvent> events) {
    List<byte[]> frames = new ArrayList<>();
    List<String> runs = new ArrayList<>();
    long number = next;
    int bytes = 0;
    for (StreamEvent event : events) {
      byte[] frame = event.frame(id(number++));
      if (bytes > 0 && bytes + frame.length > BLOCK_BYTES) {
        add(new Block(next, frames, runs));
        frames.clear();
        runs.clear();
        bytes = 0;
      }
      frames.add(frame);
      runs.add(event.run());
      bytes += frame.length;
    }
    if (bytes > 0) {
      add(new Block(next, frames, runs));
    }
  }

  private void add(Block block) {
    blocks.put(next, block);
    next = block.next();
    weight += block.weight();
    while (blocks.size() > 1 && (next - first() > maxFrames || weight > maxBytes)) {
      weight -= blocks.pollFirstEntry().getValue().weight();
    }
  }

  /** What was held is held no longer: whoever comes next is told to {@code resync}. */
  synchronized void forget() {
    blocks.clear();
    weight = 0;
    next++;
  }

  private long first() {
    return blocks.isEmpty() ? next : blocks.firstKey();
  }

  /**
   * What is to be sent to a client that wants frame {@code from} next; null when that has not been
   * written yet.
   *
   * @param run null for all
   */
  synchronized Chunk read(long from, String run) {
    if (from < first()) {
      return resync(true);
    }
    return from >= next ? null : blocks.floorEntry(from).getValue().read(from, run);
  }

  /** Tells a client to read everything anew, and to go on from here. */
  synchronized Chunk resync(boolean lost) {
    byte[] frame =
        ("id: " + id(next - 1) + "\nevent: resync\ndata: {}\n\n")
            .getBytes(StandardCharsets.US_ASCII);
    return new Chunk(ByteBuffer.wrap(frame), next, lost);
  }

  /** The frame behind the one with this id; empty when that is not, or no longer, known. */
  synchronized OptionalLong after(String id) {
    Matcher parts = ID.matcher(id);
    if (!parts.matches() || !parts.group(1).equals(instance)) {
      return OptionalLong.empty();
    }
    long wanted = Long.parseLong(parts.group(2)) + 1;
    return wanted >= first() && wanted <= next ? OptionalLong.of(wanted) : OptionalLong.empty();
  }

  private String id(long number) {
    return instance + "-" + number;
  }

  synchronized int frames() {
    return (int) (next - first());
  }

  synchronized long weight() {
    return weight;
  }
}
