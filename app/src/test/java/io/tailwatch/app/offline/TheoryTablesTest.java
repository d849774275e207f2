// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tailwatch.app.Cli;
import io.tailwatch.producer.data.DataSets;
import io.tailwatch.tails.theory.SpectralData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code tailwatch bounds} prints every row of the two tables of verified numbers, which are the
 * test resources of the module that computes them.
 */
class TheoryTablesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Larger ones take seconds each; -Dtailwatch.tests=full runs them too. */
  private static final int QUICK_DIMENSION = 10;

  @ParameterizedTest
  @MethodSource("spectra")
  void boundsOfEveryDesignSpectrum(Row row) throws IOException {
    JsonNode json = bounds(row, "--eigenvalues", row.text("spectrum").replace(' ', ','));
    assertBand(row, json);
  }

  @ParameterizedTest
  @MethodSource("designs")
  void boundsOfEverySyntheticDataSet(Row row) throws IOException {
    double[] eigenvalues = SpectralData.of(DataSets.named(row.dataSet()).rows()).eigenvalues();
    JsonNode json =
        bounds(
            row,
            "--eigenvalues",
            Arrays.stream(eigenvalues).mapToObj(Double::toString).collect(Collectors.joining(",")));
    assertBand(row, json);
    assertThat(json.get("normLowerBound").doubleValue())
        .isCloseTo(row.number("norm"), within(row.rounding("norm")));
  }

  @ParameterizedTest
  @MethodSource("quickDesigns")
  void theKestenIndexOfTheSmallSyntheticDataSets(Row row) throws IOException {
    assertKesten(row);
  }

  @ParameterizedTest
  @MethodSource("designs")
  @EnabledIfSystemProperty(named = "tailwatch.tests", matches = "full")
  void theKestenIndexOfEverySyntheticDataSet(Row row) throws IOException {
    assertKesten(row);
  }

  private static void assertKesten(Row row) throws IOException {
    JsonNode json = bounds(row, "--rows", row.dataSet());
    assertBand(row, json);
    JsonNode kesten = json.get("kesten");
    if (row.text("kesten").equals("diverges")) {
      assertThat(kesten.get("status").textValue()).isEqualTo("divergent");
      assertThat(kesten.get("index").isNull()).isTrue();
      return;
    }
    double attained = row.number("kesten_attained");
    double errors =
        Math.hypot(kesten.get("standardError").doubleValue(), row.number("kesten_attained_error"));
    // Three standard errors, the digits printed, and the bias of a finite number of particles.
    assertThat(kesten.get("index").doubleValue())
        .isCloseTo(
            attained, within(3 * errors + row.rounding("kesten_attained") + 0.005 * attained));
  }

  /** To the digits printed; where a better weight than the table's is known, to that one's. */
  private static void assertBand(Row row, JsonNode json) {
    assertClose(json, "etaStar", row, "eta_star");
    assertClose(json, "lower", row, "lower_attained");
    assertClose(json, "upper", row, "upper_attained");
    assertThat(json.get("lower").doubleValue())
        .isGreaterThanOrEqualTo(row.number("lower") - row.rounding("lower"));
    assertThat(json.get("upper").doubleValue())
        .isLessThanOrEqualTo(row.number("upper") + row.rounding("upper"));
    assertThat(json.get("stationary").booleanValue()).isTrue();
  }

  private static void assertClose(JsonNode json, String field, Row row, String column) {
    assertThat(json.get(field).doubleValue())
        .as(field)
        .isCloseTo(row.number(column), within(row.rounding(column)));
  }

  private static JsonNode bounds(Row row, String... problem) throws IOException {
    var args = new ArrayList<String>(List.of("bounds", "--format", "json"));
    args.addAll(List.of(problem));
    args.addAll(List.of("--learning-rate", row.text("learning_rate")));
    args.addAll(List.of("--ridge", row.text("ridge")));
    args.addAll(List.of("--batch-size", row.text("batch_size")));
    Cli.Result result = new Cli().run(args.toArray(String[]::new));
    assertThat(result.code()).as(result.err()).isZero();
    return JSON.readTree(result.out());
  }

  static List<Row> spectra() throws IOException {
    return read("design-spectra.csv");
  }

  static List<Row> designs() throws IOException {
    return read("synthetic-designs.csv");
  }

  static Stream<Row> quickDesigns() throws IOException {
    return designs().stream()
        .filter(
            row ->
                row.text("design_spectrum").split(" ").length <= QUICK_DIMENSION
                    || row.text("kesten").equals("diverges"));
  }

  private static List<Row> read(String table) throws IOException {
    Path file =
        Path.of("..", "tails", "src", "test", "resources", "io", "tailwatch", "tails", "theory")
            .resolve(table);
    List<String> lines =
        Files.readAllLines(file).stream().filter(line -> !line.startsWith("#")).toList();
    String[] header = lines.get(0).split(",");
    return lines.stream().skip(1).map(line -> Row.of(header, line.split(","))).toList();
  }

  /** One line of a table. */
  record Row(Map<String, String> cells) {

    static Row of(String[] header, String[] values) {
      var cells = new LinkedHashMap<String, String>();
      for (int i = 0; i < header.length; i++) {
        cells.put(header[i], values[i]);
      }
      return new Row(cells);
    }

    String text(String column) {
      return cells.get(column);
    }

    double number(String column) {
      return Double.parseDouble(text(column));
    }

    /** P8b is P8 at another learning rate. */
    String dataSet() {
      return text("name").replaceFirst("b$", "");
    }

    /** Half a unit of the last digit printed, and a little for a printed tie. */
    double rounding(String column) {
      String text = text(column);
      int point = text.indexOf('.');
      return 0.55 * Math.pow(10, point < 0 ? 0 : point + 1 - text.length());
    }

    @Override
    public String toString() {
      return cells.values().iterator().next();
    }
  }
}
