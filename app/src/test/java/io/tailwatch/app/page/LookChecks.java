// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import io.tailwatch.analyzer.Analyzer;
import io.tailwatch.app.page.PageTests.Visits;
import io.tailwatch.events.v1.RunState;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How it looks: light and dark, narrow and wide, and where there is nothing to show. */
abstract class LookChecks {
  /** Mean of the channels of a colour that CSS knows as rgb, 0 to 255. */
  private static final String BRIGHTNESS =
      """
      property => getComputedStyle(document.body)[property].match(/[0-9.]+/g).slice(0, 3)
        .reduce((sum, channel) => sum + Number(channel) / 3, 0)
      """;

  private static final double DARK = 64;
  private static final double BRIGHT = 192;

  /** As long as a name may be, and without a place to break it. */
  private static final String LONG_NAME = "w".repeat(256);

  @Test
  void followsTheSystemUntilAThemeIsChosen(Visits visits) {
    var dark = new Browser.NewContextOptions().setColorScheme(ColorScheme.DARK);
    Visit visit = visits.visit(dark).overview();
    visit.row(Site.FINISHED).waitFor();
    assertThat(brightness(visit, "backgroundColor")).isLessThan(DARK);
    assertThat(brightness(visit, "color")).isGreaterThan(BRIGHT);
    visit.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    assertThat(brightness(visit, "backgroundColor")).isGreaterThan(BRIGHT);
    assertThat(brightness(visit, "color")).isLessThan(DARK);
    visit.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    visit.at("theme").click();
    assertThat(visit.at("theme").getAttribute("data-value")).isEqualTo("light");
    assertThat(brightness(visit, "backgroundColor")).isGreaterThan(BRIGHT);
    visit.page().reload();
    visit.at("theme").waitFor();
    assertThat(brightness(visit, "backgroundColor")).isGreaterThan(BRIGHT);
  }

  private static double brightness(Visit visit, String property) {
    return ((Number) visit.page().evaluate(BRIGHTNESS, property)).doubleValue();
  }

  @ParameterizedTest
  @ValueSource(ints = {390, 1920})
  void fitsThePhoneAndTheWall(int width, Site site, Visits visits) {
    site.run(LONG_NAME, LONG_NAME).announce(RunState.RUN_STATE_RUNNING);
    Visit visit =
        visits.visit(new Browser.NewContextOptions().setViewportSize(width, 900)).overview();
    visit.row(LONG_NAME).waitFor();
    assertFits(visit, Visit.at(visit.row(Site.FINISHED), "row-index"));
    assertFits(visit, Visit.at(visit.row(LONG_NAME), "run-state"));
    visit.run(Site.FINISHED);
    visit.chart(visit.card("projection"));
    assertFits(visit, Visit.at(visit.card("projection"), "plot"));
    visit.series(Site.FINISHED, Site.SERIES, "projection");
    visit.chart(visit.at("panel-qq"));
    assertFits(visit, Visit.at(visit.at("why"), "sentence"));
    assertFits(visit, Visit.at(visit.at("panel-hill"), "plot"));
    visit.run(LONG_NAME);
    visit.at("empty-estimates").waitFor();
    assertFits(visit, visit.at("empty-estimates"));
  }

  /** The page has no scroll bar at its bottom, and the element is as a whole within its width. */
  private static void assertFits(Visit visit, Locator element) {
    assertThat(visit.fits()).as("%s fits", visit.page().url()).isTrue();
    for (Locator each : new Locator[] {element, visit.at("connection"), visit.at("theme")}) {
      BoundingBox box = each.first().boundingBox();
      assertThat(box.width).isPositive();
      assertThat(box.x).isNotNegative();
      assertThat(box.x + box.width).isLessThanOrEqualTo(visit.page().viewportSize().width);
    }
  }

  @Test
  void saysWhatToDoWhereNothingIs(Site site, Visits visits, @TempDir Path dir) {
    try (Analyzer empty = site.another("nothing-yet", dir)) {
      Visit visit = visits.visit(empty.url(), new Browser.NewContextOptions()).overview();
      // While it starts the lists are not complete, and a 503 says so.
      visit.allow("503");
      visit.at("empty-runs").waitFor();
      assertThat(visit.at("empty-runs").innerText())
          .contains("./tailwatch demo", "./tailwatch train", ".builder(\"localhost:9092\")");
      // So that its stream does not break.
      visit.page().navigate("about:blank");
    }
    Visit visit = visits.visit().allow("404").run("never heard of");
    visit.at("no-run").waitFor();
    visit.page().getByText("All runs", new Page.GetByTextOptions().setExact(true)).click();
    visit.row(Site.FINISHED).waitFor();
    visit.series(Site.FINISHED, Site.SERIES, "identity");
    visit.at("no-series").waitFor();
    assertThat(visit.at("no-series").innerText()).contains("projection", "norm");
  }
}
