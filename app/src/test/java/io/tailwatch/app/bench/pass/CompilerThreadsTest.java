// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.pass;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class CompilerThreadsTest {
  @Test
  @EnabledOnOs(OS.LINUX)
  void theyAreFoundByTheirNames() {
    // Whatever runs a test has compiled for longer than one tick of 10 ms.
    assertThat(CompilerThreads.cpuNanos().orElseThrow()).isPositive();
  }
}
