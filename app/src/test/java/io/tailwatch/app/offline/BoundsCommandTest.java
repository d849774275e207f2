// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tailwatch.app.Cli;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoundsCommandTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void textAndJsonHoldTheSameBounds() throws IOException {
    String[] args = {
      "bounds", "--eigenvalues", "1,0.5", "--learning-rate", "0.4", "--ridge", "0.1"
    };
    assertThat(new Cli().run(args).out())
        .contains("2 eigenvalues, learning rate 0.4, ridge 0.1, batch size 1")
        .contains("lower           6.284")
        .contains("eta-star        6.5 ")
        .contains("stationary      yes")
        .doesNotContain("Kesten");
    JsonNode json = json("--eigenvalues", "1,0.5", "--learning-rate", "0.4", "--ridge", "0.1");
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "etaStar",
            "normLowerBound",
            "lower",
            "upper",
            "point",
            "certified",
            "gamma2",
            "stationary",
            "lossNormLowerBound",
            "dimensionLowerBound",
            "secular",
            "expansion",
            "relaxation");
    assertThat(json.at("/lossNormLowerBound/index").doubleValue()).isCloseTo(6.25, within(1e-12));
    assertThat(json.at("/secular/index").doubleValue()).isCloseTo(6.3496, within(5e-5));
    assertThat(json.at("/secular/kind").textValue()).isEqualTo("upper-bound");
    assertThat(json.get("etaStar").doubleValue()).isCloseTo(6.5, within(1e-12));
    assertThat(json.get("stationary").booleanValue()).isTrue();
  }

  @Test
  void rowsAddTheKestenIndex() throws IOException {
    JsonNode kesten =
        json("--rows", "P1", "--learning-rate", "0.5", "--ridge", "0.1").get("kesten");
    assertThat(kesten.fieldNames())
        .toIterable()
        .containsExactly(
            "index",
            "standardError",
            "repeatBound",
            "contractive",
            "status",
            "projection",
            "reach",
            "kurtosis",
            "kurtosisRule",
            "gamma2",
            "varianceFinite");
    assertThat(kesten.get("index").doubleValue()).isCloseTo(3.114, within(5e-4));
    assertThat(kesten.get("status").textValue()).isEqualTo("exact");
    assertThat(kesten.get("reach").doubleValue()).isCloseTo(5.77, within(0.0055));
    assertThat(kesten.get("varianceFinite").booleanValue()).isTrue();
  }

  @Test
  void theExactIndexHasItsMethodAndError() throws IOException {
    JsonNode collocated =
        json("--eigenvalues", "1,0.5", "--learning-rate", "0.4", "--ridge", "0.1", "--exact")
            .get("exact");
    assertThat(collocated.get("index").doubleValue()).isCloseTo(6.287998, within(5.5e-7));
    assertThat(collocated.get("standardError").doubleValue()).isZero();
    assertThat(collocated.get("method").textValue()).isEqualTo("collocation");
    String text =
        run("--eigenvalues", "1,.8,.6,.4,.2", "--learning-rate", ".4", "--ridge", ".05", "--exact")
            .out();
    assertThat(text)
        .containsPattern("exact           5\\.02\\d+ +particles, standard error 0\\.00");
  }

  @Test
  void noStationaryLawHasNoExactIndexAndSaysWhy() throws IOException {
    JsonNode exact =
        json("--eigenvalues", "1,1,1,1,1", "--learning-rate", "1.9", "--exact").get("exact");
    assertThat(exact.get("index").isNull()).isTrue();
    assertThat(exact.get("reason").textValue()).contains("no limit law");
  }

  @Test
  void streamingIsTheIndexOfFreshGaussianRows() throws IOException {
    JsonNode streaming =
        json("--eigenvalues", "1", "--learning-rate", "0.5", "--ridge", "0.1", "--streaming")
            .get("streaming");
    assertThat(streaming.get("index").doubleValue()).isCloseTo(2.976, within(5.5e-4));
    assertThat(streaming.get("status").textValue()).isEqualTo("exact");
    JsonNode none =
        json("--eigenvalues", "1", "--learning-rate", "0.001", "--streaming").get("streaming");
    assertThat(none.get("index").isNull()).isTrue();
    assertThat(none.get("reason").textValue()).contains("largest that is searched for");
  }

  @Test
  void momentumIsTakenAtTheEquivalentRateAndForWhatItIs() throws IOException {
    JsonNode json =
        json("--rows", "P1", "--learning-rate", ".25", "--ridge", ".1", "--momentum", ".5");
    assertThat(json.get("etaStar").doubleValue()).isCloseTo(5.42, within(0.0055));
    assertThat(json.get("equivalentLearningRate").doubleValue()).isEqualTo(.5);
    assertThat(json.get("certified").booleanValue()).isFalse();
    JsonNode kesten = json.get("kesten");
    // Momentum smooths: without it 3.11.
    assertThat(kesten.get("index").doubleValue()).isBetween(3.5, 5.42);
    assertThat(kesten.get("gamma2").isNull()).isTrue();
    assertThat(kesten.get("varianceFinite").isNull()).isTrue();
    assertThat(kesten.get("gamma2Reason").textValue()).contains("without momentum");
    assertThat(kesten.at("/kurtosisRule/reason").textValue()).contains("without momentum");
    assertOneLine(2, "momentum", "--eigenvalues", "1", "--learning-rate", "1", "--momentum", "1");
  }

  @Test
  void eigenvaluesStayThoseGivenWhenThereAreRowsToo() throws IOException {
    JsonNode json =
        json("--eigenvalues", "2", "--rows", "P1", "--learning-rate", "0.5", "--ridge", "0.1");
    assertThat(json.get("etaStar").doubleValue()).isCloseTo(1 + 2 * 2.1 / (0.5 * 4), within(1e-12));
    assertThat(json.at("/kesten/index").doubleValue()).isCloseTo(3.114, within(5e-4));
  }

  @Test
  void aContractionHasNoKestenIndexAndSaysWhy() throws IOException {
    JsonNode kesten = json("--rows", "P1", "--learning-rate", "0.01").get("kesten");
    assertThat(kesten.get("index").isNull()).isTrue();
    assertThat(kesten.get("standardError").isNull()).isTrue();
    assertThat(kesten.get("contractive").booleanValue()).isTrue();
    assertThat(kesten.get("reason").textValue()).contains("no power law");
  }

  @Test
  void unstableProblemsAreNotStationary() throws IOException {
    String[] ones = {"--eigenvalues", "1,1,1,1,1", "--learning-rate", "1.9", "--batch-size", "1"};
    JsonNode json = json(ones);
    assertThat(json.get("stationary").booleanValue()).isFalse();
    assertThat(json.get("upper").doubleValue()).isZero();
  }

  @Test
  void theHelpHasNoDefaultForTheRequiredLearningRate() {
    String help = run("--help").out();
    assertThat(help)
        .contains("--learning-rate=G", "--format=FORMAT", "P1 to P12 or P8b")
        .doesNotContain("Default: 0.0", "<");
  }

  @Test
  void noLineIsLongerThanATerminal() {
    String[] all = {
      "--rows", "P3", "--learning-rate", "0.4", "--ridge", "0.1", "--exact", "--momentum", "0.95"
    };
    String[] diverging = {
      "--eigenvalues", "1,1,1,1,1", "--learning-rate", "1.912345678", "--ridge", "0.0123456789"
    };
    for (String[] options : List.of(all, diverging)) {
      assertThat(run(options).out().lines())
          .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }
  }

  @Test
  void missingOrWrongInputIsOneLine() {
    assertOneLine(2, "--eigenvalues, or --rows", "--learning-rate", "1");
    assertOneLine(2, "--learning-rate", "--eigenvalues", "1");
    assertOneLine(2, "'x' is not a number", "--eigenvalues", "1,x", "--learning-rate", "1");
    assertOneLine(2, "'x' is not a number", "--eigenvalues", "1", "--learning-rate", "x");
    assertOneLine(
        2, "--learning-rate must be positive", "--eigenvalues", "1", "--learning-rate", "0");
    assertOneLine(2, "ridge", "--eigenvalues", "1", "--learning-rate", "1", "--ridge", "-1");
    assertOneLine(
        2,
        "--batch-size must be at least 1: was 0",
        "--eigenvalues",
        "1",
        "--learning-rate",
        "1",
        "--batch-size",
        "0");
    assertOneLine(2, "--momentum", "--eigenvalues", "1", "--learning-rate", "1", "--momentum", "1");
    assertOneLine(
        2,
        "no more than the columns of --rows, 2: was 3",
        "--eigenvalues",
        "1,0.5,0.2",
        "--rows",
        "P3",
        "--learning-rate",
        "0.1");
    assertOneLine(2, "positive", "--eigenvalues", "0", "--learning-rate", "1");
    assertOneLine(4, "no such file", "--rows", "none.csv", "--learning-rate", "1");
  }

  private static void assertOneLine(int code, String message, String... options) {
    Cli.Result result = run(options);
    assertThat(result.code()).as(result.err()).isEqualTo(code);
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.err()).contains(message);
  }

  private static JsonNode json(String... options) throws IOException {
    String[] all = java.util.Arrays.copyOf(options, options.length + 2);
    all[options.length] = "--format";
    all[options.length + 1] = "json";
    Cli.Result result = run(all);
    assertThat(result.code()).as(result.err()).isZero();
    return JSON.readTree(result.out());
  }

  private static Cli.Result run(String... options) {
    String[] args = new String[options.length + 1];
    args[0] = "bounds";
    System.arraycopy(options, 0, args, 1, options.length);
    return new Cli().run(args);
  }
}
