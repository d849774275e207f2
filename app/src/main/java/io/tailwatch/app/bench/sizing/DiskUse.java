// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.sizing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeLogDirsResult;

/** How much disk something takes. Stateless. */
final class DiskUse {
  private static final int LIMIT_SECONDS = 30;

  private DiskUse() {}

  /** Bytes of all files below a directory; 0 when it does not exist. */
  static long files(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(DiskUse::size).sum();
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      // Deleted meanwhile.
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Bytes of the changelogs of an application on the one broker there is. */
  static long changelogs(Admin admin, String applicationId)
      throws ExecutionException, InterruptedException, TimeoutException {
    DescribeLogDirsResult result =
        admin.describeLogDirs(
            admin.describeCluster().nodes().get(LIMIT_SECONDS, TimeUnit.SECONDS).stream()
                .map(node -> node.id())
                .toList());
    return result.allDescriptions().get(LIMIT_SECONDS, TimeUnit.SECONDS).values().stream()
        .flatMap(directories -> directories.values().stream())
        .flatMap(directory -> directory.replicaInfos().entrySet().stream())
        .filter(replica -> replica.getKey().topic().startsWith(applicationId + "-"))
        .filter(replica -> replica.getKey().topic().endsWith("-changelog"))
        .mapToLong(replica -> replica.getValue().size())
        .sum();
  }
}
