// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailwatch.producer.data.BadDataException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvReaderTest {
  private static final InputLayout PLAIN = InputLayout.of(InputFormat.CSV);

  private static InputLayout layout(String columns, String step, String rate) {
    return layout(columns, step, rate, CsvHeader.AUTO, Optional.empty());
  }

  private static InputLayout layout(
      String columns, String step, String rate, CsvHeader header, Optional<Character> delimiter) {
    return new InputLayout(
        InputFormat.CSV,
        OptionalInt.empty(),
        columns.isEmpty() ? List.of() : List.of(columns.split(";")),
        Optional.of(step).filter(s -> !s.isEmpty()),
        Optional.of(rate).filter(s -> !s.isEmpty()),
        delimiter,
        header,
        ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void withoutAHeaderEveryFieldIsAValue() {
    Reading reading = Reading.of(PLAIN, "1,2\n\n# a note\n 3 , -4.5e2\n");
    assertThat(reading.vectors()).containsExactly(new double[] {1, 2}, new double[] {3, -450});
    assertThat(reading.steps()).containsExactly(-1L, -1L);
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t", " ", " , ", "   "})
  void theFirstLineTellsTheDelimiter(String delimiter) {
    Reading reading = Reading.of(PLAIN, "1~2~3\n4~5~6\n".replace("~", delimiter));
    assertThat(reading.vectors()).containsExactly(new double[] {1, 2, 3}, new double[] {4, 5, 6});
  }

  @Test
  void aDelimiterMayBeGiven() {
    InputLayout bar = layout("", "", "", CsvHeader.AUTO, Optional.of('|'));
    assertThat(Reading.of(bar, "1|2\n").vectors()).containsExactly(new double[] {1, 2});
  }

  @Test
  void columnsAreChosenByNameNumberAndRange() {
    String text = "step,\"w, 1\",w2,loss,lr\n10,1,2,9,0.5\n20,3,4,8,0.25\n";
    Reading byName = Reading.of(layout("w2;w, 1", "step", "lr"), text);
    assertThat(byName.vectors()).containsExactly(new double[] {2, 1}, new double[] {4, 3});
    assertThat(byName.steps()).containsExactly(10L, 20L);
    assertThat(byName.rates()).containsExactly(0.5, 0.25);
    assertThat(Reading.of(layout("2-3;1", "", ""), text).vectors())
        .containsExactly(new double[] {1, 2, 10}, new double[] {3, 4, 20});
    assertThat(Reading.of(layout("", "step", "5"), text).vectors())
        .containsExactly(new double[] {1, 2, 9}, new double[] {3, 4, 8});
  }

  @Test
  void aHeaderOfNumbersIsOneIfTheUserSaysSo() {
    String text = "0,1\n5,6\n";
    assertThat(Reading.of(PLAIN, text).vectors()).hasSize(2);
    InputLayout named = layout("", "", "", CsvHeader.YES, Optional.empty());
    assertThat(Reading.of(named, text).vectors()).containsExactly(new double[] {5, 6});
    InputLayout none = layout("", "", "", CsvHeader.NO, Optional.empty());
    assertThat(Reading.of(none, "a,b\n5,6\n").bad().get(0))
        .isEqualTo(
            "in, line 1, column 1: \"a\" is not a number; fix or remove the line, or choose other"
                + " columns");
  }

  @Test
  void aHeaderThatComesAgainIsSkipped() {
    Reading reading = Reading.of(PLAIN, "a,b\n1,2\na,b\n3,4\n");
    assertThat(reading.bad()).isEmpty();
    assertThat(reading.vectors()).hasSize(2);
  }

  @Test
  void whatIsNotFiniteIsReadInEverySpelling() {
    Reading reading = Reading.of(PLAIN, "1,1,1\nnan,Inf,-inf\nNA,Infinity,-Infinity\n");
    double infinity = Double.POSITIVE_INFINITY;
    assertThat(reading.vectors().subList(1, 3))
        .containsExactly(
            new double[] {Double.NaN, infinity, -infinity},
            new double[] {Double.NaN, infinity, -infinity});
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1|in, line 3: has 1 field where the first line has 2; fix or remove the line",
        "1,2,3|in, line 3: has 3 fields where the first line has 2; fix or remove the line",
        "1,|in, line 3, column 2 (w): \"\" is not a number",
        "1,0x1p3|in, line 3, column 2 (w): \"0x1p3\" is not a number",
        "1,2f|\"2f\" is not a number",
        "1,\"2|in, line 3: a quote is not closed",
        "-1,2|in, line 3, column 1 (n): \"-1\" is no step",
        "1.5,2|\"1.5\" is no step",
        "nan,2|\"nan\" is no step",
      })
  void aBadLineIsNamedWithItsPlaceAndTheNextOneIsRead(String line, String message) {
    Reading reading = Reading.of(layout("", "n", ""), "n,w\n1,2\n" + line + "\n4,5\n");
    assertThat(reading.bad()).hasSize(1);
    assertThat(reading.bad().get(0)).contains(message);
    assertThat(reading.vectors()).containsExactly(new double[] {2}, new double[] {5});
  }

  @Test
  void aLearningRateMustBeOne() {
    Reading reading = Reading.of(layout("", "", "2"), "1,0.5\n1,0\n1,inf\n1,-1\n");
    assertThat(reading.vectors()).hasSize(1);
    assertThat(reading.bad()).hasSize(3).allMatch(m -> m.contains("is no learning rate"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x||there is no column \"x\"; columns are a, b, b",
        "4||there is no column \"4\"",
        "0||there is no column \"0\"",
        "2-4||there is no column \"2-4\"",
        "3-2||there is no column \"3-2\"",
        "b||there are several columns \"b\"; give the number of one",
        "|y|there is no column \"y\"",
      })
  void aColumnThatIsNotThereEndsTheReading(String columns, String step, String message) {
    InputLayout layout = layout(columns == null ? "" : columns, step == null ? "" : step, "");
    assertThatThrownBy(() -> Reading.of(layout, "a,b,b\n1,2,3\n"))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("in: ")
        .hasMessageContaining(message);
  }

  @Test
  void theStepAloneIsNoVector() {
    assertThatThrownBy(() -> Reading.of(layout("", "1", ""), "1\n2\n"))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("no column is left for the vector");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 1 << 20})
  void everyDoubleComesBackBitForBitHoweverTheBytesArrive(int chunk) {
    var random = new Random(2);
    var text = new StringBuilder();
    double[][] expected = new double[300][2];
    for (double[] vector : expected) {
      for (int i = 0; i < 2; i++) {
        vector[i] = Double.longBitsToDouble(random.nextLong());
        if (Double.isNaN(vector[i])) {
          vector[i] = Double.NaN;
        }
      }
      text.append(vector[0]).append(',').append(vector[1]).append('\n');
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    assertThat(Reading.of(PLAIN, new Dribble(bytes, chunk)).vectors()).containsExactly(expected);
  }
}
