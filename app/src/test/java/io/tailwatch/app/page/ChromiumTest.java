// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** That tests of the page are never left out where nobody looks. */
class ChromiumTest {
  @TempDir private Path dir;

  @Test
  void isFoundOnThePath() throws IOException {
    Path browser = executable("chromium");
    assertThat(Chromium.require(Map.of("PATH", "/nowhere:" + dir))).isEqualTo(browser);
  }

  @Test
  void isTheOneThatIsNamed() throws IOException {
    executable("chromium");
    Path other = executable("other");
    assertThat(
            Chromium.require(
                Map.of("PATH", dir.toString(), "TAILWATCH_CHROMIUM", other.toString())))
        .isEqualTo(other);
  }

  @Test
  void withoutOneATestIsSkippedAndSaysHowToInstallIt() {
    assertThatThrownBy(() -> Chromium.require(Map.of("PATH", dir.toString(), "CI", "false")))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("apt-get install chromium");
  }

  @Test
  void withoutOneATestFailsInCi() {
    assertThatThrownBy(() -> Chromium.require(Map.of("PATH", dir.toString(), "CI", "true")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("apt-get install chromium");
  }

  @Test
  void aWrongNameIsNotPassedOver() {
    assertThatThrownBy(() -> Chromium.require(Map.of("TAILWATCH_CHROMIUM", dir + "/none")))
        .isInstanceOf(AssertionError.class)
        .hasMessage("TAILWATCH_CHROMIUM must be the path of a browser: was " + dir + "/none");
  }

  private Path executable(String name) throws IOException {
    return Files.createFile(
        dir.resolve(name),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
  }
}
