// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.ingest;

import io.tailwatch.producer.data.BadDataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where bytes come from, in one or several stretches, each of which begins as a file does: with a
 * header if there is one, and with line 1. Used by one thread; {@link #stop} by any.
 */
public interface ByteSource extends AutoCloseable {
  /** For messages. */
  String name();

  /** The next stretch; empty when there are no more. */
  Optional<InputStream> next() throws IOException;

  /** Asks for an end soon. What waits for an outside that does not answer may go on waiting. */
  default void stop() {}

  @Override
  void close() throws IOException;

  /** Bytes that are there already, such as standard input. They stay the caller's to close. */
  static ByteSource of(String name, InputStream in) {
    return new SingleSource(name, () -> in, false);
  }

  /**
   * A file from its beginning to its end, opened when it is first read.
   *
   * @throws BadDataException if it is not there, or is a directory
   */
  static ByteSource ofFile(Path path) {
    require(path);
    return new SingleSource(path.toString(), () -> Files.newInputStream(path), true);
  }

  /**
   * A file that grows, until {@link #stop}: waits at its end for more, and begins again where it
   * was truncated or another file has taken its place.
   *
   * @throws BadDataException if it is not there, or is a directory
   */
  static ByteSource ofGrowingFile(Path path) {
    require(path);
    if (!Files.isRegularFile(path)) {
      throw new BadDataException(
          path + ": is not a regular file, which cannot be followed; read it as it is");
    }
    return new GrowingFile(path);
  }

  private static void require(Path path) {
    if (!Files.exists(path)) {
      throw new BadDataException(path + ": no such file; check the path");
    }
    if (Files.isDirectory(path)) {
      throw new BadDataException(path + ": is a directory; give a file");
    }
    if (!Files.isReadable(path)) {
      throw new BadDataException(path + ": may not be read; check its permissions");
    }
  }
}
