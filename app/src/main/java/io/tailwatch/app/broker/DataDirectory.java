// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.broker;

import io.tailwatch.app.resource.TemporaryDirectory;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** The broker's directory: a kept one, or a temporary one that {@link #close} deletes. */
final class DataDirectory implements Closeable {

  private static final String LOCK = ".tailwatch.lock";

  private final Path path;
  private final Closeable atClose;

  private DataDirectory(Path path, Closeable atClose) {
    this.path = path;
    this.atClose = atClose;
  }

  static DataDirectory temporary() throws IOException {
    var directory = TemporaryDirectory.create("tailwatch-broker-");
    return new DataDirectory(directory.path(), directory);
  }

  /** Creates the directory if it is missing. */
  static DataDirectory kept(Path path) throws IOException {
    try {
      Files.createDirectories(path);
    } catch (FileAlreadyExistsException e) {
      throw new BrokerStartException(
          "data directory " + path + " is a file: choose another --data-dir", e);
    } catch (IOException e) {
      throw new BrokerStartException(
          "cannot create data directory " + path + ": choose one that you may write to", e);
    }
    if (!Files.isWritable(path)) {
      throw new BrokerStartException(
          "cannot write to data directory " + path + ": choose one that you may write to");
    }
    return new DataDirectory(path.toAbsolutePath(), lock(path));
  }

  /** Kafka takes its own lock too late: its metadata log is open, and written to, before. */
  private static FileChannel lock(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      locked = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // Another broker in this very process.
    } finally {
      if (!locked) {
        channel.close();
      }
    }
    if (!locked) {
      throw new BrokerStartException(
          "data directory "
              + path
              + " is in use by another broker: stop it or choose another --data-dir");
    }
    return channel;
  }

  Path path() {
    return path;
  }

  /**
   * Writes the cluster id on first use.
   *
   * @throws BrokerStartException if the directory holds files that no broker wrote
   */
  void format() throws Exception {
    // Formatting again would fail: a new cluster id does not match the directory's.
    if (Files.exists(path.resolve("meta.properties"))) {
      return;
    }
    try (Stream<Path> entries = Files.list(path)) {
      if (entries.anyMatch(entry -> !entry.endsWith(LOCK))) {
        throw new BrokerStartException(
            "data directory "
                + path
                + " holds files that are not a broker's: choose an empty one with --data-dir");
      }
    }
    new Formatter()
        .setNodeId(1)
        .setClusterId(Uuid.randomUuid().toString())
        .addDirectory(path.toString())
        .setMetadataLogDirectory(path.toString())
        .setReleaseVersion(MetadataVersion.latestProduction())
        .setControllerListenerName(BrokerProperties.CONTROLLER_LISTENER)
        .setPrintStream(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
        .run();
  }

  /** Deletes a temporary directory, releases a kept one. */
  @Override
  public void close() throws IOException {
    atClose.close();
  }
}
