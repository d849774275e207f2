// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.tailwatch.events.v1.RunState;
import io.tailwatch.producer.data.DataSets;
import io.tailwatch.producer.training.DemoRates;
import io.tailwatch.producer.training.LearningRateSchedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Takes the pictures of the documentation: the training of the demo, whose learning rate rises
 * midway, among others. Only with {@code -Dtailwatch.screenshots=DIRECTORY}.
 */
@EnabledIfSystemProperty(named = "tailwatch.screenshots", matches = ".+")
@Timeout(600)
class ScreenshotsTest {
  private static final int WIDTH = 1280;
  private static final int SETTLE_MILLIS = 1_500;
  private static final long MOST_BYTES = 300_000;
  private static final Duration PATIENCE = Duration.ofSeconds(240);
  private static final String RUN = DemoRates.DATA_SET;
  private static final double STEPS_PER_SECOND = 20_000;
  private static final long CHANGE = 600_000;
  private static final long END = 1_200_000;

  @Test
  void takesPicturesLightAndDark() throws Exception {
    Path dir = Files.createDirectories(Path.of(System.getProperty("tailwatch.screenshots")));
    try (Site site = Site.start();
        Browsing browsing = Browsing.start(Chromium.require(System.getenv()))) {
      SentRun gradients = begin(site);
      Wait.until(
          "tails at both learning rates",
          PATIENCE,
          () ->
              site.api()
                  .find(Site.estimate(RUN, "projection"))
                  .filter(estimate -> estimate.get("lastStep").asLong() >= END)
                  .isPresent());
      // It shall not look as if it stood still.
      site.send(gradients, 2, 1);
      for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        take(dir, scheme.name().toLowerCase(Locale.ROOT), browsing, site, scheme);
      }
    }
  }

  private static SentRun begin(Site site) throws InterruptedException {
    DemoRates rates =
        DemoRates.find(DataSets.named(RUN), DemoRates.RIDGE, DemoRates.BATCH_SIZE, () -> false);
    var schedule =
        LearningRateSchedule.steps(rates.calm(), new TreeMap<>(Map.of(CHANGE, rates.heavy())));
    site.train(RUN, RUN, schedule, STEPS_PER_SECOND);
    site.train("concrete", "concrete", Site.defaultRate("concrete"), STEPS_PER_SECOND / 2);
    SentRun gradients =
        site.run("gradient noise", "attention.0").announce(RunState.RUN_STATE_RUNNING);
    site.send(gradients, 3 * SentRun.PANES, 1);
    return gradients;
  }

  private static void take(Path dir, String theme, Browsing browsing, Site site, ColorScheme scheme)
      throws IOException {
    try (Visit visit =
        browsing.visit(site.url(), new Browser.NewContextOptions().setColorScheme(scheme))) {
      visit.page().setViewportSize(WIDTH, 800);
      visit.overview();
      visit.row(RUN).waitFor();
      take(visit, dir.resolve("overview-" + theme + ".png"));
      visit.page().setViewportSize(WIDTH, 760);
      visit.run(RUN);
      visit.chart(visit.card("projection"));
      visit.chart(visit.card("norm"));
      take(visit, dir.resolve("run-" + theme + ".png"));
      visit.page().setViewportSize(WIDTH, 1150);
      visit.series(RUN, Site.SERIES, "projection");
      visit.chart(visit.at("panel-hill"));
      visit.chart(visit.at("panel-ccdf"));
      visit.chart(visit.at("panel-qq"));
      take(visit, dir.resolve("series-" + theme + ".png"));
      // High enough for the plots to be drawn as a whole.
      visit.page().setViewportSize(WIDTH, 2_400);
      visit.page().waitForTimeout(SETTLE_MILLIS);
      Path plots = dir.resolve("plots-" + theme + ".png");
      visit.page().locator(".panels").screenshot(new Locator.ScreenshotOptions().setPath(plots));
      assertSmall(plots);
      visit.assertNoTroubles();
    }
  }

  private static void take(Visit visit, Path file) throws IOException {
    visit.until(
        "connected", () -> "live".equals(visit.at("connection").getAttribute("data-value")));
    visit.page().evaluate("() => { scrollTo(0, 0); document.activeElement?.blur(); }");
    visit.page().waitForTimeout(SETTLE_MILLIS);
    visit.page().screenshot(new Page.ScreenshotOptions().setPath(file));
    assertSmall(file);
  }

  private static void assertSmall(Path file) throws IOException {
    assertThat(Files.size(file)).as("size of %s", file).isLessThan(MOST_BYTES);
  }
}
