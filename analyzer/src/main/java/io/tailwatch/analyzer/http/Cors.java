// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.List;
import org.eclipse.jetty.http.HttpStatus;

/**
 * Lets pages of the origins that were named read answers, and no others. Not Javalin's plugin: that
 * makes the status of every answer to another origin, our own page's included, 400, and takes part
 * in nothing when a before-handler refuses the question a browser asks first, which has no token.
 */
final class Cors {
  private static final String MAX_AGE_SECONDS = "600";

  private final List<String> origins;

  Cors(List<String> origins) {
    this.origins = origins;
  }

  /**
   * Writes the headers.
   *
   * @return whether the request was only a browser's question, which is answered by them
   */
  boolean answers(Context context) {
    if (origins.isEmpty()) {
      return false;
    }
    context.res().addHeader("Vary", "Origin");
    String origin = context.header("Origin");
    if (origin == null || !origins.contains(origin)) {
      return false;
    }
    context.header("Access-Control-Allow-Origin", origin);
    context.header("Access-Control-Expose-Headers", "Content-Disposition, ETag, Link, Retry-After");
    boolean asksFirst =
        context.method().equals(HandlerType.OPTIONS)
            && context.header("Access-Control-Request-Method") != null;
    if (asksFirst) {
      context.header("Access-Control-Allow-Methods", "GET, HEAD");
      context.header(
          "Access-Control-Allow-Headers", "Accept, Authorization, Cache-Control, Last-Event-ID");
      context.header("Access-Control-Max-Age", MAX_AGE_SECONDS);
      context.status(HttpStatus.NO_CONTENT_204);
    }
    return asksFirst;
  }
}
