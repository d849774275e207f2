// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpStatus;

/**
 * Refuses names of this machine that only DNS gives it. A page of the internet may have its own
 * name point to 127.0.0.1 and would then be of the same origin as we are; its requests still carry
 * that name. A token keeps such a page out just as well.
 */
final class HostCheck {
  private final boolean needed;
  private final Set<String> known;

  HostCheck(HttpSettings settings) {
    needed = settings.isLoopback() && settings.access().token().isEmpty();
    known = new HashSet<>(List.of("localhost", "127.0.0.1", "[::1]"));
    known.add(name(settings.bind()));
  }

  /**
   * Throws unless the host is one of ours.
   *
   * @param header as it came; null for a request of HTTP/1.0, which no browser sends
   */
  void check(String header) {
    if (needed && header != null && !known.contains(name(header))) {
      throw new ApiException(
          HttpStatus.MISDIRECTED_REQUEST_421,
          "this analyzer listens on the loopback address and answers for localhost, 127.0.0.1 and"
              + " [::1] only: behind a proxy let the proxy send one of those as Host, or set"
              + " --http-token");
    }
  }

  /** Without the port; an address with colons in brackets. */
  private static String name(String host) {
    String lower = host.strip().toLowerCase(Locale.ROOT);
    if (lower.startsWith("[")) {
      return lower.substring(0, lower.indexOf(']') + 1);
    }
    int colon = lower.indexOf(':');
    if (colon != lower.lastIndexOf(':')) {
      return "[" + lower + "]";
    }
    return colon < 0 ? lower : lower.substring(0, colon);
  }
}
