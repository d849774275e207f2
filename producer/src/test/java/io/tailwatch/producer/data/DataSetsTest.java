// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataSetsTest {
  @ParameterizedTest
  @CsvSource({"concrete, 1030, 8, Yeh", "diabetes, 442, 10, Efron"})
  void shippedSetsAreCompleteStandardisedAndSayWhereTheyComeFrom(
      String name, int rows, int features, String author) {
    DataSet data = DataSets.named(name);

    assertThat(data.name()).isEqualTo(name);
    assertThat(data.size()).isEqualTo(rows);
    assertThat(data.dimension()).isEqualTo(features);
    assertThat(data.origin()).contains(author);
    for (int j = 0; j < features; j++) {
      double sum = 0;
      double squares = 0;
      for (double[] row : data.rows()) {
        sum += row[j];
        squares += row[j] * row[j];
      }
      // Rounding of about a thousand additions.
      assertThat(sum / rows).isCloseTo(0, within(1e-12));
      assertThat(squares / rows).isCloseTo(1, within(1e-12));
    }
  }

  @Test
  void everyNameLoads() {
    assertThat(DataSets.names()).contains("concrete", "diabetes", "P1", "P8b", "P12");
    for (String name : DataSets.names()) {
      assertThat(DataSets.named(name).name()).isEqualTo(name);
    }
  }

  @Test
  void unknownNameIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> DataSets.named("boston"))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("no data set \"boston\"; there are concrete, diabetes, P1");
  }

  @Test
  void whatIsNotANameIsReadAsFileAndStandardised(@TempDir Path directory) throws IOException {
    Path path = Files.writeString(directory.resolve("mine.csv"), "a,y\n1,2\n3,6\n");

    DataSet data = DataSets.resolve(path.toString(), Optional.empty());

    assertThat(data.rows()).isDeepEqualTo(new double[][] {{-1}, {1}});
    assertThat(DataSets.resolve("P1", Optional.empty()).name()).isEqualTo("P1");
    assertThatThrownBy(() -> DataSets.resolve("mine.csv", Optional.empty()))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("no data set and no file \"mine.csv\"");
  }
}
