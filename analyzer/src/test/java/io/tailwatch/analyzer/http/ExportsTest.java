// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.tailwatch.analyzer.query.PlotAnswer;
import io.tailwatch.analyzer.query.PlotFixtures;
import io.tailwatch.analyzer.tail.LatestFixtures;
import io.tailwatch.events.v1.EstimateWarning;
import io.tailwatch.events.v1.IntervalValue;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportsTest {
  private static final String SERIES = "/api/v1/runs/r/series/w/norm";
  private static final String PLOTS = "/api/v1/runs/r/series/w/projection";

  private final TestSources sources = new TestSources();
  private final HttpApi api = TestApi.start(sources);
  private final Client client = new Client(api);

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void theHistoryIsATableOfItsPoints() throws Exception {
    LatestFixtures.add(sources.latest, Estimates.of("r", "w", 1).clearReading().build());
    LatestFixtures.add(sources.latest, Estimates.of("r", "w", 2).build());
    HttpResponse<String> response = client.get(SERIES + "/history?format=csv");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(Client.header(response, "content-type")).isEqualTo("text/csv; charset=utf-8");
    assertThat(Client.header(response, "content-disposition"))
        .isEqualTo("attachment; filename=\"tailwatch-r-w-norm-history.csv\"");
    assertThat(response.headers().allValues("vary")).contains("Accept");
    List<Map<String, String>> rows = rows(response);
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0)).containsEntry("reading", "").containsEntry("reason", "within");
    assertThat(rows.get(1))
        .containsEntry("lastStep", "2999")
        .containsEntry("index", "3.02")
        .containsEntry("etaStar", "4.0")
        .containsEntry("exceedances", "500")
        .containsEntry("takenAt", "2023-11-14T22:13:40Z");
    assertThat(response.body()).contains("\r\n").doesNotContain("null").doesNotContain("NaN");
  }

  @Test
  void anEstimateIsOneRow() throws Exception {
    LatestFixtures.add(
        sources.latest,
        Estimates.of("r", "w", 2)
            .addWarnings(EstimateWarning.newBuilder().setCode("gaps").setMessage("1, \"2\""))
            .addWarnings(EstimateWarning.newBuilder().setCode("body-mismatch").setMessage("x"))
            .setMomentGamma(IntervalValue.newBuilder().setValue(-0.25))
            .setSentence("=HYPERLINK(\"http://evil\"), or\nso")
            .build());
    List<Map<String, String>> rows = rows(client.get(SERIES + "?format=csv"));
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0))
        .containsEntry("reading.value", "3.1")
        .containsEntry("theory.lower", "2.5")
        .containsEntry("warnings", "gaps body-mismatch")
        .containsEntry("assumptions", "student-t-body")
        // A number may be negative; a text may not look like a formula.
        .containsEntry("momentGamma.value", "-0.25")
        .containsEntry("sentence", "'=HYPERLINK(\"http://evil\"), or\nso");
  }

  @ParameterizedTest
  @CsvSource({"hill, HILL", "ccdf, CCDF", "qq, QQ"})
  void plotsAreTablesOfTheirPoints(String plot, ExportShape shape) throws Exception {
    sources.plots = PlotFixtures::answer;
    JsonNode view = Client.json(client.get(PLOTS + "/" + plot));
    HttpResponse<String> response = client.get(PLOTS + "/" + plot + "?format=csv");
    assertThat(Client.header(response, "content-disposition"))
        .isEqualTo("attachment; filename=\"tailwatch-r-w-projection-" + plot + ".csv\"");
    List<JsonNode> points = shape.rows(view);
    List<Map<String, String>> rows = rows(response);
    assertThat(rows).hasSameSizeAs(points).hasSizeGreaterThan(10);
    // The columns are the fields of a point, none is missing.
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i).keySet())
          .containsExactlyInAnyOrderElementsOf(
              points.get(i).properties().stream().map(Map.Entry::getKey).toList());
      for (Map.Entry<String, JsonNode> field : points.get(i).properties()) {
        String expected = field.getValue().isNull() ? "" : field.getValue().asText();
        assertThat(rows.get(i).get(field.getKey())).isEqualTo(expected);
      }
    }
  }

  @Test
  void aHistoryHasTheFieldsOfItsPointsAsColumns() throws Exception {
    LatestFixtures.add(sources.latest, Estimates.of("r", "w", 1).build());
    JsonNode point = Client.json(client.get(SERIES + "/history")).at("/points/0");
    assertThat(ExportShape.HISTORY.columns(List.of()))
        .containsExactlyElementsOf(point.properties().stream().map(Map.Entry::getKey).toList());
  }

  @Test
  void whatAnotherInstanceSaysCanBeATableToo() throws Exception {
    client.get(PLOTS + "/qq");
    PlotAnswer found = PlotFixtures.answer(sources.asked.request());
    byte[] json = new Answers().bytes(((PlotAnswer.Found) found).view());
    sources.plot = new PlotAnswer.Relayed(200, "application/json", json, Optional.empty());
    assertThat(rows(client.get(PLOTS + "/qq?format=csv"))).hasSizeGreaterThan(10);
    HttpResponse<String> kept = client.get(PLOTS + "/qq?download=true");
    assertThat(kept.body()).isEqualTo(new String(json, StandardCharsets.UTF_8));
    assertThat(Client.header(kept, "content-disposition")).endsWith("-qq.json\"");
  }

  @Test
  void withoutPointsThereIsStillAHeader() {
    assertThat(new String(Csv.of(List.of("a", "b"), List.of()), StandardCharsets.UTF_8))
        .isEqualTo("a,b\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    ", false",
    "application/json, false",
    "text/csv, true",
    "TEXT/CSV, true",
    "'text/csv;q=0', false",
    "'text/csv, */*', true",
    "'text/csv, */*;q=0.1', true",
    "'text/csv;q=0.5, */*', false",
    "'text/csv, application/json', false",
    "'text/csv, application/json;q=0.9', true",
    "'text/csv;q=0.5, application/json;q=0.4', true",
    "'text/html,application/xhtml+xml,*/*;q=0.8', false",
    "'text/csv;q=x', false",
  })
  void acceptDecides(String accept, boolean csv) {
    assertThat(ExportFormat.prefersCsv(accept)).isEqualTo(csv);
  }

  @Test
  void theParameterWinsOverAccept() throws Exception {
    LatestFixtures.add(sources.latest, Estimates.of("r", "w", 1).build());
    assertThat(type(client.get(SERIES, "Accept", "text/csv"))).startsWith("text/csv");
    assertThat(type(client.get(SERIES + "?format=json", "Accept", "text/csv")))
        .startsWith("application/json");
    HttpResponse<String> json = client.get(SERIES + "?format=json&download=true");
    assertThat(Client.header(json, "content-disposition"))
        .isEqualTo("attachment; filename=\"tailwatch-r-w-norm-estimate.json\"");
    assertThat(Client.header(client.get(SERIES), "content-disposition")).isNull();
    assertThat(client.get(SERIES + "?format=xml").statusCode()).isEqualTo(400);
    assertThat(client.get(SERIES + "/hill?download=maybe").statusCode()).isEqualTo(400);
  }

  @Test
  void hostileNamesMakeHarmlessFileNames() throws Exception {
    String hostile = "../\"; x=\r\n<img src=x>ü" + "n".repeat(100);
    // Names have no control characters; the rest of it is legal.
    String run = hostile.replace("\r\n", "");
    LatestFixtures.add(sources.latest, Estimates.of(run, "=1+1", 1).build());
    HttpResponse<String> response = client.get(Paths.estimate(run, "=1+1", "norm") + "?format=csv");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(Client.header(response, "content-disposition"))
        .matches("attachment; filename=\"tailwatch-[A-Za-z0-9._-]{60}-_1_1-norm-estimate.csv\"");
    assertThat(rows(response).get(0)).containsEntry("series", "'=1+1");
  }

  @Test
  void textsThatLookLikeFormulasAreDefused() {
    ObjectNode row = JsonNodeFactory.instance.objectNode();
    List<String> columns = new ArrayList<>();
    for (String text : List.of("=1", "+1", "-1", "@x", "\tx", "\rx", "x=1", "", "1")) {
      String column = "c" + columns.size();
      columns.add(column);
      row.put(column, text);
    }
    row.put("number", -1.5);
    columns.add("number");
    String line =
        new String(Csv.of(columns, List.of(row)), StandardCharsets.UTF_8)
            .substring("c0,c1,c2,c3,c4,c5,c6,c7,c8,number\r\n".length());
    assertThat(line).startsWith("\"'=1\",\"'+1\",\"'-1\",\"'@x\",\"'\tx\",\"'\rx\",");
    assertThat(line).endsWith("x=1,,1,-1.5\r\n");
  }

  private static String type(HttpResponse<String> response) {
    return Client.header(response, "content-type");
  }

  private static List<Map<String, String>> rows(HttpResponse<String> response) throws IOException {
    try (var read =
        new CsvMapper()
            .readerFor(Map.class)
            .with(CsvSchema.emptySchema().withHeader())
            .<Map<String, String>>readValues(response.body())) {
      return read.readAll();
    }
  }
}
