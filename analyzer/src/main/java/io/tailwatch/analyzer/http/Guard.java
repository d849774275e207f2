// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpStatus;

/** What every request passes first: headers of the answer, host, size, origin, token. */
final class Guard {
  /** Characters of a query; the {@code after} of alerts takes up to 4,096. */
  static final int MAX_QUERY = 6_000;

  /** For probes, which have no token. */
  private static final Set<String> OPEN =
      Set.of("/health/live", "/health/ready", "/health/progress");

  /** One a line: Chromium takes what is behind a comma for a broken part of the first one. */
  static final List<String> CHALLENGES =
      List.of("Basic realm=\"TailWatch\", charset=\"UTF-8\"", "Bearer realm=\"TailWatch\"");

  private final HostCheck hosts;
  private final Cors cors;
  private final Optional<HttpToken> token;

  Guard(HttpSettings settings) {
    hosts = new HostCheck(settings);
    cors = new Cors(settings.access().corsOrigins());
    token = settings.access().token();
  }

  void check(Context context) {
    SecurityHeaders.ALL.forEach(context::header);
    context.header("Cache-Control", HttpApi.NO_STORE);
    context.header("Vary", "Accept-Encoding");
    hosts.check(context.header("Host"));
    String query = context.queryString();
    if (query != null && query.length() > MAX_QUERY) {
      throw new ApiException(
          HttpStatus.URI_TOO_LONG_414,
          "the query must have at most " + MAX_QUERY + " characters: had " + query.length());
    }
    if (cors.answers(context)) {
      context.skipRemainingHandlers();
    } else if (!mayPass(context)) {
      CHALLENGES.forEach(each -> context.res().addHeader("WWW-Authenticate", each));
      throw new ApiException(
          HttpStatus.UNAUTHORIZED_401,
          "this needs the token of --http-token: as Authorization: Bearer TOKEN, or as the password"
              + " of any user");
    }
  }

  private boolean mayPass(Context context) {
    return token.isEmpty()
        || OPEN.contains(context.path())
        || token.get().opens(context.header("Authorization"));
  }
}
