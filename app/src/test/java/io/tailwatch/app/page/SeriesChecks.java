// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import io.tailwatch.app.page.PageTests.Visits;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The view of an observable: its plots, why it is judged so, and what can be taken away. */
abstract class SeriesChecks {
  private static final String PATH = Site.estimate(Site.FINISHED, "projection");

  /** As many points as the page asks for. */
  private static final String POINTS = "?points=200";

  private static final String FACTS =
      """
      list => JSON.stringify(Object.fromEntries([...list.querySelectorAll('.fact')].map(fact =>
        [fact.querySelector('dt').textContent, fact.querySelector('dd').textContent.trim()])))
      """;

  private static Visit open(Visits visits) {
    return visits.visit().series(Site.FINISHED, Site.SERIES, "projection");
  }

  @Test
  void hoveringTheHillPlotTellsWhatTheApiHasThere(Site site, Visits visits) {
    Visit visit = open(visits);
    JsonNode hill = site.api().json(PATH + "/hill" + POINTS);
    Locator panel = visit.at("panel-hill");
    Drawn drawn = visit.chart(panel);
    assertThat(drawn.column("k")).isEqualTo(Drawn.column(hill.get("points"), "k"));
    assertThat(drawn.column("reading")).isEqualTo(Drawn.column(hill.get("points"), "reading"));
    assertThat(drawn.column("lower")).isEqualTo(Drawn.column(hill.get("points"), "lower"));
    assertTells(Visit.legend(panel), hill.get("chosen"));
    assertThat(Visit.legend(panel).get("at")).isEqualTo("at the chosen threshold");
    Locator plot = Visit.at(panel, "plot");
    plot.hover(new Locator.HoverOptions().setPosition(200, 150));
    visit.until("the legend follows", () -> Visit.legend(panel).get("at").isEmpty());
    long k = Words.integer(Visit.legend(panel).get("k"));
    JsonNode point =
        StreamSupport.stream(hill.get("points").spliterator(), false)
            .filter(each -> each.get("k").asLong() == k)
            .findFirst()
            .orElseThrow();
    assertTells(Visit.legend(panel), point);
    panel.locator("[data-kind=\"chosen\"]").hover();
    assertThat(panel.locator(".mark-tip").innerText())
        .startsWith("The estimate cuts here: k " + Words.integer(hill.at("/chosen/k")));
  }

  private static void assertTells(Map<String, String> legend, JsonNode point) {
    assertThat(legend.get("k")).isEqualTo(Words.integer(point.get("k")));
    assertThat(legend.get("Reading"))
        .isEqualTo(Words.interval(point.get("reading"), point.get("lower"), point.get("upper")));
    double u = point.get("u").asDouble();
    assertThat(Double.parseDouble(legend.get("u"))).isCloseTo(u, within(1e-3 * u));
  }

  @Test
  void theOtherPlotsHaveThePointsOfTheApi(Site site, Visits visits) {
    Visit visit = open(visits);
    JsonNode side = site.api().json(PATH + "/ccdf" + POINTS).get("sides").get(0);
    List<JsonNode> points = where(side.get("points"), "x", "survival");
    Drawn ccdf = visit.chart(visit.at("panel-ccdf"));
    assertThat(ccdf.column("x")).hasSizeGreaterThan(50).isEqualTo(Drawn.column(points, "x"));
    for (String curve : List.of("survival", "fit", "lower", "upper", "kesten")) {
      assertThat(ccdf.column(curve)).as(curve).isEqualTo(Drawn.column(points, curve));
    }
    assertThat(ccdf.column("fit").get(0)).isNotNull();
    JsonNode qq = site.api().json(PATH + "/qq" + POINTS).get("points");
    for (String law : List.of("studentT", "alphaStable")) {
      List<JsonNode> known = new ArrayList<>();
      qq.forEach(known::add);
      known.removeIf(point -> !point.get(law).isNumber() || !point.get("sample").isNumber());
      Drawn drawn = visit.chart(visit.at("qq-" + law));
      assertThat(drawn.column("law")).hasSizeGreaterThan(50).isEqualTo(Drawn.column(known, law));
      assertThat(drawn.column("sample")).isEqualTo(Drawn.column(known, "sample"));
    }
  }

  /** Points where all of these are above 0, as logarithmic axes need. */
  private static List<JsonNode> where(JsonNode points, String... fields) {
    return StreamSupport.stream(points.spliterator(), false)
        .filter(point -> List.of(fields).stream().allMatch(f -> point.get(f).asDouble() > 0))
        .toList();
  }

  @Test
  void saysWhyTheVerdictIsWhatItIs(Site site, Visits visits) {
    Visit visit = open(visits);
    JsonNode estimate = site.api().json(PATH);
    Locator why = visit.at("why");
    assertThat(Visit.at(why, "sentence").innerText()).isEqualTo(estimate.get("sentence").asText());
    assertThat(Visit.at(why, "verdict").first().getAttribute("data-value"))
        .isEqualTo(estimate.get("verdict").asText());
    JsonNode facts = Api.parse((String) Visit.at(why, "why-facts").evaluate(FACTS));
    assertThat(facts.get("Samples n").asText()).isEqualTo(Words.integer(estimate.get("samples")));
    assertThat(facts.get("Exceedances k").asText())
        .startsWith(Words.integer(estimate.get("exceedances")) + " ");
    double u = estimate.get("threshold").asDouble();
    assertThat(Double.parseDouble(facts.get("Threshold u").asText()))
        .isCloseTo(u, within(1e-3 * u));
    assertThat(facts.get("Index").asText()).startsWith(Words.index(estimate.at("/index/value")));
    assertThat(codes(Visit.at(why, "assumption")))
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(estimate.get("assumptions").findValuesAsText("code"));
    assertThat(codes(Visit.at(why, "warning")))
        .containsExactlyElementsOf(estimate.get("warnings").findValuesAsText("code"));
  }

  @SuppressWarnings("unchecked")
  private static List<String> codes(Locator items) {
    return (List<String>) items.evaluateAll("items => items.map(item => item.dataset.code)");
  }

  @Test
  void downloadsHaveWhatTheApiHas(Site site, Visits visits) throws IOException {
    Visit visit = open(visits);
    JsonNode hill = site.api().json(PATH + "/hill" + POINTS);
    Locator panel = visit.at("panel-hill");
    Download csv = visit.page().waitForDownload(() -> Visit.at(panel, "csv-hill").click());
    assertThat(csv.suggestedFilename())
        .isEqualTo("tailwatch-finished_P5-parameters-projection-hill.csv");
    List<String> lines = Files.readAllLines(csv.path());
    assertThat(lines.get(0)).isEqualTo("k,u,tailFraction,reading,lower,upper,reason");
    assertThat(lines).hasSize(hill.get("points").size() + 1);
    for (int i = 1; i < lines.size(); i++) {
      String[] cells = lines.get(i).split(",", -1);
      JsonNode point = hill.get("points").get(i - 1);
      assertThat(Double.parseDouble(cells[0])).isEqualTo(point.get("k").asDouble());
      assertThat(Double.parseDouble(cells[1])).isEqualTo(point.get("u").asDouble());
      assertThat(Double.parseDouble(cells[3])).isEqualTo(point.get("reading").asDouble());
    }
    Locator numbers = visit.at("numbers");
    Download json = visit.page().waitForDownload(() -> Visit.at(numbers, "json-estimate").click());
    assertThat(json.suggestedFilename()).endsWith("-estimate.json");
    assertThat(Api.parse(Files.readString(json.path()))).isEqualTo(site.api().json(PATH));
  }
}
