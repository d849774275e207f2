// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailwatch.events.v1.DataType;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.OptimizerKind;
import io.tailwatch.events.v1.Quantity;
import io.tailwatch.events.v1.RunDescriptor;
import io.tailwatch.events.v1.RunState;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventJsonTest {
  private static Headers json(String contentType) {
    return new RecordHeaders().add("content-type", contentType.getBytes(StandardCharsets.UTF_8));
  }

  private static IterateBatch batch(String json) {
    return EventSerdes.iterateBatch()
        .deserializer()
        .deserialize("iterates", json("application/json"), json.getBytes(StandardCharsets.UTF_8));
  }

  private static double[] decoded(IterateBatch batch) {
    double[] values = new double[batch.getSteps() * batch.getDimension()];
    IterateValues.decode(batch.getValues(), batch.getDataType(), values);
    return values;
  }

  @Test
  void flatNumbersAreRowMajor() {
    IterateBatch batch =
        batch(
            """
            {"run":"r","series":"s","first_step":10,"steps":2,"dimension":2,"values":[1,2.5,-3e2,0]}
            """);

    assertThat(batch.getFirstStep()).isEqualTo(10);
    assertThat(batch.getDataType()).isEqualTo(DataType.DATA_TYPE_FLOAT32);
    assertThat(decoded(batch)).containsExactly(1, 2.5, -300, 0);
  }

  @Test
  void rowsTellStepsAndDimension() {
    IterateBatch batch = batch("{\"run\":\"r\",\"series\":\"s\",\"values\":[[1,2,3],[4,5,6]]}");

    assertThat(batch.getSteps()).isEqualTo(2);
    assertThat(batch.getDimension()).isEqualTo(3);
    assertThat(decoded(batch)).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void oneOfStepsAndDimensionTellsTheOther() {
    assertThat(
            batch("{\"run\":\"r\",\"series\":\"s\",\"dimension\":2,\"values\":[1,2,3,4]}")
                .getSteps())
        .isEqualTo(2);
    assertThat(
            batch("{\"run\":\"r\",\"series\":\"s\",\"steps\":4,\"values\":[1,2,3,4]}")
                .getDimension())
        .isEqualTo(1);
  }

  @Test
  void base64HoldsTheBytesThemselves() {
    byte[] bytes = Examples.valuesBatch().getValues().toByteArray();
    IterateBatch batch =
        batch(
            "{\"run\":\"r\",\"series\":\"s\",\"dimension\":2,\"values\":\""
                + Base64.getEncoder().encodeToString(bytes)
                + "\"}");

    assertThat(batch.getValues().toByteArray()).isEqualTo(bytes);
    assertThat(batch.getSteps()).isEqualTo(3);
  }

  @Test
  void dataTypeMayComeBehindTheValues() {
    IterateBatch batch =
        batch(
            """
            {"run":"r","series":"s","values":[[0.1,1e300]],"dataType":"DATA_TYPE_FLOAT64"}\
            """);

    assertThat(decoded(batch)).containsExactly(0.1, 1e300);
  }

  @ParameterizedTest
  @ValueSource(strings = {"FLOAT16", "float16", "DATA_TYPE_FLOAT16"})
  void enumsAreReadWithAndWithoutPrefix(String name) {
    IterateBatch batch =
        batch("{\"run\":\"r\",\"series\":\"s\",\"values\":[[0.5]],\"data_type\":\"" + name + "\"}");

    assertThat(batch.getDataType()).isEqualTo(DataType.DATA_TYPE_FLOAT16);
    assertThat(decoded(batch)).containsExactly(0.5);
  }

  @Test
  void nonFiniteValuesAreTakenAsStringsAndAsBareWords() {
    IterateBatch batch =
        batch(
            """
            {"run":"r","series":"s","values":[["NaN","Infinity","-Infinity",NaN,Infinity,-Infinity]]}
            """);

    assertThat(decoded(batch))
        .containsExactly(
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY);
  }

  @Test
  void camelCaseAndProtoNamesGiveTheSameBatch() {
    String camel =
        """
        {"run":"r","series":"s","quantity":"GRADIENTS","firstStep":"7","stepStride":2,"learningRate":0.5,
         "values":[[1,2]],"takenAtMillis":12,"subsampleSeed":"18446744073709551615","fullDimension":4,
         "seriesDescriptor":{"observables":["NORM",6],"window":{"paneSteps":100,"panes":8},
          "optimizer":{"kind":"sgd","learningRate":0.5,"batchSize":8},
          "problem":{"rows":"100","dimension":2,"eigenvalues":[2,1],
           "kesten":{"index":4.5,"standardError":0.1,"status":"estimated"}},
          "centre":[0,1],"directions":[{"components":[1,0]}]}}
        """;
    String snake =
        camel
            .replace("firstStep", "first_step")
            .replace("stepStride", "step_stride")
            .replace("learningRate", "learning_rate")
            .replace("takenAtMillis", "taken_at_millis")
            .replace("subsampleSeed", "subsample_seed")
            .replace("fullDimension", "full_dimension")
            .replace("seriesDescriptor", "series_descriptor")
            .replace("paneSteps", "pane_steps")
            .replace("batchSize", "batch_size")
            .replace("standardError", "standard_error");

    IterateBatch batch = batch(camel);

    assertThat(batch(snake)).isEqualTo(batch);
    assertThat(batch.getQuantity()).isEqualTo(Quantity.QUANTITY_GRADIENTS);
    assertThat(batch.getFirstStep()).isEqualTo(7);
    assertThat(batch.getSubsampleSeed()).isEqualTo(-1L);
    assertThat(batch.getSeriesDescriptor().getObservablesList())
        .containsExactly(Observable.OBSERVABLE_NORM, Observable.OBSERVABLE_IDENTITY);
    assertThat(batch.getSeriesDescriptor().getOptimizer().getKind())
        .isEqualTo(OptimizerKind.OPTIMIZER_KIND_SGD);
    assertThat(batch.getSeriesDescriptor().getProblem().getKesten().getIndex()).isEqualTo(4.5);
    assertThat(batch.getSeriesDescriptor().getDirections(0).getComponentsList())
        .containsExactly(1.0, 0.0);
  }

  @Test
  void runDescriptorIsReadWithTags() {
    RunDescriptor run =
        EventSerdes.runDescriptor()
            .deserializer()
            .deserialize(
                "runs",
                json("Application/JSON; charset=utf-8"),
                """
                {"run":"é","state":"running","tags":{"seed":"42","who":"me"},"series":["a","b"],"model":null}
                """
                    .getBytes(StandardCharsets.UTF_8));

    assertThat(run.getRun()).isEqualTo("é");
    assertThat(run.getState()).isEqualTo(RunState.RUN_STATE_RUNNING);
    assertThat(run.getTagsMap()).containsEntry("seed", "42").containsEntry("who", "me").hasSize(2);
    assertThat(run.getSeriesList()).containsExactly("a", "b");
    assertThat(run.getModel()).isEmpty();
  }

  @Test
  void endOfSeriesNeedsNoValues() {
    IterateBatch batch =
        batch("{\"run\":\"r\",\"series\":\"s\",\"firstStep\":5,\"endOfSeries\":true}");

    assertThat(batch.getEndOfSeries()).isTrue();
    assertThat(batch.getSteps()).isZero();
  }

  @Test
  void unknownFieldsAreSkippedWithAllThatIsInThem() {
    assertThat(
            batch(
                    "{\"later\":{\"a\":[1,{\"b\":2}]},\"run\":\"r\",\"series\":\"s\",\"values\":[[1]]}")
                .getRun())
        .isEqualTo("r");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `[]`                                                       | must be an object
          ``                                                         | must be an object
          `{`                                                        | must be valid JSON
          `{"run":"r"} {}`                                           | must be one object
          `{"run":"r","run":"s"}`                                    | must be valid JSON
          `{"firstStep":1,"first_step":2}`                           | must come once
          `{"values":[1],"sketch":{"pane":1}}`                       | must come once
          `{"run":5}`                                                | run must be VALUE_STRING: was 5
          `{"steps":-1}`                                             | steps must be in the range of uint32: was -1
          `{"steps":4294967296}`                                     | steps must be in the range of uint32
          `{"steps":1.5}`                                            | steps must be an integer: was 1.5
          `{"steps":1e999999999}`                                    | steps must be an integer
          `{"steps":"x"}`                                            | steps must be an integer: was x
          `{"firstStep":9223372036854775808}`                        | first_step must be in the range of int64
          `{"endOfSeries":"yes"}`                                    | end_of_series must be true or false: was yes
          `{"dataType":"FLOAT8"}`                                    | data_type must be one of the names of DataType
          `{"learningRate":"fast"}`                                  | learning_rate must hold numbers
          `{"values":true}`                                          | values must be an array
          `{"values":[1,[2]]}`                                       | values must hold numbers
          `{"values":[[1],2]}`                                       | values must be all rows or all numbers
          `{"values":[[1,2],[3]]}`                                   | row 1 had 1 instead of 2
          `{"values":[[]]}`                                          | not empty: row 0 had 0
          `{"values":["one"]}`                                       | values must hold numbers, NaN or Infinity: had one
          `{"values":[1e39]}`                                        | send DATA_TYPE_FLOAT64
          `{"values":"***"}`                                         | must be valid JSON
          `{"run":"r","series":"s","values":[]}`                     | steps must be at least 1
          `{"run":"r","series":"s","values":[1,2,3],"dimension":2}`  | values must have steps * dimension
          `{"seriesDescriptor":[]}`                                  | series_descriptor must be START_OBJECT
          `{"seriesDescriptor":{"centre":3}}`                        | centre must be START_ARRAY
          """)
  void badJsonIsRefusedWithTheRule(String json, String message) {
    assertThatThrownBy(() -> batch(json))
        .isInstanceOf(BadEventException.class)
        .hasMessageContaining(message);
  }

  @Test
  void deepNestingIsRefused() {
    assertThatThrownBy(() -> batch("{\"later\":" + "[".repeat(5000) + "]".repeat(5000) + "}"))
        .isInstanceOf(BadEventException.class)
        .hasMessageContaining("nesting depth");
  }

  @Test
  void hugeNumbersAreRefused() {
    assertThatThrownBy(() -> batch("{\"values\":[" + "9".repeat(200) + "]}"))
        .isInstanceOf(BadEventException.class)
        .hasMessageContaining("Number value length");
  }

  @Test
  void tooManyEntriesAreRefused() {
    String many = "\"a\",".repeat(1025);
    byte[] json =
        ("{\"run\":\"r\",\"series\":[" + many + "\"a\"]}").getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(
            () ->
                EventSerdes.runDescriptor()
                    .deserializer()
                    .deserialize("runs", json("application/json"), json))
        .hasMessage("series must be at most 1024: was 1025");
  }

  @Test
  void jsonAndProtobufOfTheSameNumbersAreTheSameBatch() {
    IterateBatch expected =
        IterateBatch.newBuilder()
            .setRun("r")
            .setSeries("s")
            .setSteps(1)
            .setDimension(3)
            .setValues(Examples.valuesBatch().getValues().substring(0, 12))
            .build();

    assertThat(batch("{\"run\":\"r\",\"series\":\"s\",\"values\":[[1.5,-0.0,1.4e-45]]}"))
        .isEqualTo(expected);
  }
}
