// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIRequestContext;
import com.microsoft.playwright.Browser;
import io.tailwatch.analyzer.Analyzer;
import io.tailwatch.app.page.PageTests.Visits;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the analyzer wants a token the page works with it, and shows nothing without it. */
abstract class TokenChecks {
  private static final String TOKEN = "a-token-of-this-test";

  @Test
  void theTokenIsThePasswordOfThePage(Site site, Visits visits, @TempDir Path dir) {
    try (Analyzer guarded = site.guarded(TOKEN, dir)) {
      var known = new Browser.NewContextOptions().setHttpCredentials("anybody", TOKEN);
      Visit visit = visits.visit(guarded.url(), known).allow("401").allow("503").overview();
      visit.row(Site.FINISHED).waitFor();
      visit.until(
          "the stream is open",
          () -> "live".equals(visit.at("connection").getAttribute("data-value")));

      Visit stranger = visits.visit(guarded.url(), new Browser.NewContextOptions());
      APIRequestContext asked = stranger.page().request();
      for (String path : new String[] {"/", "/api/v1/runs", "/api/v1/stream", "/metrics"}) {
        assertThat(asked.get(guarded.url() + path).status()).as(path).isEqualTo(401);
      }
      visit.page().navigate("about:blank");
    }
  }
}
