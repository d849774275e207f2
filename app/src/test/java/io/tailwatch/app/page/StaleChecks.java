// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import io.tailwatch.app.page.PageTests.Visits;
import io.tailwatch.events.v1.RunState;
import org.junit.jupiter.api.Test;

/** A run that is said to go on, and of which nothing comes, is not shown as if it were well. */
abstract class StaleChecks {
  private static final String RUN = "fell silent";

  /** Much longer than a pane takes, and than what is waited for at least. */
  private static final long MINUTES = 10;

  @Test
  void isSaidOfSilentRunsAndOfNoOthers(Site site, Visits visits) throws Exception {
    SentRun silent = site.run(RUN, Site.SERIES).announce(RunState.RUN_STATE_RUNNING);
    site.send(silent, 2 * SentRun.PANES, 3);
    Visit visit = visits.visit().run(RUN);
    visit.chart(visit.card("identity"));
    assertThat(visit.at("stale").count()).as("an estimate has just come").isZero();

    // The browser's clock goes on, and nothing else does.
    visit.page().clock().setFixedTime(System.currentTimeMillis() + MINUTES * 60_000);
    Locator card = Visit.at(visit.card("identity"), "stale");
    card.waitFor();
    assertThat(card.innerText()).contains("Stale, last estimate").contains(MINUTES + " min");

    site.send(silent, 1, 3);
    visit.until("it goes on", Site.PATIENCE, () -> visit.at("stale").count() == 0);

    visit.run(Site.FINISHED);
    visit.chart(visit.card("projection"));
    assertThat(visit.at("stale").count()).as("a run that has ended is not stale").isZero();
  }
}
