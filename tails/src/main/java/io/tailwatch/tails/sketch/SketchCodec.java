// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.sketch;

import java.util.Objects;

/** The bytes of a sketch, format 1; {@link TailSketch#toBytes()} says what they are. */
final class SketchCodec {
  private static final int VERSION = 1;
  private static final int SIGNED_FLAG = 0x80;
  private static final int HEADER = 2;
  private static final int LEAST_BUCKET_BYTES = 3;
  private static final int MAX_VARINT_BYTES = 9;

  private SketchCodec() {}

  static byte[] encode(TailSketch sketch) {
    SpecialCounts special = sketch.special();
    int size = HEADER + length(special.zeros()) + length(special.subnormals());
    size += length(special.infinities()) + length(special.nans()) + length(sketch.bucketCount());
    for (int i = 0; i < sketch.bucketCount(); i++) {
      size += length(gap(sketch, i)) + length(sketch.count(i)) + length(sketch.mantissaSum(i));
    }
    byte[] bytes = new byte[size];
    bytes[0] = VERSION;
    bytes[1] =
        (byte) (sketch.mantissaBits() | (sketch.layout() == SketchLayout.SIGNED ? SIGNED_FLAG : 0));
    int at = put(bytes, HEADER, special.zeros());
    at = put(bytes, at, special.subnormals());
    at = put(bytes, at, special.infinities());
    at = put(bytes, at, special.nans());
    at = put(bytes, at, sketch.bucketCount());
    for (int i = 0; i < sketch.bucketCount(); i++) {
      at = put(bytes, at, gap(sketch, i));
      at = put(bytes, at, sketch.count(i));
      at = put(bytes, at, sketch.mantissaSum(i));
    }
    return bytes;
  }

  static TailSketch decode(byte[] bytes) {
    Objects.requireNonNull(bytes, "bytes");
    if (bytes.length < HEADER) {
      throw malformed("it ends after " + bytes.length + " bytes");
    }
    if (bytes[0] != VERSION) {
      throw malformed("version must be " + VERSION + ": was " + (bytes[0] & 0xff));
    }
    SketchLayout layout =
        (bytes[1] & SIGNED_FLAG) != 0 ? SketchLayout.SIGNED : SketchLayout.UNSIGNED;
    BucketGrid grid = grid(bytes[1] & (SIGNED_FLAG - 1));
    Reader in = new Reader(bytes);
    SpecialCounts special = new SpecialCounts(in.count(), in.count(), in.count(), in.count());
    long declared = in.varint();
    if (declared > grid.tableSize(layout) || declared * LEAST_BUCKET_BYTES > in.remaining()) {
      throw malformed(
          "bucket count must fit the " + in.remaining() + " bytes left: was " + declared);
    }
    int size = (int) declared;
    int[] buckets = new int[size];
    long[] counts = new long[size];
    long[] sums = new long[size];
    long total = special.zeros() + special.subnormals() + special.infinities() + special.nans();
    long widest = (1L << grid.shift()) - 1;
    long previous = -1;
    for (int i = 0; i < size; i++) {
      long bucket = previous + 1 + Math.min(in.varint(), grid.tableSize(layout));
      buckets[i] = normalBucket(bucket, grid, layout);
      previous = bucket;
      counts[i] = in.count();
      if (counts[i] == 0) {
        throw malformed("count must be positive: was 0 in bucket " + bucket);
      }
      total += counts[i];
      sums[i] = in.varint();
      if (sums[i] > counts[i] * widest) {
        throw malformed(
            "mantissa sum must be at most "
                + counts[i] * widest
                + " in bucket "
                + bucket
                + ": was "
                + sums[i]);
      }
    }
    if (in.remaining() > 0) {
      throw malformed(in.remaining() + " bytes are left over");
    }
    if (total > TailSketch.MAX_TOTAL) {
      throw malformed("total must be at most " + TailSketch.MAX_TOTAL + ": was " + total);
    }
    return new TailSketch(layout, grid, special, buckets, counts, sums);
  }

  private static BucketGrid grid(int mantissaBits) {
    try {
      return new BucketGrid(mantissaBits);
    } catch (IllegalArgumentException e) {
      throw malformed(e.getMessage());
    }
  }

  private static int normalBucket(long bucket, BucketGrid grid, SketchLayout layout) {
    int magnitude = (int) bucket & (grid.magnitudes() - 1);
    if (bucket >= grid.tableSize(layout)
        || magnitude < grid.firstNormal()
        || magnitude >= grid.endNormal()) {
      throw malformed("bucket must be one of normal samples: was " + bucket);
    }
    return (int) bucket;
  }

  private static long gap(TailSketch sketch, int i) {
    return sketch.bucket(i) - (i == 0 ? 0 : sketch.bucket(i - 1) + 1);
  }

  private static int length(long value) {
    return Math.max(1, (70 - Long.numberOfLeadingZeros(value)) / 7);
  }

  private static int put(byte[] bytes, int offset, long value) {
    int at = offset;
    long rest = value;
    for (; rest > 0x7f; rest >>>= 7) {
      bytes[at++] = (byte) (rest | 0x80);
    }
    bytes[at++] = (byte) rest;
    return at;
  }

  private static IllegalArgumentException malformed(String reason) {
    return new IllegalArgumentException("not a tail sketch: " + reason);
  }

  /** Reads varints of non-negative longs, refusing other encodings of the same number. */
  private static final class Reader {
    private final byte[] bytes;
    private int at = HEADER;

    Reader(byte[] bytes) {
      this.bytes = bytes;
    }

    int remaining() {
      return bytes.length - at;
    }

    long varint() {
      long value = 0;
      for (int i = 0; i < MAX_VARINT_BYTES; i++) {
        if (at == bytes.length) {
          throw malformed("it ends after " + at + " bytes");
        }
        byte next = bytes[at++];
        value |= (long) (next & 0x7f) << (7 * i);
        if (next >= 0) {
          if (next == 0 && i > 0) {
            throw malformed("a number ends in a needless zero before byte " + at);
          }
          return value;
        }
      }
      throw malformed("a number is longer than " + MAX_VARINT_BYTES + " bytes before byte " + at);
    }

    long count() {
      long value = varint();
      if (value > TailSketch.MAX_TOTAL) {
        throw malformed("count must be at most " + TailSketch.MAX_TOTAL + ": was " + value);
      }
      return value;
    }
  }
}
