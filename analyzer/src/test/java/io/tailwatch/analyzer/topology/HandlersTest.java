// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tailwatch.events.BadEventException;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.internals.DefaultErrorHandlerContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The handlers go on after bad events from outside and after nothing else. */
class HandlersTest {
  private static final BadEventException BAD = new BadEventException("steps must be at least 1");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final BadEventHandler events = new BadEventHandler();
  private final BadRecordHandler records = new BadRecordHandler();

  @BeforeEach
  void configure() {
    var letters = new DeadLetters("iterates", "letters", registry.counter("letters"));
    events.configure(Map.of(StreamsProperties.DEAD_LETTERS, letters));
    records.configure(Map.of(StreamsProperties.DEAD_LETTERS, letters));
  }

  @Test
  void aBadEventIsSkipped() {
    assertThat(process("iterates", BAD)).isEqualTo(ProcessingExceptionHandler.Result.RESUME);
    assertThat(process("iterates", new StreamsException(BAD)))
        .isEqualTo(ProcessingExceptionHandler.Result.RESUME);
    assertThat(read("iterates", BAD)).isEqualTo(DeserializationExceptionHandler.Result.RESUME);
    assertThat(registry.counter("letters").count()).isEqualTo(3);
  }

  @Test
  void everythingElseFails() {
    for (Exception exception :
        new Exception[] {
          new IllegalStateException("a defect"),
          new StreamsException("a store error"),
          new IllegalStateException("a defect with a bad cause", BAD),
          new SerializationException("not ours to say")
        }) {
      assertThat(process("iterates", exception)).isEqualTo(ProcessingExceptionHandler.Result.FAIL);
      assertThat(read("iterates", exception))
          .isEqualTo(DeserializationExceptionHandler.Result.FAIL);
    }
    assertThat(registry.counter("letters").count()).isZero();
  }

  @Test
  void aBadRecordOfOurOwnFails() {
    assertThat(process("app-pane-parts-repartition", BAD))
        .isEqualTo(ProcessingExceptionHandler.Result.FAIL);
    assertThat(read("app-pane-parts-repartition", BAD))
        .isEqualTo(DeserializationExceptionHandler.Result.FAIL);
  }

  @Test
  void handlersNeedTheirDeadLetters() {
    assertThatThrownBy(() -> new BadEventHandler().configure(Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tailwatch.dead.letters must hold the dead letters: was null");
  }

  private ProcessingExceptionHandler.Result process(String topic, Exception exception) {
    return events.handleError(context(topic), new Record<>("key", "value", 0), exception).result();
  }

  private DeserializationExceptionHandler.Result read(String topic, Exception exception) {
    return records
        .handleError(
            context(topic), new ConsumerRecord<>(topic, 3, 5, new byte[0], new byte[0]), exception)
        .result();
  }

  private static ErrorHandlerContext context(String topic) {
    return new DefaultErrorHandlerContext(
        null,
        topic,
        3,
        5,
        new RecordHeaders(),
        "node",
        new TaskId(0, 3),
        0,
        new byte[0],
        new byte[0]);
  }
}
