// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.docs;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** A program of this machine that a test needs. */
public final class Tool {

  private Tool() {}

  /**
   * Where it is. Without it the test that asks is skipped, and where the variable {@code CI} is set
   * it fails: there nobody would see that it never ran.
   *
   * @param cure what to install
   */
  public static Path require(String name, String cure, Map<String, String> env) {
    Optional<Path> found =
        Arrays.stream(env.getOrDefault("PATH", "").split(File.pathSeparator))
            .filter(dir -> !dir.isEmpty())
            .map(dir -> Path.of(dir, name))
            .filter(Files::isExecutable)
            .findFirst();
    return found.orElseThrow(() -> missing(name, cure, env));
  }

  /** Skips the test, or fails it in CI, for want of something. */
  public static AssertionError missing(String name, String cure, Map<String, String> env) {
    String message = "not tested: there is no " + name + "; " + cure;
    String ci = env.getOrDefault("CI", "");
    if (ci.isEmpty() || ci.equals("false") || ci.equals("0")) {
      Assumptions.abort(message);
    }
    return new AssertionError(message);
  }
}
