// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import io.tailwatch.app.page.PageTests.Visits;
import io.tailwatch.events.v1.RunState;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The view of a run: its curves, its marks, and what its charts have in common. */
abstract class RunChecks {
  private static final List<String> OBSERVABLES = List.of("projection", "norm");

  /** Where a limit without bound is drawn. */
  private static final double EDGE = 1000;

  /** Both charts are on the screen. */
  private static final Browser.NewContextOptions LARGE =
      new Browser.NewContextOptions().setViewportSize(1400, 1200);

  private static JsonNode history(Site site, String observable) {
    return site.api()
        .json(Site.estimate(Site.FINISHED, observable) + "/history?limit=1000")
        .get("points");
  }

  @Test
  void curvesHaveThePointsOfTheHistory(Site site, Visits visits) {
    Visit visit = visits.visit(LARGE).run(Site.FINISHED);
    for (String observable : OBSERVABLES) {
      JsonNode points = history(site, observable);
      Drawn drawn = visit.chart(visit.card(observable));
      assertThat(drawn.kind()).isEqualTo("index");
      assertThat(drawn.column("step")).isEqualTo(Drawn.column(points, "lastStep"));
      assertThat(drawn.column("index")).isEqualTo(Drawn.column(points, "index"));
      assertThat(drawn.column("index").stream().filter(each -> each != null))
          .hasSizeGreaterThan(10);
      assertThat(drawn.column("indexLower")).isEqualTo(Drawn.column(points, "indexLower"));
      assertThat(drawn.column("indexUpper")).isEqualTo(upperLimits(points));
      assertThat(drawn.column("theoryLower")).isEqualTo(Drawn.column(points, "theoryLower"));
      assertThat(drawn.column("theoryUpper")).isEqualTo(Drawn.column(points, "theoryUpper"));
      assertThat(drawn.column("etaStar")).isEqualTo(Drawn.column(points, "etaStar"));
      assertThat(drawn.column("kesten")).isEqualTo(Drawn.column(points, "kesten"));
      assertThat(drawn.columns()).hasSize(8);
    }
  }

  private static List<Double> upperLimits(JsonNode points) {
    List<Double> limits = new ArrayList<>(Drawn.column(points, "indexUpper"));
    for (int i = 0; i < limits.size(); i++) {
      if (limits.get(i) == null && points.get(i).get("indexLower").isNumber()) {
        limits.set(i, EDGE);
      }
    }
    return limits;
  }

  @Test
  void chartsShareCursorAndZoom(Site site, Visits visits) {
    Visit visit = visits.visit(LARGE).run(Site.FINISHED);
    List<Locator> cards = OBSERVABLES.stream().map(visit::card).toList();
    cards.forEach(visit::chart);
    Locator plot = Visit.at(cards.get(0), "plot");
    plot.hover(new Locator.HoverOptions().setPosition(400, 100));
    visit.until("a cursor", () -> Visit.legend(cards.get(1)).get("at").startsWith("at step"));
    long step = Words.integer(Visit.legend(cards.get(0)).get("at"));
    for (int i = 0; i < cards.size(); i++) {
      var legend = Visit.legend(cards.get(i));
      assertThat(Words.integer(legend.get("at"))).isEqualTo(step);
      JsonNode point = pointAt(history(site, OBSERVABLES.get(i)), step);
      assertThat(legend.get("Index"))
          .isEqualTo(
              Words.interval(point.get("index"), point.get("indexLower"), point.get("indexUpper")));
    }
    plot.press("+");
    for (Locator card : cards) {
      visit.until("zoomed", () -> Visit.at(card, "reset-zoom").isVisible());
    }
    plot.press("Escape");
    for (Locator card : cards) {
      visit.until("all again", () -> !Visit.at(card, "reset-zoom").isVisible());
    }
  }

  private static JsonNode pointAt(JsonNode points, long step) {
    return StreamSupport.stream(points.spliterator(), false)
        .filter(point -> point.get("lastStep").asLong() == step)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void marksTheStepWhereTheLearningRateChanged(Site site, Visits visits) throws Exception {
    SentRun run = site.run("two rates", "weights").announce(RunState.RUN_STATE_RUNNING);
    run.panes(3, 3).learningRate(0.25);
    site.send(run, 3, 3);
    Visit visit = visits.visit().run(run.run());
    List<JsonNode> marks = visit.chart(visit.card("identity")).marks("rate");
    assertThat(marks).hasSize(1);
    // The estimate of the first pane at the new rate.
    assertThat(marks.get(0).get("x").asLong()).isEqualTo(4L * SentRun.PANE_STEPS - 1);
    visit.page().locator("[data-test=\"mark\"][data-kind=\"rate\"]").hover();
    assertThat(visit.page().locator(".mark-tip").innerText()).contains("from 0.1 to 0.25");
  }
}
