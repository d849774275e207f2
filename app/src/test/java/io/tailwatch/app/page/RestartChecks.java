// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import io.tailwatch.app.page.PageTests.Visits;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The analyzer goes away and comes back while somebody looks. */
abstract class RestartChecks {
  @Test
  void saysThatItIsDisconnectedAndGoesOnByItself(Site site, Visits visits) throws Exception {
    Visit overview = visits.visit().overview().mark();
    Visit run = visits.visit().run(Site.LIVE).mark();
    // What a browser says of a connection that breaks, and an analyzer that has just started.
    List.of(overview, run).forEach(each -> each.allow("net::ERR_").allow("503"));
    long before = lastStep(run);
    site.restart(
        () -> {
          for (Visit visit : List.of(overview, run)) {
            visit.until("it says so", () -> state(visit).equals("reconnecting"));
            assertThat(visit.at("connection").innerText())
                .containsPattern("Reconnecting\\s*, last heard");
          }
          // What was known stays.
          Locator row = overview.row(Site.FINISHED);
          assertThat(Visit.at(row, "row-index").innerText()).containsPattern("[0-9]");
          assertThat(lastStep(run)).isGreaterThanOrEqualTo(before);
        });
    long known = lastStep(run);
    for (Visit visit : List.of(overview, run)) {
      visit.until("live again", Site.PATIENCE, () -> state(visit).equals("live"));
    }
    run.until("the chart goes on", Site.PATIENCE, () -> lastStep(run) > known);
    Locator step = Visit.at(overview.row(Site.LIVE), "row-step");
    overview.until("rows go on", () -> Words.integer(step.innerText()) > known);
    assertThat(run.chart(run.card("projection")).column("step"))
        .as("steps in their order, none twice")
        .isSorted()
        .doesNotHaveDuplicates();
    overview.assertNotReloaded();
    run.assertNotReloaded();
  }

  private static String state(Visit visit) {
    return visit.at("connection").getAttribute("data-value");
  }

  private static long lastStep(Visit run) {
    List<Double> steps = run.chart(run.card("projection")).column("step");
    return steps.get(steps.size() - 1).longValue();
  }
}
