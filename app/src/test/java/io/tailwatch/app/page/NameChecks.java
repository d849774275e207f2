// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import io.tailwatch.app.page.PageTests.Visits;
import io.tailwatch.events.v1.RunState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names that were made to do harm are text, wherever they are shown. */
abstract class NameChecks {
  private static final String IMAGE = "<img src=x onerror=\"window.harmed=1;alert(1)\">";
  private static final String SERIES = "</title><svg onload=alert(2)>{{7*7}}/../&amp;";

  private static final List<String> OTHERS =
      List.of(
          "\"><script>window.harmed=1</script>",
          "javascript:alert(3)//%2e%2e/%00?a=b#c",
          "../../metrics",
          "' onmouseover='alert(4)' style='position:fixed;inset:0'",
          // Turns the direction of what follows.
          "run \u202e\u2066gpj.exe",
          "=HYPERLINK(\"http://localhost:1/\")");

  /** What no name may bring along: elements that load, and attributes that run. */
  private static final String HARM =
      """
      () => [...document.querySelectorAll('body *')]
        .filter(each => ['IMG', 'SCRIPT', 'IFRAME', 'OBJECT', 'EMBED', 'STYLE', 'LINK', 'BASE', 'FORM']
            .includes(each.tagName)
          || each.getAttributeNames().some(name => name.startsWith('on'))
          || (each.getAttribute('href') || '').trim().toLowerCase().startsWith('javascript:'))
        .map(each => each.outerHTML)
        .concat(window.harmed ? ['a script has run'] : [])
      """;

  @Test
  void areTextInAllViewsAndAlerts(Site site, Visits visits) throws Exception {
    for (String name : OTHERS) {
      site.run(name, SERIES).announce(RunState.RUN_STATE_RUNNING).panes(1, 3);
    }
    SentRun image = site.run(IMAGE, SERIES).announce(RunState.RUN_STATE_RUNNING);
    // So heavy that there is an alert, whose words hold the names too.
    site.send(image, 3 * SentRun.PANES, 1);
    Visit visit = visits.visit().overview();
    for (String name : OTHERS) {
      assertIsText(visit.row(name).locator(".name"), name);
    }
    assertIsText(visit.row(IMAGE).locator(".name"), IMAGE);
    Locator alert = visit.at("alert").filter(new Locator.FilterOptions().setHasText("<img src=x"));
    alert.first().waitFor();
    assertHarmless(visit);

    // As somebody would go there, so that links are tested too.
    visit.row(IMAGE).locator("a.row-link").click();
    assertIsText(visit.page().locator("h1 .name"), IMAGE);
    assertThat(visit.page().title()).contains(IMAGE);
    visit.chart(visit.card("identity"));
    assertHarmless(visit);
    visit.at("open-series").click();
    assertIsText(visit.page().locator("h1 .name"), SERIES);
    visit.chart(visit.at("panel-hill"));
    visit.at("numbers").waitFor();
    assertHarmless(visit);
    for (String name : OTHERS) {
      visit.run(name);
      visit.at("run-page").waitFor();
      assertIsText(visit.page().locator("h1 .name"), name);
      visit.card("identity").waitFor();
      assertHarmless(visit);
    }
  }

  private static void assertIsText(Locator element, String name) {
    assertThat(element.first().textContent()).isEqualTo(name);
  }

  private static void assertHarmless(Visit visit) {
    assertThat((List<?>) visit.page().evaluate(HARM)).isEmpty();
  }
}
