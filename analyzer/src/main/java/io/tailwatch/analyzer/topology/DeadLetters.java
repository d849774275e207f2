// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.topology;

import io.micrometer.core.instrument.Counter;
import io.tailwatch.events.BadEventException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.StreamsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

  private final String source;
  private final String topic;
  private final Counter counter;

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
    if (counter.count() == 0) {
      LOG.warn(
          "Refused {}-{} offset {}: {} (see {}; further ones are counted and logged at debug)",
          context.topic(),
          context.partition(),
          context.offset(),
          reason.getMessage(),
          topic);
    } else {
      LOG.debug(
          "Refused {}-{} offset {}: {}",
          context.topic(),
          context.partition(),
          context.offset(),
          reason.getMessage());
    }
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
