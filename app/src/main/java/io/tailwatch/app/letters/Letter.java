// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.letters;

import io.tailwatch.analyzer.topology.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A record of the dead-letters topic. Anybody may write there: nothing in it can be trusted, and
 * everything may be missing.
 *
 * @param place where the letter lies
 * @param millis time stamp of the refused record
 * @param key as it came, perhaps truncated; null where there was none
 * @param value as it came, perhaps truncated; null where there was none
 * @param headers all of them, ours and those of Kafka Streams included
 */
record Letter(Place place, long millis, byte[] key, byte[] value, Headers headers) {

  /** What Kafka Streams, or in its place the analyzer, says of a refused record. */
  private static final String ERRORS = "__streams.errors.";

  static Letter of(ConsumerRecord<byte[], byte[]> record) {
    return new Letter(
        new Place(record.topic(), record.partition(), record.offset()),
        record.timestamp(),
        record.key(),
        record.value(),
        record.headers());
  }

  /** Where the refused record lies; empty for a letter that does not say. */
  Optional<Place> source() {
    try {
      return text(ERRORS + "topic")
          .flatMap(
              topic ->
                  text(ERRORS + "partition")
                      .flatMap(
                          partition ->
                              text(ERRORS + "offset")
                                  .map(
                                      offset ->
                                          new Place(
                                              topic,
                                              Integer.parseInt(partition),
                                              Long.parseLong(offset)))));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The source, or for a letter without one its own place. */
  Place id() {
    return source().orElse(place);
  }

  String reason() {
    return text(ERRORS + "message").orElse("no reason given");
  }

  String exception() {
    return text(ERRORS + "exception").orElse("");
  }

  String stackTrace() {
    return text(ERRORS + "stacktrace").orElse("");
  }

  boolean truncated() {
    return headers.lastHeader(DeadLetters.TRUNCATED_HEADER) != null;
  }

  /** Length of the value before it was truncated. */
  long originalBytes() {
    return text(DeadLetters.TRUNCATED_HEADER).stream()
        .flatMapToLong(text -> number(text).stream())
        .findFirst()
        .orElse(value == null ? 0 : value.length);
  }

  boolean isJson() {
    return text("content-type")
        .orElse("")
        .strip()
        .toLowerCase(java.util.Locale.ROOT)
        .startsWith("application/json");
  }

  /** The headers with which the record came. */
  Headers original() {
    var original = new RecordHeaders();
    for (Header header : headers) {
      if (!header.key().startsWith(ERRORS) && !header.key().equals(DeadLetters.TRUNCATED_HEADER)) {
        original.add(header);
      }
    }
    return original;
  }

  private Optional<String> text(String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? Optional.empty()
        : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
  }

  private static OptionalLong number(String text) {
    try {
      return OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
