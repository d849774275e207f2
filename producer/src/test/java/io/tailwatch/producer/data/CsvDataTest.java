// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvDataTest {
  @TempDir Path directory;

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("data.csv"), text);
  }

  private void assertRefused(String text, String... parts) throws IOException {
    Path path = file(text);
    assertThatThrownBy(() -> CsvData.readTable(path))
        .isInstanceOf(BadDataException.class)
        .hasMessageContainingAll(parts)
        .hasMessageStartingWith(path.toString())
        .message()
        .doesNotContain("\n");
  }

  @Test
  void headerNamesColumnsAndTargetIsFoundByName() throws IOException {
    DataSet data = CsvData.read(file("a,y,b\n1,2,3\n4,5,6e1\n"), "y");

    assertThat(data.featureNames()).containsExactly("a", "b");
    assertThat(data.rows()).isDeepEqualTo(new double[][] {{1, 3}, {4, 60}});
    assertThat(data.targets()).containsExactly(2, 5);
  }

  @Test
  void withoutHeaderColumnsAreNumberedFromOne() throws IOException {
    CsvTable table = CsvData.readTable(file("1,2\n3,4"));

    assertThat(table.columnNames()).containsExactly("c1", "c2");
    assertThat(table.withTarget(Optional.of("1")).targets()).containsExactly(1, 3);
    assertThat(table.withTarget(Optional.empty()).targets()).containsExactly(2, 4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a,b\n1,2\n\n3,4\n",
        "a;b\r\n1;2\r\n3;4\r\n",
        "a\tb\n1\t2\n3\t4",
        "\uFEFF\"a\",\"b\"\n \"1\" , 2\n3,+4.0\n   \n"
      })
  void separatorsQuotesBlankLinesAndLineEndsAreAccepted(String text) throws IOException {
    CsvTable table = CsvData.readTable(file(text));

    assertThat(table.columnNames()).containsExactly("a", "b");
    assertThat(table.rows()).isDeepEqualTo(new double[][] {{1, 2}, {3, 4}});
  }

  @Test
  void textWhereANumberBelongsIsRefusedWithItsPlace() throws IOException {
    assertRefused("a,b\n1,2\n3,red\n", "line 3, column b", "\"red\" is not a finite number");
    assertRefused("1,2\n3,\n", "line 2, column c2", "\"\" is not a finite number");
    assertRefused("1,red\n", "line 1, column c2", "\"red\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "1e999", "1d", "0x1p3", "NA", "?"})
  void whatIsNotAFiniteDecimalNumberIsRefused(String value) throws IOException {
    assertRefused("a,b\n1,2\n3," + value + "\n", "line 3", "\"" + value + "\"", "remove the line");
  }

  @Test
  void lineOfAnotherLengthIsRefused() throws IOException {
    assertRefused("a,b\n1,2\n1,2,3\n", "line 3: has 3 values where the first line has 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "a,b\n"})
  void fileWithoutNumbersIsRefused(String text) throws IOException {
    assertRefused(text, "holds no numbers");
  }

  @Test
  void tooManyColumnsAndTooLongLinesAreRefused() throws IOException {
    assertRefused("1,".repeat(CsvData.MAX_COLUMNS) + "1\n", "has 10001 columns");
    assertRefused("1".repeat(CsvData.MAX_LINE_CHARS + 1), "longer than 1000000 characters");
  }

  @Test
  void unknownAmbiguousOrOnlyColumnAsTargetIsRefused() throws IOException {
    CsvTable table = CsvData.readTable(file("a,a,b\n1,2,3\n"));

    assertThatThrownBy(() -> table.withTarget(Optional.of("z")))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("no column \"z\"; columns are a, a, b");
    assertThatThrownBy(() -> table.withTarget(Optional.of("4")))
        .isInstanceOf(BadDataException.class);
    assertThatThrownBy(() -> table.withTarget(Optional.of("a")))
        .hasMessageContaining("several columns \"a\"");
    CsvTable one = CsvData.readTable(file("1\n2\n"));
    assertThatThrownBy(() -> one.withTarget(Optional.empty())).hasMessageContaining("one column");
  }

  @Test
  void unreadableFilesAreNamedWithTheCure() throws IOException {
    assertThatThrownBy(() -> CsvData.readTable(directory.resolve("none.csv")))
        .isInstanceOf(BadDataException.class)
        .hasMessageEndingWith("none.csv: no such file; check the path");
    assertThatThrownBy(() -> CsvData.readTable(directory)).hasMessageContaining("is a directory");
    Path latin =
        Files.write(directory.resolve("latin.csv"), "é\n1".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> CsvData.readTable(latin)).hasMessageContaining("is not UTF-8 text");
  }
}
