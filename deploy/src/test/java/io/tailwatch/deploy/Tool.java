// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.deploy;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Programs of other projects on the path. They are never downloaded by a test. */
enum Tool {
  /** Prometheus. */
  PROMETHEUS("prometheus"),
  /** Alertmanager; Debian calls it by the longer name. */
  ALERTMANAGER("alertmanager", "prometheus-alertmanager");

  private final List<String> names;

  Tool(String... names) {
    this.names = List.of(names);
  }

  /** Where it is. */
  Optional<Path> find() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(dir -> !dir.isEmpty())
        .flatMap(dir -> names.stream().map(name -> Path.of(dir, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Without it the test that asks is skipped, and where the variable {@code CI} is set it fails:
   * there nobody would see that something was left out.
   */
  void require() {
    if (find().isPresent()) {
      return;
    }
    String cure = "the command line of " + names.get(0) + " is not tested: it is not on the path";
    String ci = System.getenv().getOrDefault("CI", "");
    if (!ci.isEmpty() && !ci.equals("false") && !ci.equals("0")) {
      throw new AssertionError(cure);
    }
    Assumptions.abort(cure);
  }
}
