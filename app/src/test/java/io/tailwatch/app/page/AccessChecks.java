// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import io.tailwatch.app.page.PageTests.Visits;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That it can be used without a mouse and without eyes, as far as a program can tell. */
abstract class AccessChecks {
  private static final Set<String> SERIOUS = Set.of("serious", "critical");

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void axeFindsNothingSerious(ColorScheme scheme, Visits visits) {
    Visit visit = visits.visit(new Browser.NewContextOptions().setColorScheme(scheme)).overview();
    visit.row(Site.LIVE).waitFor();
    assertNothingSerious(visit);
    visit.run(Site.LIVE);
    visit.chart(visit.card("norm"));
    assertNothingSerious(visit);
    visit.series(Site.FINISHED, Site.SERIES, "projection");
    visit.chart(visit.at("panel-hill"));
    visit.chart(visit.at("panel-qq"));
    visit.at("numbers").waitFor();
    assertNothingSerious(visit);
  }

  private static void assertNothingSerious(Visit visit) {
    List<String> findings =
        new AxeBuilder(visit.page())
            .analyze().getViolations().stream()
                .filter(rule -> SERIOUS.contains(rule.getImpact()))
                .flatMap(
                    rule ->
                        rule.getNodes().stream().map(node -> rule.getId() + ": " + node.getHtml()))
                .toList();
    assertThat(findings).as("what axe finds at %s", visit.page().url()).isEmpty();
  }

  @Test
  void everythingIsReachedByKeyboard(Visits visits) {
    Visit visit = visits.visit().overview();
    Locator link = visit.row(Site.FINISHED).locator("a.row-link");
    link.waitFor();
    visit.page().keyboard().press("Tab");
    assertThat(isFocused(visit.page().locator("#skip"))).as("the first is the skip link").isTrue();
    tabTo(visit, visit.at("filter-text"));
    tabTo(visit, visit.at("sort-name"));
    tabTo(visit, link);
    visit.page().keyboard().press("Enter");
    Locator card = visit.card("projection");
    visit.chart(card);
    assertThat(isFocused(visit.page().locator("h1"))).as("the heading of the new view").isTrue();
    assertThat(visit.page().locator("#announce").textContent()).contains(Site.FINISHED);
    tabTo(visit, Visit.at(card, "plot"));
    visit.page().keyboard().press("ArrowLeft");
    visit.until("the cursor moves", () -> Visit.legend(card).get("at").startsWith("at step"));
    String at = Visit.legend(card).get("at");
    visit.until("it is told", () -> visit.page().locator("#announce").textContent().contains(at));
    tabTo(visit, Visit.at(card, "open-series"));
    visit.page().keyboard().press("Enter");
    tabTo(visit, Visit.at(visit.at("panel-hill"), "csv-hill"));
    tabTo(visit, visit.at("panel-hill").locator("[data-kind=\"chosen\"]"));
    assertThat(visit.at("panel-hill").locator(".mark-tip").isVisible()).isTrue();
  }

  private static void tabTo(Visit visit, Locator target) {
    target.waitFor();
    for (int i = 0; i < 100; i++) {
      visit.page().keyboard().press("Tab");
      if (isFocused(target)) {
        return;
      }
    }
    throw new AssertionError("Tab does not come to " + target);
  }

  private static boolean isFocused(Locator element) {
    return (Boolean) element.evaluate("element => element === document.activeElement");
  }
}
