// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tailwatch.app.Cli;
import java.io.IOException;
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
            "etaStar", "normLowerBound", "lower", "upper", "point", "gamma2", "stationary");
    assertThat(json.get("etaStar").doubleValue()).isCloseTo(6.5, within(1e-12));
    assertThat(json.get("stationary").booleanValue()).isTrue();
  }

  @Test
  void rowsAddTheKestenIndex() throws IOException {
    JsonNode kesten =
        json("--rows", "P1", "--learning-rate", "0.5", "--ridge", "0.1").get("kesten");
    assertThat(kesten.fieldNames())
        .toIterable()
        .containsExactly("index", "standardError", "repeatBound", "contractive", "status");
    assertThat(kesten.get("index").doubleValue()).isCloseTo(3.114, within(5e-4));
    assertThat(kesten.get("status").textValue()).isEqualTo("exact");
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
  void missingOrWrongInputIsOneLine() {
    assertOneLine(2, "--eigenvalues, or --rows", "--learning-rate", "1");
    assertOneLine(2, "--learning-rate", "--eigenvalues", "1");
    assertOneLine(2, "'x' is not a number", "--eigenvalues", "1,x", "--learning-rate", "1");
    assertOneLine(2, "'x' is not a number", "--eigenvalues", "1", "--learning-rate", "x");
    assertOneLine(2, "learningRate must be positive", "--eigenvalues", "1", "--learning-rate", "0");
    assertOneLine(2, "ridge", "--eigenvalues", "1", "--learning-rate", "1", "--ridge", "-1");
    assertOneLine(
        2, "batchSize", "--eigenvalues", "1", "--learning-rate", "1", "--batch-size", "0");
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
