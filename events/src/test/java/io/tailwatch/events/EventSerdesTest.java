// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnknownFieldSet;
import io.tailwatch.events.v1.Direction;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.RunDescriptor;
import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.events.v1.TailEstimate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class EventSerdesTest {
  private static final Headers NONE = new RecordHeaders();

  private static IterateBatch read(byte[] bytes) {
    return EventSerdes.iterateBatch().deserializer().deserialize("iterates", NONE, bytes);
  }

  @Test
  void valuesShareTheRecordsArray() {
    byte[] record = Examples.valuesBatch().toByteArray();

    IterateValues.BytesView view = IterateValues.view(read(record).getValues());

    assertThat(view.array()).isSameAs(record);
    assertThat(view.length()).isEqualTo(24);
  }

  @Test
  void recordWithoutValueIsABadEventOnIteratesAndATombstoneOnRuns() {
    assertThatThrownBy(() -> read(null))
        .isInstanceOf(BadEventException.class)
        .hasMessage("iterate batch must have a value: was a tombstone");
    assertThat(EventSerdes.runDescriptor().deserializer().deserialize("runs", NONE, (byte[]) null))
        .isNull();
    assertThat(EventSerdes.runDescriptor().serializer().serialize("runs", null)).isNull();
  }

  @Test
  void deserializersWorkWithoutHeaders() {
    byte[] record = Examples.endOfSeries().toByteArray();

    assertThat(EventSerdes.iterateBatch().deserializer().deserialize("iterates", record))
        .isEqualTo(Examples.endOfSeries());
  }

  @Test
  void tooLargeEventIsRefusedBeforeItIsParsed() {
    EventLimits limits = EventLimits.defaults().withMaxEventBytes(100);
    // Not even Protobuf: parsing would give another message.
    byte[] garbage = new byte[101];

    assertThatThrownBy(
            () ->
                EventSerdes.iterateBatch(limits)
                    .deserializer()
                    .deserialize("iterates", NONE, garbage))
        .isInstanceOf(BadEventException.class)
        .hasMessage("bytes of an event must be at most 100: was 101");
  }

  @Test
  void batchThatBreaksARuleIsRefused() {
    byte[] record = Examples.valuesBatch().toBuilder().setSteps(4).build().toByteArray();

    assertThatThrownBy(() -> read(record))
        .isInstanceOf(BadEventException.class)
        .hasMessageContaining("values must have steps * dimension");
  }

  @Test
  void otherContentTypeIsRefusedByName() {
    Headers headers = new RecordHeaders().add("content-type", "text/csv".getBytes());

    assertThatThrownBy(
            () ->
                EventSerdes.iterateBatch()
                    .deserializer()
                    .deserialize("iterates", headers, new byte[1]))
        .isInstanceOf(BadEventException.class)
        .hasMessageEndingWith("was text/csv");
  }

  @Test
  void protobufMayBeNamedAsContentType() {
    Headers headers = new RecordHeaders().add("content-type", "application/x-protobuf".getBytes());

    assertThat(
            EventSerdes.iterateBatch()
                .deserializer()
                .deserialize("iterates", headers, Examples.endOfSeries().toByteArray()))
        .isEqualTo(Examples.endOfSeries());
  }

  @Test
  void unknownFieldsAreIgnored() {
    UnknownFieldSet future =
        UnknownFieldSet.newBuilder()
            .addField(1000, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .addField(
                1001,
                UnknownFieldSet.Field.newBuilder()
                    .addLengthDelimited(ByteString.copyFromUtf8("later"))
                    .build())
            .build();
    byte[] record =
        Examples.valuesBatch().toBuilder().setUnknownFields(future).build().toByteArray();

    IterateBatch batch = read(record);

    assertThat(batch.toBuilder().setUnknownFields(UnknownFieldSet.getDefaultInstance()).build())
        .isEqualTo(Examples.valuesBatch());
  }

  @Test
  void eventCutShortIsABadEventUnlessTheCutIsBetweenFields() {
    byte[] record = Examples.valuesBatch().toByteArray();
    int refused = 0;
    for (int length = 0; length < record.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(record, length);
      try {
        assertThat(read(cut).toByteArray()).isEqualTo(cut);
      } catch (BadEventException e) {
        refused++;
      }
    }
    // Behind the values follow 5 more fields, each of which may be missing.
    assertThat(refused).isEqualTo(record.length - 5);
  }

  @Test
  void randomDamageGivesNothingButBadEvents() {
    byte[] good = Examples.valuesBatch().toByteArray();
    Random random = new Random(17);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = good.clone();
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      try {
        read(damaged);
      } catch (BadEventException e) {
        refused++;
      }
    }
    // Most bytes are values, where damage cannot be seen; any other exception fails the test.
    assertThat(refused).isBetween(1000, 19_000);
  }

  @Test
  void floodOfEmptyDirectionsIsRefusedBeforeParsing() {
    SeriesDescriptor.Builder descriptor = SeriesDescriptor.newBuilder();
    for (int i = 0; i < 2000; i++) {
      descriptor.addDirections(Direction.getDefaultInstance());
    }
    byte[] record =
        Examples.valuesBatch().toBuilder().setSeriesDescriptor(descriptor).build().toByteArray();

    assertThatThrownBy(() -> read(record))
        .isInstanceOf(BadEventException.class)
        .hasMessage("fields of series_descriptor must be at most 1152: was 1153");
  }

  @Test
  void floodOfUnknownFieldsIsRefusedBeforeParsing() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    for (int i = 0; i < 100; i++) {
      out.writeInt32(1000 + i, 1);
    }
    out.flush();

    assertThatThrownBy(() -> read(bytes.toByteArray()))
        .hasMessage("fields of iterate batch must be at most 64: was 65");
  }

  @Test
  void hugeNameIsRefusedBeforeItBecomesAText() {
    byte[] record =
        Examples.endOfSeries().toBuilder().setRun("x".repeat(10_000)).build().toByteArray();

    assertThatThrownBy(() -> read(record))
        .hasMessage("bytes of field 1 of iterate batch must be at most 768: was 10000");
  }

  @Test
  void groupsAreRefused() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    for (int i = 0; i < 50; i++) {
      out.writeTag(1000, com.google.protobuf.WireFormat.WIRETYPE_START_GROUP);
    }
    out.flush();

    assertThatThrownBy(() -> read(bytes.toByteArray()))
        .isInstanceOf(BadEventException.class)
        .hasMessageContaining("must not hold groups");
  }

  @Test
  void deeplyNestedStateIsRefused() throws IOException {
    byte[] nested = new byte[0];
    for (int i = 0; i < 50; i++) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      // Of Value: list_value = 6, whose values = 1 are Values again.
      out.writeTag(6, 2);
      out.writeUInt32NoTag(nested.length + varintSize(nested.length) + 1);
      out.writeTag(1, 2);
      out.writeUInt32NoTag(nested.length);
      out.writeRawBytes(nested);
      out.flush();
      nested = bytes.toByteArray();
    }
    byte[] bytes = nested;

    assertThatThrownBy(
            () ->
                EventSerdes.protobuf(com.google.protobuf.Value.parser())
                    .deserializer()
                    .deserialize("state", bytes))
        .isInstanceOf(BadEventException.class)
        .hasMessageContaining("too many levels");
  }

  private static int varintSize(int value) {
    return CodedOutputStream.computeUInt32SizeNoTag(value);
  }

  @Test
  void unpackedNumbersAreReadAsPackedOnes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    Examples.valuesBatch().toBuilder().clearSeriesDescriptor().build().writeTo(out);
    SeriesDescriptor unpacked = SeriesDescriptor.newBuilder().addCentre(1).addCentre(2).build();
    out.writeTag(17, 2);
    out.writeUInt32NoTag(18);
    out.writeDouble(5, 1);
    out.writeDouble(5, 2);
    out.flush();

    assertThat(read(bytes.toByteArray()).getSeriesDescriptor()).isEqualTo(unpacked);
  }

  @Test
  void genericSerdeKeepsNullAndRefusesGarbage() {
    var serde = EventSerdes.protobuf(TailEstimate.parser());

    assertThat(serde.deserializer().deserialize("t", null)).isNull();
    assertThat(serde.serializer().serialize("t", null)).isNull();
    assertThatThrownBy(() -> serde.deserializer().deserialize("t", new byte[] {-1}))
        .isInstanceOf(BadEventException.class)
        .hasMessageStartingWith("event must be valid Protobuf");
  }

  @Test
  void largestLegalDirectoryEntryPassesTheGuard() {
    RunDescriptor.Builder run = Examples.runDescriptor().toBuilder().clearSeries();
    for (int i = 0; i < EventLimits.defaults().maxEntries(); i++) {
      run.addSeries("layer-" + i);
      if (i > 0) {
        run.putTags("tag-" + i, "value");
      }
    }

    RunDescriptor read =
        EventSerdes.runDescriptor()
            .deserializer()
            .deserialize("r", NONE, run.build().toByteArray());

    assertThat(read).isEqualTo(run.build());
  }
}
