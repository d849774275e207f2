// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

class ToolTest {

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void isFoundOnThePath(@TempDir Path dir) throws Exception {
    Path tool = Files.createFile(dir.resolve("kcat"));
    assertThat(tool.toFile().setExecutable(true)).isTrue();
    assertThat(Tool.require("kcat", "", Map.of("PATH", "/nowhere:" + dir))).isEqualTo(tool);
  }

  @Test
  void withoutItATestIsSkippedOrFailsInCi() {
    assertThatThrownBy(() -> Tool.require("kcat", "apt-get install kcat", Map.of()))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("there is no kcat; apt-get install kcat");
    assertThatThrownBy(() -> Tool.require("kcat", "cure", Map.of("CI", "true")))
        .isInstanceOf(AssertionError.class);
  }
}
