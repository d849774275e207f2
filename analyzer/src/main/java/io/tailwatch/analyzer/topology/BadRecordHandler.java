// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.topology;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;

/** Skips records that cannot be read as what they should be; fails on everything else. */
public final class BadRecordHandler implements DeserializationExceptionHandler {
  private DeadLetters letters;

  /** Made by Kafka Streams. */
  public BadRecordHandler() {}

  @Override
  public void configure(Map<String, ?> properties) {
    letters = StreamsProperties.deadLetters(properties);
  }

  @Override
  public Response handleError(
      ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
    return letters
        .badEvent(context, exception)
        .map(
            reason ->
                Response.resume(
                    List.of(letters.write(context, record.key(), record.value(), reason))))
        .orElseGet(Response::fail);
  }
}
