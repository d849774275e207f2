// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.page;

import java.util.Locale;

/**
 * How long it takes from the request for the page to the first row of a run with its index being on
 * the screen, in a browser session that has never seen the page.
 *
 * @param millis until that row is painted
 * @param anyMillis until anything is
 */
record FirstPaint(double millis, double anyMillis) {
  private static final String WATCH =
      """
      new MutationObserver((changes, watch) => {
        if (document.querySelector('[data-test="row-index"]')) {
          watch.disconnect();
          // The task behind the frame that paints it.
          requestAnimationFrame(() => setTimeout(() => { window.painted = performance.now(); }));
        }
      }).observe(document, {childList: true, subtree: true});
      """;

  private static final String ANY =
      "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1";

  /** Opens the overview and measures. */
  static FirstPaint of(Visit visit) {
    visit.page().addInitScript(WATCH);
    visit.overview();
    visit.until("a row is painted", () -> visit.page().evaluate("() => window.painted") != null);
    return new FirstPaint(
        number(visit.page().evaluate("() => window.painted")), number(visit.page().evaluate(ANY)));
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "anything after %.0f ms, runs with their index after %.0f ms",
        anyMillis,
        millis);
  }
}
