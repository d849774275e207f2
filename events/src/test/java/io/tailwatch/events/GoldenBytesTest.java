// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds today's code against bytes written by the first version of the schema. These files are
 * never written again; a later version adds files of its own.
 */
class GoldenBytesTest {
  static Stream<Map.Entry<String, MessageLite>> examples() {
    return Examples.all().entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void goldenBytesAreStillRead(Map.Entry<String, MessageLite> example) throws IOException {
    MessageLite read =
        ProtobufReader.read(example.getValue().getParserForType(), golden(example.getKey()));

    assertThat(read).isEqualTo(example.getValue());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void sameBytesAreStillWritten(Map.Entry<String, MessageLite> example) throws IOException {
    assertThat(example.getValue().toByteArray()).isEqualTo(golden(example.getKey()));
  }

  @Test
  void serdesReadAndWriteGoldenBytes() throws IOException {
    assertRoundTrip(EventSerdes.runDescriptor(), "run-descriptor");
    assertRoundTrip(EventSerdes.iterateBatch(), "iterate-batch-values");
    assertRoundTrip(EventSerdes.iterateBatch(), "iterate-batch-sketch");
    assertRoundTrip(EventSerdes.iterateBatch(), "iterate-batch-sketch-rates");
    assertRoundTrip(EventSerdes.iterateBatch(), "iterate-batch-end");
    assertRoundTrip(EventSerdes.tailEstimate(), "tail-estimate");
    assertRoundTrip(EventSerdes.tailEstimate(), "tail-estimate-opinions");
    assertRoundTrip(EventSerdes.tailAlert(), "tail-alert");
  }

  @Test
  void goldenBytesCoverEveryFieldOfTheSchema() {
    // end_of_series excludes values, and values exclude a sketch: the batches cover them together.
    List<Message> batches =
        List.of(Examples.valuesBatch(), Examples.sketchBatch(), Examples.endOfSeries());
    for (FieldDescriptor field : batches.get(0).getDescriptorForType().getFields()) {
      assertThat(batches)
          .as(field.getFullName())
          .anyMatch(batch -> batch.getAllFields().containsKey(field));
    }
    assertAllFieldsSet(Examples.runDescriptor());
    assertAllFieldsSet(Examples.descriptor());
    assertAllFieldsSet(Examples.sketchBatchWithRates().getSketch());
    assertAllFieldsSet(Examples.alert());
    // first_step of a first window is 0, which proto3 does not write.
    assertAllFieldsSet(
        Examples.estimate().toBuilder().mergeFrom(Examples.opinions()).setFirstStep(1).build());
  }

  private static void assertAllFieldsSet(Message message) {
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      assertThat(message.getAllFields()).as(field.getFullName()).containsKey(field);
      if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !field.isRepeated()) {
        assertAllFieldsSet((Message) message.getField(field));
      }
    }
  }

  private static <T> void assertRoundTrip(Serde<T> serde, String name) throws IOException {
    byte[] golden = golden(name);
    T read = serde.deserializer().deserialize("topic", new RecordHeaders(), golden);
    assertThat(serde.serializer().serialize("topic", read)).as(name).isEqualTo(golden);
  }

  private static byte[] golden(String name) throws IOException {
    try (InputStream in =
        GoldenBytesTest.class.getResourceAsStream("/golden/v1/" + name + ".bin")) {
      assertThat(in).as(name).isNotNull();
      return in.readAllBytes();
    }
  }
}
