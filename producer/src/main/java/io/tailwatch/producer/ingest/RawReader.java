// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.ingest;

import io.tailwatch.events.IterateValues;
import io.tailwatch.events.IterateValues.BytesView;
import io.tailwatch.events.v1.DataType;
import io.tailwatch.producer.data.BadDataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;

/** Reads vectors of one length and type that follow each other without anything between them. */
final class RawReader implements RecordReader {
  private static final int BUFFER_BYTES = 1 << 16;

  private final String source;
  private final InputStream in;
  private final DataType type;
  private final int width;
  private final int dimension;
  private final boolean swap;
  private final byte[] buffer;
  private final BytesView view;
  private int start;
  private int end;
  private long vectors;

  RawReader(String source, InputStream in, DataType type, int dimension, ByteOrder order) {
    this.source = source;
    this.in = in;
    this.type = type;
    this.width = IterateValues.bytesPerValue(type);
    this.dimension = dimension;
    this.swap = order == ByteOrder.BIG_ENDIAN;
    int record = Math.multiplyExact(width, dimension);
    this.buffer = new byte[Math.max(record, BUFFER_BYTES / record * record)];
    this.view = new BytesView(buffer, 0, buffer.length);
  }

  @Override
  public boolean read(VectorRecord record) throws IOException {
    int length = width * dimension;
    while (end - start < length) {
      if (!fill(length)) {
        return false;
      }
    }
    if (swap) {
      swap(start, start + length);
    }
    record.clear();
    // Only whole records are taken and the buffer holds a number of them, so this divides.
    IterateValues.decode(view, type, start / width, record.valuesOf(dimension), 0, dimension);
    start += length;
    vectors++;
    return true;
  }

  private boolean fill(int length) throws IOException {
    if (start > 0 && end == buffer.length || start == end) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      start = 0;
    }
    int read = in.read(buffer, end, buffer.length - end);
    if (read >= 0) {
      end += read;
      return true;
    }
    if (end > start) {
      throw new BadDataException(
          source
              + ": ends within vector "
              + (vectors + 1)
              + ", after "
              + (end - start)
              + " of its "
              + length
              + " bytes; check the dimension ("
              + dimension
              + ") and the format, or wait until the writer is done");
    }
    return false;
  }

  private void swap(int from, int to) {
    for (int at = from; at < to; at += width) {
      for (int low = at, high = at + width - 1; low < high; low++, high--) {
        byte kept = buffer[low];
        buffer[low] = buffer[high];
        buffer[high] = kept;
      }
    }
  }

  @Override
  public String place() {
    return source + ", vector " + vectors;
  }

  @Override
  public DataType dataType() {
    return type;
  }
}
