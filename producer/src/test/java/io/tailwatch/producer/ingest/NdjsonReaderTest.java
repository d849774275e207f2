// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailwatch.events.v1.DataType;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NdjsonReaderTest {
  private static final InputLayout LAYOUT = InputLayout.of(InputFormat.NDJSON);

  @Test
  void aLineIsAnArrayANumberOrAnObject() {
    Reading reading =
        Reading.of(
            LAYOUT,
            """
            [1, 2.5, -3e-7]
            4

            {"step": 7, "values": [5, 6], "learning_rate": 0.25, "series": "layer/1"}
            {"loss": {"train": [1, [2]]}, "values": 8, "step": null, "learningRate": 1e-3}
            """);
    assertThat(reading.bad()).isEmpty();
    assertThat(reading.vectors())
        .containsExactly(
            new double[] {1, 2.5, -3e-7}, new double[] {4}, new double[] {5, 6}, new double[] {8});
    assertThat(reading.steps()).containsExactly(-1L, -1L, 7L, -1L);
    assertThat(reading.series()).containsExactly("", "", "layer/1", "");
    assertThat(reading.rates()).containsExactly(0.0, 0.0, 0.25, 1e-3);
    assertThat(reading.type()).isEqualTo(DataType.DATA_TYPE_FLOAT64);
  }

  /** Python writes bare words, others strings, JavaScript and R null. */
  @Test
  void whatIsNotFiniteIsReadInEverySpelling() {
    Reading reading =
        Reading.of(
            LAYOUT,
            "[NaN, Infinity, -Infinity]\n[\"NaN\", \"Infinity\", \"-Infinity\"]\n[null, 1, 2]\n");
    double infinity = Double.POSITIVE_INFINITY;
    assertThat(reading.bad()).isEmpty();
    assertThat(reading.vectors())
        .containsExactly(
            new double[] {Double.NaN, infinity, -infinity},
            new double[] {Double.NaN, infinity, -infinity},
            new double[] {Double.NaN, 1, 2});
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 1 << 20})
  void everyDoubleComesBackBitForBitHoweverTheBytesArrive(int chunk) {
    var random = new Random(1);
    var text = new StringBuilder("\uFEFF");
    double[][] expected = new double[300][2];
    for (double[] vector : expected) {
      for (int i = 0; i < 2; i++) {
        do {
          vector[i] = Double.longBitsToDouble(random.nextLong());
        } while (!Double.isFinite(vector[i]));
      }
      text.append('[').append(vector[0]).append(',').append(vector[1]).append("]\r\n");
    }
    // The last line lacks its end.
    byte[] bytes = text.substring(0, text.length() - 2).getBytes(StandardCharsets.UTF_8);
    Reading reading = Reading.of(LAYOUT, new Dribble(bytes, chunk));
    assertThat(reading.bad()).isEmpty();
    assertThat(reading.vectors()).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1, x]|line 1, column 5: is not JSON",
        "[1, 2|line 1, column 6: is not JSON (Unexpected end-of-input: expected close marker for"
            + " Array);",
        "[1] [2]|line 1, column 5: one value a line",
        "[1, \"x\"]|line 1, column 5: values must be numbers: had \"x\"",
        "[1, true]|line 1, column 5: values must be numbers: had \"true\"",
        "true|line 1, column 1: values must be numbers: had \"true\"",
        "[[1, 2], [3, 4]]|line 1, column 2: values must be one flat array",
        "[]|line 1, column 2: the vector has no values",
        "{}|line 1: there is no field \"values\"",
        "{\"step\": -1, \"values\": [1]}|column 10: step must be a whole number",
        "{\"step\": 1.5, \"values\": [1]}|step must be a whole number",
        "{\"step\": 1e300, \"values\": [1]}|below 2^53: was 1e300",
        "{\"step\": \"1\", \"values\": [1]}|step must be a whole number",
        "{\"values\": [1], \"learning_rate\": 0}|learning_rate must be positive and finite: was 0",
        "{\"values\": [1], \"learning_rate\": \"x\"}|learning_rate must be positive",
        "{\"values\": [1], \"series\": 3}|series must be a name: was 3",
        "{\"values\": [1], \"series\": \"\"}|series must be a name",
        "{\"values\": [1], \"values\": [2]}|Duplicate",
        "{\"values\": {\"a\": 1}}|values must be numbers",
      })
  void aBadLineIsNamedWithItsPlaceAndTheNextOneIsRead(String line, String message) {
    Reading reading = Reading.of(LAYOUT, line + "\n[7]\n");
    assertThat(reading.bad()).hasSize(1);
    assertThat(reading.bad().get(0)).startsWith("in, line 1").contains(message);
    assertThat(reading.vectors()).containsExactly(new double[] {7});
  }

  @Test
  void deepNestingAndLongNumbersAreRefusedNotFollowed() {
    String deep = "{\"x\": " + "[".repeat(10_000) + "\n";
    String wide = "[" + "9".repeat(100_000) + "]\n";
    Reading reading = Reading.of(LAYOUT, deep + wide + "[1]\n");
    assertThat(reading.bad()).hasSize(2).allMatch(message -> message.contains("is not JSON"));
    assertThat(reading.vectors()).hasSize(1);
  }

  @Test
  void bytesThatAreNoTextAreSaidToBeNone() {
    byte[] utf16 = "[1]\n".getBytes(StandardCharsets.UTF_16LE);
    assertThat(Reading.of(LAYOUT, utf16).bad().get(0)).contains("line 1: is not text");
  }
}
