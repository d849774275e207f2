// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The files of the image, put together as the Dockerfile does from what Maven has built. */
final class Layout {
  private static final String SOURCES = "/src/";
  private static final Set<PosixFilePermission> WRITE =
      EnumSet.of(
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_WRITE);

  private Layout() {}

  /** Copies what the last stage copies; nobody may write to it afterwards. */
  static void assemble(Dockerfile file, Path root) throws IOException {
    for (String copy : file.all("COPY")) {
      String[] words = copy.split(" ");
      if (words.length != 3 || !words[1].startsWith(SOURCES)) {
        throw new IllegalArgumentException("COPY of something else: " + copy);
      }
      Path from = Repository.ROOT.resolve(words[1].substring(SOURCES.length()));
      if (!Files.exists(from)) {
        throw new AssertionError(from + " is missing: the image is made of what is packaged");
      }
      copy(from, root.resolve(words[2].substring(1)));
    }
    for (Path path : all(root)) {
      Set<PosixFilePermission> mode = EnumSet.copyOf(Files.getPosixFilePermissions(path));
      mode.removeAll(WRITE);
      mode.add(PosixFilePermission.OTHERS_READ);
      if (mode.contains(PosixFilePermission.OWNER_EXECUTE)) {
        mode.add(PosixFilePermission.OTHERS_EXECUTE);
      }
      Files.setPosixFilePermissions(path, mode);
    }
  }

  /** Lets its owner delete it again. */
  static void release(Path root) throws IOException {
    for (Path path : all(root)) {
      Set<PosixFilePermission> mode = EnumSet.copyOf(Files.getPosixFilePermissions(path));
      mode.add(PosixFilePermission.OWNER_WRITE);
      Files.setPosixFilePermissions(path, mode);
    }
  }

  /** Everything in it, with time and size: equal if nothing was written. */
  static List<String> listing(Path root) throws IOException {
    return all(root).stream().map(Layout::line).sorted().toList();
  }

  private static String line(Path path) {
    try {
      return path + " " + Files.getLastModifiedTime(path) + " " + Files.size(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    for (Path path : all(from)) {
      Files.copy(
          path,
          to.resolve(from.relativize(path).toString()).normalize(),
          StandardCopyOption.COPY_ATTRIBUTES,
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static List<Path> all(Path top) throws IOException {
    try (Stream<Path> paths = Files.walk(top)) {
      return paths.toList();
    }
  }
}
