// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import io.tailwatch.analyzer.stream.StreamTiming;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Starts the API for a test: with a page of its own, and a stream that does not take its time. */
final class TestApi {
  static final String TOKEN = "a-token-but-no-secret";

  /** Hours between heartbeats. */
  static final StreamTiming QUIET =
      new StreamTiming(Duration.ofMillis(20), Duration.ofHours(9), Duration.ofMinutes(1));

  private TestApi() {}

  static HttpApi start(ApiSources sources) {
    return start("127.0.0.1", 0, sources);
  }

  static HttpApi start(String bind, int port, ApiSources sources) {
    return start(new HttpSettings(bind, port, HttpAccess.OPEN), sources);
  }

  static HttpApi start(HttpSettings settings, ApiSources sources) {
    return start(settings, sources, QUIET);
  }

  static HttpApi start(HttpSettings settings, ApiSources sources, StreamTiming timing) {
    return HttpApi.start(
        settings, sources, new PageFiles("/io/tailwatch/analyzer/http/page/"), timing);
  }

  /** With a token that everybody must have. */
  static HttpSettings guarded(String... corsOrigins) {
    return new HttpSettings(
        "127.0.0.1", 0, new HttpAccess(Optional.of(new HttpToken(TOKEN)), List.of(corsOrigins)));
  }
}
