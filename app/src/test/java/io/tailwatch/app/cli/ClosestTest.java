// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClosestTest {

  private static final List<String> KNOWN =
      List.of("port", "bind", "partitions", "state-dir", "bootstrap-servers");

  @ParameterizedTest
  @CsvSource({
    "prot, port", // two neighbours swapped
    "por, port",
    "ports, port",
    "part, port",
    "partition, partitions",
    "bootstrap.server, bootstrap-servers",
    "statedir, state-dir",
  })
  void slipsFindTheirName(String name, String meant) {
    assertThat(Closest.to(name, KNOWN)).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"pt", "tailwatch", "dir", "''"})
  void anotherWordFindsNone(String name) {
    assertThat(Closest.to(name, KNOWN)).isEmpty();
  }

  @Test
  void ofTwoEquallyNearTheFirstInTheAlphabetIsTaken() {
    assertThat(Closest.to("cat", List.of("rat", "bat"))).contains("bat");
  }
}
