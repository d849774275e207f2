// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.events;

import com.google.protobuf.MessageLite;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads an event from outside in either form: size first, then shape, then content. */
final class EventDeserializer<T extends MessageLite> implements Deserializer<T> {
  /** What a record without a value means. */
  enum Absent {
    IS_NULL,
    IS_BAD
  }

  static final String CONTENT_TYPE = "content-type";

  private final EventFormat<T> format;
  private final EventLimits limits;
  private final WireGuard guard;
  private final Consumer<T> rules;
  private final Absent absent;

  EventDeserializer(EventFormat<T> format, EventLimits limits, Consumer<T> rules, Absent absent) {
    this.format = format;
    this.limits = limits;
    this.guard = format.guard().apply(limits);
    this.rules = rules;
    this.absent = absent;
  }

  @Override
  public T deserialize(String topic, byte[] bytes) {
    return deserialize(topic, null, bytes);
  }

  @Override
  public T deserialize(String topic, Headers headers, byte[] bytes) {
    if (bytes == null) {
      if (absent == Absent.IS_NULL) {
        return null;
      }
      throw new BadEventException(format.name() + " must have a value: was a tombstone");
    }
    Numbers.atMost("bytes of an event", bytes.length, limits.maxEventBytes());
    T event = isJson(headers) ? format.json().apply(bytes, limits) : protobuf(bytes);
    rules.accept(event);
    return event;
  }

  private T protobuf(byte[] bytes) {
    guard.check(bytes);
    return ProtobufReader.read(format.parser(), bytes);
  }

  private static boolean isJson(Headers headers) {
    Header header = headers == null ? null : headers.lastHeader(CONTENT_TYPE);
    if (header == null || header.value() == null) {
      return false;
    }
    String value = new String(header.value(), StandardCharsets.UTF_8);
    String type = value.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return switch (type) {
      case "application/json" -> true;
      case "application/x-protobuf", "application/protobuf", "application/octet-stream" -> false;
      default ->
          throw new BadEventException(
              "content-type must be application/json or application/x-protobuf: was " + value);
    };
  }
}
