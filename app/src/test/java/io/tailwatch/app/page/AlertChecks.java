// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import io.tailwatch.app.page.PageTests.Visits;
import io.tailwatch.events.v1.RunState;
import org.junit.jupiter.api.Test;

/** An alert that comes and goes while somebody looks. */
abstract class AlertChecks {
  private static final String KIND = "infinite-variance";

  /** Full windows in a row: two that share no pane fire an alert, and two resolve it. */
  private static final int WINDOWS = 3 * SentRun.PANES;

  private static final int CAUCHY = 1;
  private static final int LIGHT = 6;

  @Test
  void appearsAndResolvesWithoutReload(Site site, Visits visits) throws Exception {
    Visit visit = visits.visit().overview().mark();
    visit.row(Site.LIVE).waitFor();
    SentRun run = site.run("heavy at times", "weights").announce(RunState.RUN_STATE_RUNNING);
    Locator alert =
        visit
            .at("active-alerts")
            .locator("[data-kind=\"%s\"]".formatted(KIND))
            .filter(new Locator.FilterOptions().setHasText(run.run()));

    site.send(run, WINDOWS, CAUCHY);
    visit.until("it fires", () -> alert.count() == 1 && isFiring(alert));
    assertThat(alert.innerText()).contains("Infinite variance", "the variance is infinite");
    assertThat(visit.at("firing-count").getAttribute("data-value")).isNotEqualTo("0");
    visit.until("the row has it", () -> Visit.at(visit.row(run.run()), "row-firing").count() == 1);
    visit.until("the title counts", () -> visit.page().title().matches("\\(\\d+\\) TailWatch"));

    visit.row(run.run()).locator("a.row-link").click();
    visit.until("a mark on its chart", () -> isMarked(visit.chart(visit.card("identity"))));
    assertThat(isFiring(visit.at("run-alerts").locator("[data-kind=\"%s\"]".formatted(KIND))))
        .isTrue();

    site.send(run, WINDOWS, LIGHT);
    Locator past = visit.at("past-alerts").locator("[data-kind=\"%s\"]".formatted(KIND));
    visit.until("it is over", () -> past.count() == 1);
    assertThat(past.getAttribute("data-state")).isEqualTo("resolved");
    visit.page().getByLabel("TailWatch, all runs").click();
    visit.row(run.run()).waitFor();
    assertThat(alert.count()).isZero();
    visit.assertNotReloaded();
  }

  private static boolean isMarked(Drawn drawn) {
    return drawn.marks("alert").stream()
        .anyMatch(mark -> mark.get("label").asText().equals("Infinite variance"));
  }

  private static boolean isFiring(Locator alert) {
    return "firing".equals(alert.getAttribute("data-state"));
  }
}
