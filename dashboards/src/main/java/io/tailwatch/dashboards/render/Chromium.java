// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.dashboards.render;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The browser of this machine. It is never downloaded. */
final class Chromium {
  /** Path of a browser that is not on the path, or not the first one there. */
  static final String VARIABLE = "TAILWATCH_CHROMIUM";

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome-stable", "google-chrome");

  private Chromium() {}

  /** Where it is; empty without one. */
  static Optional<Path> find(Map<String, String> env) {
    String named = env.getOrDefault(VARIABLE, "");
    if (!named.isEmpty()) {
      return Optional.of(Path.of(named));
    }
    return Arrays.stream(env.getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(dir -> !dir.isEmpty())
        .flatMap(dir -> NAMES.stream().map(name -> Path.of(dir, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
