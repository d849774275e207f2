// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.letters;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HexDumpTest {

  @Test
  void rowsAreThoseOfHexdump() {
    byte[] bytes = "hostile\033[2J\n and more".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    assertThat(HexDump.lines(bytes, 100))
        .containsExactly(
            "00000000  68 6f 73 74 69 6c 65 1b 5b 32 4a 0a 20 61 6e 64  |hostile.[2J. and|",
            "00000010  20 6d 6f 72 65                                   | more|");
    assertThat(HexDump.lines(bytes, 16)).hasSize(1);
    assertThat(HexDump.lines(new byte[0], 16)).isEmpty();
  }
}
