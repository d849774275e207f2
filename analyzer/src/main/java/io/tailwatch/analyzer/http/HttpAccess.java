// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who may ask. Immutable.
 *
 * @param token that everything but health asks for; empty for nobody's
 * @param corsOrigins pages of other origins whose scripts may read answers; such as {@code
 *     https://example.org:8443}, exactly as browsers send them
 */
public record HttpAccess(Optional<HttpToken> token, List<String> corsOrigins) {
  /** Everybody who can connect; no pages of other origins. */
  public static final HttpAccess OPEN = new HttpAccess(Optional.empty(), List.of());

  private static final Pattern ORIGIN =
      Pattern.compile("https?://(\\[[0-9a-f:.]+\\]|[a-z0-9._-]+)(:[0-9]{1,5})?");

  /** Checks the origins. */
  public HttpAccess {
    corsOrigins = List.copyOf(corsOrigins);
    for (String origin : corsOrigins) {
      if (!ORIGIN.matcher(origin).matches()) {
        throw new IllegalArgumentException(
            "httpCorsOrigins must be origins as browsers send them, http(s)://host or"
                + " http(s)://host:port in lower case: was "
                + origin);
      }
    }
  }
}
