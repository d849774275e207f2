// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MarkedBlockTest {

  private static String block(String page) {
    return MarkedBlock.in("page", page.lines().toList(), "x");
  }

  @Test
  void aBlockIsWhatStandsBetweenItsFences() {
    assertThat(block("text\n<!-- test: x -->\n```sh\na\n\n  b\n```\n```sh\nc\n```\n"))
        .isEqualTo("a\n\n  b\n");
  }

  @Test
  void aBlockThatIsNotThereOnceFails() {
    for (String page :
        List.of(
            "```sh\na\n```\n",
            "<!-- test: x -->\ntext\n```sh\na\n```\n",
            "<!-- test: x -->\n```sh\na\n",
            "<!-- test: x -->",
            "<!-- test: x -->\n```sh\na\n```\n<!-- test: x -->\n```sh\na\n```\n")) {
      assertThatThrownBy(() -> block(page)).isInstanceOf(AssertionError.class);
    }
  }
}
