// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.topology;

import io.micrometer.core.instrument.Counter;
import io.tailwatch.events.BadEventException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.StreamsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Writes what was refused: key, value and headers as they came, and Kafka Streams' error headers.
 * All are capped, so that a letter never exceeds what the producer may send; a truncated value is
 * marked with its original length. Thread-safe.
 */
public final class DeadLetters {
  /** Marks a letter whose key, value or headers are not whole; the value's original length. */
  public static final String TRUNCATED_HEADER = "tailwatch.truncated";

  static final int MAX_VALUE_BYTES = 512 * 1024;
  static final int MAX_KEY_BYTES = 16 * 1024;
  static final int MAX_HEADER_BYTES = 64 * 1024;
  static final int MAX_TEXT_BYTES = 8 * 1024;

  /** Kinds of reasons that are told apart; bounded, because reasons may hold hostile names. */
  private static final int MAX_KINDS = 100;

  private static final int MAX_KIND_LENGTH = 200;

  /** Where a message goes over from its rule to what broke it. */
  private static final Pattern DETAIL =
      Pattern.compile("(?:: |, (?=[^\\s)\\]]+: was )).*", Pattern.DOTALL);

  private static final Pattern NUMBER = Pattern.compile("(?<![\\w^])-?\\d+(?:\\.\\d+)?(?![\\w^])");

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

  private final String source;
  private final String topic;
  private final Counter counter;
  private final Set<String> kinds = ConcurrentHashMap.newKeySet();

  /**
   * Letters about one topic.
   *
   * @param source the topic that others write to; a record of any other is our own
   * @param topic where the letters go
   * @param counter counts them
   */
  public DeadLetters(String source, String topic, Counter counter) {
    this.source = source;
    this.topic = topic;
    this.counter = counter;
  }

  /**
   * The bad event behind an exception; empty for every other exception, and for a record of our
   * own, on which the application must fail.
   */
  Optional<BadEventException> badEvent(ErrorHandlerContext context, Exception exception) {
    Throwable cause = exception instanceof StreamsException ? exception.getCause() : exception;
    return source.equals(context.topic()) && cause instanceof BadEventException bad
        ? Optional.of(bad)
        : Optional.empty();
  }

  /** The letter for a refused record; counts it. */
  ProducerRecord<byte[], byte[]> write(
      ErrorHandlerContext context, byte[] key, byte[] value, BadEventException reason) {
    log(context, reason);
    counter.increment();
    var letter =
        new ProducerRecord<>(
            topic,
            null,
            Math.max(0, context.timestamp()),
            cap(key, MAX_KEY_BYTES),
            cap(value, MAX_VALUE_BYTES));
    boolean whole = copy(context.headers(), letter.headers());
    whole &= length(key) <= MAX_KEY_BYTES && length(value) <= MAX_VALUE_BYTES;
    if (!whole) {
      letter.headers().add(TRUNCATED_HEADER, text(Integer.toString(length(value))));
    }
    letter
        .headers()
        .add("__streams.errors.exception", text(reason.getClass().getName()))
        .add("__streams.errors.message", text(String.valueOf(reason.getMessage())))
        .add("__streams.errors.stacktrace", text(stackTrace(reason)))
        .add("__streams.errors.topic", text(context.topic()))
        .add("__streams.errors.partition", text(Integer.toString(context.partition())))
        .add("__streams.errors.offset", text(Long.toString(context.offset())));
    return letter;
  }

  /** Warns once of each kind of reason. */
  private void log(ErrorHandlerContext context, BadEventException reason) {
    String place = context.topic() + "-" + context.partition() + "@" + context.offset();
    boolean fresh = kinds.size() < MAX_KINDS && kinds.add(kind(reason.getMessage()));
    LOG.atLevel(fresh ? Level.WARN : Level.DEBUG)
        .log(
            "Refused {}: {}{}",
            place,
            reason.getMessage(),
            fresh
                ? " (a letter in " + topic + "; others like it are counted and logged at debug)"
                : "");
  }

  /**
   * What reasons have in common that differ only in the record they are about: the rule without the
   * value that broke it, every number an N.
   */
  public static String kind(String reason) {
    String rule = DETAIL.matcher(String.valueOf(reason)).replaceFirst("");
    String kind = NUMBER.matcher(rule).replaceAll("N");
    return kind.length() <= MAX_KIND_LENGTH ? kind : kind.substring(0, MAX_KIND_LENGTH);
  }

  /** Copies headers while they fit; false when some did not. */
  private static boolean copy(Headers from, Headers to) {
    int bytes = 0;
    for (Header header : from) {
      bytes += header.key().length() * 3 + length(header.value());
      if (bytes > MAX_HEADER_BYTES) {
        return false;
      }
      to.add(header);
    }
    return true;
  }

  private static int length(byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static byte[] cap(byte[] bytes, int max) {
    return length(bytes) <= max ? bytes : Arrays.copyOf(bytes, max);
  }

  private static byte[] text(String text) {
    return cap(text.getBytes(StandardCharsets.UTF_8), MAX_TEXT_BYTES);
  }

  private static String stackTrace(Exception exception) {
    var trace = new StringWriter();
    exception.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }
}
