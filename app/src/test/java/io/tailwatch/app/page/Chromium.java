// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.page;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The browser of this machine. It is never downloaded by a test. */
final class Chromium {
  /** Path of a browser that is not on the path, or not the first one there. */
  static final String VARIABLE = "TAILWATCH_CHROMIUM";

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome-stable", "google-chrome");

  private Chromium() {}

  /**
   * Where it is. Without one the test that asks is skipped, and where the variable {@code CI} is
   * set it fails: there nobody would see that it never ran.
   */
  static Path require(Map<String, String> env) {
    Optional<Path> found = find(env);
    if (found.isEmpty()) {
      String cure =
          "the live page is not tested: there is no Chromium; apt-get install chromium, or set "
              + VARIABLE
              + " to the path of one";
      if (isCi(env)) {
        throw new AssertionError(cure);
      }
      Assumptions.abort(cure);
    }
    return found.get();
  }

  private static boolean isCi(Map<String, String> env) {
    String ci = env.getOrDefault("CI", "");
    return !ci.isEmpty() && !ci.equals("false") && !ci.equals("0");
  }

  private static Optional<Path> find(Map<String, String> env) {
    String named = env.getOrDefault(VARIABLE, "");
    if (!named.isEmpty()) {
      Path path = Path.of(named);
      if (!Files.isExecutable(path)) {
        throw new AssertionError(VARIABLE + " must be the path of a browser: was " + named);
      }
      return Optional.of(path);
    }
    return Arrays.stream(env.getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(dir -> !dir.isEmpty())
        .flatMap(dir -> NAMES.stream().map(name -> Path.of(dir, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
