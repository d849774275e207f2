// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A file that others write to, as {@code tail -F} reads it. Looks for news ten times a second while
 * there are none.
 *
 * <p>A stretch ends as a file does when another file has taken the place of this one, which is read
 * to its end before; it is cut ({@link InputCutException}) when the file has become shorter than
 * what was read of it, and when reading is stopped. That a file was truncated and has grown beyond
 * the old place again between two looks cannot be seen. Where the file system gives files no
 * identity (Windows) neither can a replacement by a longer file.
 */
final class GrowingFile implements ByteSource {
  private static final long LOOK_MILLIS = 100;

  private final Path path;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private Optional<FileChannel> channel = Optional.empty();

  GrowingFile(Path path) {
    this.path = path;
  }

  @Override
  public String name() {
    return path.toString();
  }

  @Override
  public Optional<InputStream> next() throws IOException {
    close();
    while (!isStopped()) {
      try {
        Optional<Object> before = identity();
        FileChannel opened = FileChannel.open(path, StandardOpenOption.READ);
        channel = Optional.of(opened);
        // Else it was replaced in between, and nobody knows which of the two was opened.
        if (identity().equals(before)) {
          return Optional.of(new Stretch(opened, before));
        }
        close();
      } catch (NoSuchFileException e) {
        // Between the removal of the old file and the making of the new one.
        pause();
      }
    }
    return Optional.empty();
  }

  @Override
  public void stop() {
    stopped.countDown();
  }

  @Override
  public void close() throws IOException {
    if (channel.isPresent()) {
      channel.get().close();
      channel = Optional.empty();
    }
  }

  private boolean isStopped() {
    return stopped.getCount() == 0;
  }

  private void pause() {
    try {
      stopped.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop();
    }
  }

  /** What tells the file that has this name now from another; empty where nothing does. */
  private Optional<Object> identity() throws IOException {
    return Optional.ofNullable(Files.readAttributes(path, BasicFileAttributes.class).fileKey());
  }

  /** One file from its beginning. */
  private final class Stretch extends InputStream {
    private final FileChannel file;
    private final Optional<Object> identity;
    private boolean replaced;

    Stretch(FileChannel file, Optional<Object> identity) {
      this.file = file;
      this.identity = identity;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      while (true) {
        int read = file.read(ByteBuffer.wrap(bytes, offset, length));
        if (read > 0) {
          return read;
        }
        if (replaced) {
          return -1;
        }
        if (isStopped()) {
          throw new InputCutException(path + ": reading was stopped");
        }
        if (file.size() < file.position()) {
          throw new InputCutException(path + ": was truncated");
        }
        // What was written between the last read and the replacement is still to be read.
        replaced = isReplaced();
        if (!replaced) {
          pause();
        }
      }
    }

    private boolean isReplaced() throws IOException {
      try {
        return !identity().equals(identity);
      } catch (NoSuchFileException e) {
        return false;
      }
    }
  }
}
