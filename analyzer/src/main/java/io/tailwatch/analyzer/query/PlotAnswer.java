// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.query;

import java.util.Optional;

/** What came of a request for a plot. */
public sealed interface PlotAnswer {

  /**
   * The plot, to be written as JSON.
   *
   * @param view a record; undefined and non-finite numbers are null
   */
  record Found(Object view) implements PlotAnswer {}

  /** What the owner said, to be handed on as it is. Its bytes are not copied. */
  record Relayed(int status, String contentType, byte[] body, Optional<String> retryAfter)
      implements PlotAnswer {}

  /** There is no such series or observable. */
  record Unknown(String detail) implements PlotAnswer {}

  /** Nobody can tell now: ask again in a moment. */
  record Unavailable(String detail) implements PlotAnswer {}

  /** The owner did not answer in time. */
  record TooLate(String detail) implements PlotAnswer {}

  /** Whoever is said to own the series gave an answer that is none. */
  record BadOwner(String detail) implements PlotAnswer {}
}
