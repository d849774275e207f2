// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.cli;

import io.tailwatch.analyzer.http.HttpAccess;
import io.tailwatch.analyzer.http.HttpToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Who may ask an analyzer over HTTP. A mixin. */
final class AccessOptions {
  private static final int MAX_FILE = 4_096;

  @Option(
      names = "--http-token",
      paramLabel = "TOKEN",
      defaultValue = "",
      showDefaultValue = CommandLine.Help.Visibility.NEVER,
      description = {
        "What everything but health asks for: as Authorization: Bearer TOKEN, or as the password"
            + " of",
        "any user. 8 to 256 characters. Better in the environment than here, where ps shows it."
      })
  private String token;

  @Option(
      names = "--http-token-file",
      paramLabel = "FILE",
      description = "A file whose first line is that token.")
  private Path tokenFile;

  @Option(
      names = "--http-cors-origin",
      paramLabel = "ORIGIN,...",
      defaultValue = "",
      showDefaultValue = CommandLine.Help.Visibility.NEVER,
      description = {
        "Origins whose pages may read the API, exactly as browsers send them, such as",
        "https://wiki.example.org. Default: none but its own."
      })
  private String corsOrigins;

  /**
   * What they make.
   *
   * @throws IllegalArgumentException when a value breaks its rule
   * @throws CommandFailure (usage) when the file cannot be read
   */
  HttpAccess access() {
    return new HttpAccess(token(), origins());
  }

  private Optional<HttpToken> token() {
    if (tokenFile == null) {
      return token.isEmpty() ? Optional.empty() : Optional.of(new HttpToken(token));
    }
    if (!token.isEmpty()) {
      throw CommandFailure.usage("give either --http-token or --http-token-file, not both");
    }
    try {
      if (Files.size(tokenFile) > MAX_FILE) {
        throw CommandFailure.usage("--http-token-file " + tokenFile + " is too long for a token");
      }
      List<String> lines = Files.readAllLines(tokenFile);
      return Optional.of(new HttpToken(lines.isEmpty() ? "" : lines.get(0).strip()));
    } catch (IOException e) {
      throw CommandFailure.usage(
          "cannot read --http-token-file " + tokenFile + " (" + Failures.reason(e) + ")");
    }
  }

  private List<String> origins() {
    return Arrays.stream(corsOrigins.split(","))
        .map(String::strip)
        .filter(origin -> !origin.isEmpty())
        .toList();
  }
}
