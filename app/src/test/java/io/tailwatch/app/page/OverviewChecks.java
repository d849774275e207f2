// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import io.tailwatch.app.page.PageTests.Visits;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The overview: what it shows first, how it moves, and how it is filtered and sorted. */
abstract class OverviewChecks {
  private static final String NAMES = "rows => rows.map(row => row.dataset.run)";
  private static final String SPARKLINE = "spark => JSON.stringify(spark.chartData.data)";

  /** Some panes: more than what a first reading may still bring. */
  private static final long SOME_STEPS = 10_000;

  @Test
  void aRowShowsWhatTheApiKnowsOfItsRun(Site site, Visits visits) {
    Visit visit = visits.visit().overview();
    Locator row = visit.row(Site.FINISHED);
    row.waitFor();
    JsonNode run = site.api().json("/api/v1/runs/finished%20P5?sparkline=60");
    String words = row.innerText();
    JsonNode shown =
        StreamSupport.stream(run.get("observables").spliterator(), false)
            .filter(each -> words.contains("· " + each.get("observable").asText()))
            .findFirst()
            .orElseThrow();
    assertThat(words).contains("Finished", "ridge regression", "worst of 2");
    assertThat(Visit.at(row, "row-index").innerText())
        .isEqualTo(Words.index(shown.at("/index/value")));
    assertThat(Visit.at(row, "row-step").innerText())
        .isEqualTo(Words.integer(shown.get("lastStep")));
    assertThat(row.getAttribute("data-verdict")).isEqualTo(shown.get("verdict").asText());
    JsonNode spark = Api.parse((String) Visit.at(row, "sparkline").evaluate(SPARKLINE));
    assertThat(spark).hasSizeGreaterThan(10).hasSameSizeAs(shown.get("sparkline"));
    for (int i = 0; i < spark.size(); i++) {
      assertThat(Drawn.numbers(spark.get(i)))
          .isEqualTo(Drawn.numbers(shown.get("sparkline").get(i)));
    }
  }

  @Test
  void movesByItself(Site site, Visits visits) {
    Visit visit = visits.visit().overview().mark();
    Locator row = visit.row(Site.LIVE);
    long step = step(row);
    visit.until("two more changes of the row", () -> step(row) > step + SOME_STEPS);
    long later = step(row);
    visit.until("another one", () -> step(row) > later);
    assertThat(visit.at("connection").getAttribute("data-value")).isEqualTo("live");
    assertThat(Visit.at(row, "run-state").getAttribute("data-value")).isEqualTo("running");
    visit.assertNotReloaded();
  }

  private static long step(Locator row) {
    return Words.integer(Visit.at(row, "row-step").innerText());
  }

  @Test
  void isFilteredByWordsAndState(Site site, Visits visits) {
    Visit visit = visits.visit().overview();
    visit.row(Site.LIVE).waitFor();
    int all = names(visit).size();
    visit.at("filter-text").fill("FINISHED p5");
    visit.until("only one", () -> names(visit).equals(List.of(Site.FINISHED)));
    assertThat(visit.at("shown").innerText()).isEqualTo("1 of %d runs".formatted(all));
    visit.at("filter-text").fill("no such thing");
    visit.at("nothing-found").getByRole(AriaRole.BUTTON).click();
    visit.until("all again", () -> names(visit).size() >= all);
    visit.at("filter-state").selectOption("finished");
    visit.until("only those that ended", () -> !names(visit).contains(Site.LIVE));
    assertThat(names(visit)).contains(Site.FINISHED);
  }

  @Test
  void isSortedByAColumnThereAndBack(Site site, Visits visits) {
    Visit visit = visits.visit().overview();
    visit.row(Site.LIVE).waitFor();
    Locator head = visit.at("sort-name");
    head.click();
    visit.until("ascending", () -> isSorted(visit, Comparator.naturalOrder()));
    assertThat(sortOf(head)).isEqualTo("ascending");
    head.click();
    visit.until("descending", () -> isSorted(visit, Comparator.reverseOrder()));
    assertThat(sortOf(head)).isEqualTo("descending");
  }

  private static String sortOf(Locator head) {
    return (String) head.evaluate("button => button.closest('th').getAttribute('aria-sort')");
  }

  private static boolean isSorted(Visit visit, Comparator<String> order) {
    List<String> names = names(visit);
    return names.size() >= 2 && names.equals(names.stream().sorted(order).toList());
  }

  @SuppressWarnings("unchecked")
  private static List<String> names(Visit visit) {
    return (List<String>) visit.at("run-row").evaluateAll(NAMES);
  }
}
