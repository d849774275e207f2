// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.state;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Protobuf serdes of state and internal topics. Stateless; thread-safe. */
public final class StateSerdes {
  private StateSerdes() {}

  /** The serde of a message; null stays null, broken bytes give SerializationException. */
  public static <T extends MessageLite> Serde<T> of(Parser<T> parser) {
    return Serdes.serdeFrom(
        (topic, message) -> message == null ? null : message.toByteArray(),
        (topic, bytes) -> bytes == null ? null : read(parser, topic, bytes));
  }

  private static <T> T read(Parser<T> parser, String topic, byte[] bytes) {
    try {
      return parser.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new SerializationException("cannot read a record of our own in " + topic, e);
    }
  }
}
