// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailwatch.analyzer.http.HttpAccess;
import io.tailwatch.analyzer.http.HttpToken;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class AccessOptionsTest {
  @Command
  private static final class Some {
    @Mixin private final AccessOptions options = new AccessOptions();
  }

  @TempDir Path dir;

  @Test
  void withoutOptionsEverybodyMayAsk() {
    assertThat(access(Map.of())).isEqualTo(HttpAccess.OPEN);
  }

  @Test
  void theTokenComesFromAFlagTheEnvironmentOrAFile() throws Exception {
    Path file = Files.writeString(dir.resolve("token"), "secret-token \nand a remark\n");
    Optional<HttpToken> token = Optional.of(new HttpToken("secret-token"));
    assertThat(access(Map.of(), "--http-token", "secret-token").token()).isEqualTo(token);
    assertThat(access(Map.of("TAILWATCH_HTTP_TOKEN", "secret-token")).token()).isEqualTo(token);
    assertThat(access(Map.of(), "--http-token-file", file.toString()).token()).isEqualTo(token);
    assertThat(access(Map.of("TAILWATCH_HTTP_TOKEN_FILE", file.toString())).token())
        .isEqualTo(token);
  }

  @Test
  void whatIsWrongIsSaidWithoutTheToken() throws Exception {
    Path empty = Files.writeString(dir.resolve("empty"), "");
    assertThatThrownBy(() -> access(Map.of(), "--http-token", "short"))
        .hasMessageContaining("8 to 256 visible ASCII characters")
        .hasMessageNotContaining("short");
    assertThatThrownBy(() -> access(Map.of(), "--http-token-file", empty.toString()))
        .hasMessageContaining("8 to 256 visible ASCII characters");
    assertThatThrownBy(() -> access(Map.of(), "--http-token-file", dir.resolve("none").toString()))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("cannot read --http-token-file");
    assertThatThrownBy(
            () ->
                access(
                    Map.of("TAILWATCH_HTTP_TOKEN", "secret-token"),
                    "--http-token-file",
                    empty.toString()))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("not both");
  }

  @Test
  void originsAreSeparatedByCommas() {
    assertThat(
            access(Map.of(), "--http-cors-origin", "https://a.example, http://b:8080,")
                .corsOrigins())
        .isEqualTo(List.of("https://a.example", "http://b:8080"));
    assertThatThrownBy(() -> access(Map.of(), "--http-cors-origin", "*"))
        .hasMessageEndingWith(": was *");
  }

  private static HttpAccess access(Map<String, String> env, String... arguments) {
    var some = new Some();
    new CommandLine(some)
        .setDefaultValueProvider(Defaults.load(env, List.of(arguments)))
        .parseArgs(arguments);
    return some.options.access();
  }
}
