// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The description of the API for machines. */
final class OpenApiRoute {
  private static final String RESOURCE = "openapi.json";

  private final byte[] document = read();

  void add(Routes routes) {
    routes.get(
        "/api/v1/openapi.json", context -> context.contentType(Answers.JSON).result(document));
  }

  private static byte[] read() {
    try (InputStream in = OpenApiRoute.class.getResourceAsStream(RESOURCE)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + RESOURCE, e);
    }
  }
}
