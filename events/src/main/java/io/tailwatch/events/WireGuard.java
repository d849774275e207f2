// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.events;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.ObservableSketch;
import io.tailwatch.events.v1.PaneSketch;
import io.tailwatch.events.v1.Problem;
import io.tailwatch.events.v1.RunDescriptor;
import io.tailwatch.events.v1.SeriesDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Walks over the fields of a Protobuf event before it is parsed. Two bytes on the wire can become
 * an object of fifty on the heap (an empty direction, an unknown field), so the size of an event
 * alone does not bound what parsing allocates; the number of fields and the length of texts do.
 */
final class WireGuard {
  /** Room in every message for its own fields, repeated ones apart, and for those to come. */
  private static final int SINGLE_FIELDS = 64;

  private static final int MAX_UTF8_BYTES_PER_UNIT = 3;

  private final Shape shape;

  private WireGuard(Shape shape) {
    this.shape = shape;
  }

  /** What a message may hold: how many fields, how long its texts, and which messages within. */
  private record Shape(
      String name, int maxFields, Map<Integer, Integer> maxBytes, Map<Integer, Shape> messages) {}

  /** The guard of iterate batches. */
  static WireGuard ofBatches(EventLimits limits) {
    return new WireGuard(batchShape(limits));
  }

  /** The guard of directory entries. */
  static WireGuard ofRuns(EventLimits limits) {
    int text = MAX_UTF8_BYTES_PER_UNIT * limits.maxNameLength();
    Shape tag = new Shape("tag", SINGLE_FIELDS, Map.of(1, text, 2, text), Map.of());
    return new WireGuard(
        new Shape(
            "run descriptor",
            SINGLE_FIELDS + 2 * limits.maxEntries(),
            Map.of(
                RunDescriptor.RUN_FIELD_NUMBER,
                text,
                RunDescriptor.MODEL_FIELD_NUMBER,
                text,
                RunDescriptor.DATA_SET_FIELD_NUMBER,
                text,
                RunDescriptor.OPTIMIZER_FIELD_NUMBER,
                text,
                RunDescriptor.SERIES_FIELD_NUMBER,
                text),
            Map.of(RunDescriptor.TAGS_FIELD_NUMBER, tag)));
  }

  private static Shape batchShape(EventLimits limits) {
    int text = MAX_UTF8_BYTES_PER_UNIT * limits.maxNameLength();
    Shape part = leaf(ObservableSketch.getDescriptor().getName());
    Shape sketch =
        new Shape(
            "sketch",
            SINGLE_FIELDS + limits.maxEntries(),
            Map.of(),
            Map.of(PaneSketch.OBSERVABLES_FIELD_NUMBER, part));
    Shape problem =
        new Shape(
            "problem",
            SINGLE_FIELDS,
            Map.of(Problem.EIGENVALUES_FIELD_NUMBER, Double.BYTES * limits.maxEigenvalues()),
            Map.of(Problem.KESTEN_FIELD_NUMBER, leaf("kesten")));
    Shape descriptor =
        new Shape(
            "series_descriptor",
            SINGLE_FIELDS + limits.maxEntries() + limits.maxDirections(),
            Map.of(),
            Map.of(
                SeriesDescriptor.WINDOW_FIELD_NUMBER,
                leaf("window"),
                SeriesDescriptor.OPTIMIZER_FIELD_NUMBER,
                leaf("optimizer"),
                SeriesDescriptor.PROBLEM_FIELD_NUMBER,
                problem,
                SeriesDescriptor.DIRECTIONS_FIELD_NUMBER,
                leaf("direction")));
    return new Shape(
        "iterate batch",
        SINGLE_FIELDS,
        Map.of(IterateBatch.RUN_FIELD_NUMBER, text, IterateBatch.SERIES_FIELD_NUMBER, text),
        Map.of(
            IterateBatch.SKETCH_FIELD_NUMBER,
            sketch,
            IterateBatch.SERIES_DESCRIPTOR_FIELD_NUMBER,
            descriptor));
  }

  private static Shape leaf(String name) {
    return new Shape(name, SINGLE_FIELDS, Map.of(), Map.of());
  }

  /**
   * Looks through an event without making anything of it.
   *
   * @throws BadEventException when it holds too many fields, too long texts, groups, or no Protobuf
   */
  void check(byte[] bytes) {
    try {
      scan(CodedInputStream.newInstance(bytes), shape);
    } catch (InvalidProtocolBufferException e) {
      throw new BadEventException("event must be valid Protobuf: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("an array does no input or output", e);
    }
  }

  private static void scan(CodedInputStream input, Shape shape) throws IOException {
    int fields = 0;
    for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
      // Unpacked doubles are legal and take less on the heap than on the wire: they are not
      // counted.
      if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_FIXED64) {
        Numbers.atMost("fields of " + shape.name(), ++fields, shape.maxFields());
      }
      switch (WireFormat.getTagWireType(tag)) {
        case WireFormat.WIRETYPE_LENGTH_DELIMITED ->
            scanDelimited(input, shape, WireFormat.getTagFieldNumber(tag));
        case WireFormat.WIRETYPE_START_GROUP, WireFormat.WIRETYPE_END_GROUP ->
            throw new BadEventException(
                shape.name()
                    + " must not hold groups: had field "
                    + WireFormat.getTagFieldNumber(tag));
        default -> input.skipField(tag);
      }
    }
  }

  private static void scanDelimited(CodedInputStream input, Shape shape, int field)
      throws IOException {
    int length = input.readRawVarint32();
    Integer limit = shape.maxBytes().get(field);
    if (limit != null) {
      Numbers.atMost("bytes of field " + field + " of " + shape.name(), length, limit);
    }
    Shape message = shape.messages().get(field);
    if (message == null) {
      input.skipRawBytes(length);
    } else {
      int outer = input.pushLimit(length);
      scan(input, message);
      input.popLimit(outer);
    }
  }
}
