// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.events;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.RunDescriptor;
import io.tailwatch.events.v1.TailAlert;
import io.tailwatch.events.v1.TailEstimate;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * The serdes of the contract.
 *
 * <p>Serializers always write Protobuf. Deserializers read Protobuf; those of iterates and runs
 * read JSON too, when the record has the header {@code content-type: application/json}. They check
 * the size and the shape of an event before they allocate for it, and throw {@link
 * BadEventException} and nothing else for what is malformed. All are stateless and thread-safe.
 */
public final class EventSerdes {
  private EventSerdes() {}

  /** {@link #iterateBatch(EventLimits)} with the default limits. */
  public static Serde<IterateBatch> iterateBatch() {
    return iterateBatch(EventLimits.defaults());
  }

  /**
   * Iterate batches that passed {@link EventLimits#check(IterateBatch)}. {@code values} shares the
   * record's array: nothing is copied. A record without a value is a bad event.
   */
  public static Serde<IterateBatch> iterateBatch(EventLimits limits) {
    return serde(
        new EventDeserializer<>(
            EventFormat.ITERATE_BATCH, limits, limits::check, EventDeserializer.Absent.IS_BAD));
  }

  /** {@link #runDescriptor(EventLimits)} with the default limits. */
  public static Serde<RunDescriptor> runDescriptor() {
    return runDescriptor(EventLimits.defaults());
  }

  /**
   * Directory entries that passed {@link EventLimits#check(RunDescriptor)}. A record without a
   * value is the tombstone of a compacted topic and stays null.
   */
  public static Serde<RunDescriptor> runDescriptor(EventLimits limits) {
    return serde(
        new EventDeserializer<>(
            EventFormat.RUN_DESCRIPTOR, limits, limits::check, EventDeserializer.Absent.IS_NULL));
  }

  /** Estimates, Protobuf only. */
  public static Serde<TailEstimate> tailEstimate() {
    return protobuf(TailEstimate.parser());
  }

  /** Alerts, Protobuf only. */
  public static Serde<TailAlert> tailAlert() {
    return protobuf(TailAlert.parser());
  }

  /**
   * Any message, Protobuf only: null stays null, byte fields share the record's array, nesting is
   * bounded, malformed bytes give {@link BadEventException}. Of a topic or store that nobody else
   * writes, such bytes are a defect of our own: what handles the exception must look at the topic.
   */
  public static <T extends MessageLite> Serde<T> protobuf(Parser<T> parser) {
    return serde((topic, bytes) -> bytes == null ? null : ProtobufReader.read(parser, bytes));
  }

  private static <T extends MessageLite> Serde<T> serde(Deserializer<T> deserializer) {
    return Serdes.serdeFrom(
        (topic, message) -> message == null ? null : message.toByteArray(), deserializer);
  }
}
