// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.eclipse.jetty.http.HttpStatus;

/** Writes answers. Thread-safe. */
final class Answers {
  static final String JSON = "application/json";

  /** Seconds after which to try again: a rebalance takes some. */
  static final String RETRY_AFTER = "2";

  private final ObjectMapper mapper = new ObjectMapper();

  void write(Context context, Object view) {
    context.contentType(JSON).result(bytes(view));
  }

  void problem(Context context, int status, String detail) {
    context.status(status);
    if (status == HttpStatus.SERVICE_UNAVAILABLE_503) {
      context.header("Retry-After", RETRY_AFTER);
    }
    context
        .result(bytes(Problem.of(status, detail, context.path())))
        .contentType(Problem.CONTENT_TYPE);
  }

  /** A view as it would be written. */
  JsonNode tree(Object view) {
    return mapper.valueToTree(view);
  }

  /** What was written as JSON. */
  JsonNode read(byte[] json) {
    try {
      return mapper.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] bytes(Object view) {
    try {
      return mapper.writeValueAsBytes(view);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + view.getClass(), e);
    }
  }
}
