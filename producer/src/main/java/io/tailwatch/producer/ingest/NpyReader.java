// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.ingest;

import io.tailwatch.events.IterateValues;
import io.tailwatch.events.v1.DataType;
import io.tailwatch.producer.data.BadDataException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads arrays of NumPy: the first axis counts vectors, the others make up each. Arrays may follow
 * each other, as {@code numpy.save(sys.stdout.buffer, x)} in a loop writes them: the way to publish
 * as it comes, since an array says in front how long it is.
 */
final class NpyReader implements RecordReader {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** NumPy itself takes 10,000 for suspicious. */
  private static final int MAX_HEADER_BYTES = 1 << 16;

  private final String source;
  private final InputStream in;
  private final OptionalInt dimension;
  private Optional<NpyHeader> header = Optional.empty();
  private Optional<RawReader> values = Optional.empty();
  private long left;
  private long vectors;

  NpyReader(String source, InputStream in, OptionalInt dimension) {
    this.source = source;
    this.in = new BufferedInputStream(in, 1 << 16);
    this.dimension = dimension;
  }

  @Override
  public boolean read(VectorRecord record) throws IOException {
    while (left == 0) {
      if (!readHeader()) {
        return false;
      }
    }
    if (!values.orElseThrow().read(record)) {
      throw new BadDataException(
          source
              + ": ends "
              + left
              + (left == 1 ? " vector" : " vectors")
              + " before its header says; wait until the writer is done, or save it again");
    }
    left--;
    vectors++;
    return true;
  }

  private boolean readHeader() throws IOException {
    byte[] start = in.readNBytes(MAGIC.length + 2);
    if (start.length == 0) {
      return false;
    }
    for (int i = 0; i < MAGIC.length; i++) {
      if (i >= start.length || start[i] != MAGIC[i]) {
        throw new BadDataException(
            vectors == 0
                ? source + ": is not a NumPy array (.npy); choose another format"
                : source + ": what follows vector " + vectors + " is not another NumPy array");
      }
    }
    byte[] all = start.length < MAGIC.length + 2 ? new byte[0] : readLengthAndHeader(start[6]);
    NpyHeader read = NpyHeader.parse(source, new String(all, StandardCharsets.UTF_8), dimension);
    left = read.vectors();
    header = Optional.of(read);
    // Bounded: the reader of the numbers must not take what belongs to the next header.
    long width = IterateValues.bytesPerValue(read.type());
    var body = new BoundedInput(in, Math.multiplyExact(left, width * read.dimension()));
    values = Optional.of(new RawReader(source, body, read.type(), read.dimension(), read.order()));
    return true;
  }

  private byte[] readLengthAndHeader(byte major) throws IOException {
    if (major < 1 || major > 3) {
      throw new BadDataException(
          source + ": is version " + major + " of the NumPy format; versions 1 to 3 are read");
    }
    byte[] bytes = in.readNBytes(major == 1 ? 2 : 4);
    long length = 0;
    for (int i = bytes.length - 1; i >= 0; i--) {
      length = length << 8 | bytes[i] & 0xff;
    }
    if (length > MAX_HEADER_BYTES) {
      throw new BadDataException(
          source + ": its header has " + length + " bytes; at most " + MAX_HEADER_BYTES);
    }
    byte[] text = in.readNBytes((int) length);
    if (text.length < length) {
      throw new BadDataException(source + ": ends within its header");
    }
    return text;
  }

  @Override
  public String place() {
    return source + ", vector " + vectors;
  }

  @Override
  public DataType dataType() {
    return header.orElseThrow().type();
  }

  /** The next bytes of a stream, so many. */
  private static final class BoundedInput extends InputStream {
    private final InputStream in;
    private long left;

    BoundedInput(InputStream in, long length) {
      this.in = in;
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int read = in.read(bytes, offset, (int) Math.min(length, left));
      left -= Math.max(0, read);
      return read;
    }
  }
}
