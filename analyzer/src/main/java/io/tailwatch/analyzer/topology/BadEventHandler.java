// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.topology;

import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Skips records that break the contract, which is found before anything has changed; fails on
 * everything else, store errors and defects of our own included.
 */
public final class BadEventHandler implements ProcessingExceptionHandler {
  private DeadLetters letters;

  /** Made by Kafka Streams. */
  public BadEventHandler() {}

  @Override
  public void configure(Map<String, ?> properties) {
    letters = StreamsProperties.deadLetters(properties);
  }

  @Override
  public Response handleError(
      ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
    return letters
        .badEvent(context, exception)
        .map(
            reason ->
                Response.resume(
                    List.of(
                        letters.write(
                            context, context.sourceRawKey(), context.sourceRawValue(), reason))))
        .orElseGet(Response::fail);
  }
}
