// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import io.tailwatch.analyzer.tail.Latest;

/** The committed output, or the news that it is not complete yet. */
final class Committed {
  private Committed() {}

  /** A list that is not complete would say that runs are gone which are not. */
  static Latest of(ApiSources sources) {
    if (!sources.readBack()) {
      throw ApiException.unavailable(
          "the committed output is still being read back: try again in a moment");
    }
    return sources.latest();
  }
}
