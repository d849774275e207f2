// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.publish;

import com.google.protobuf.UnsafeByteOperations;
import io.tailwatch.events.BadEventException;
import io.tailwatch.events.EventLimits;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.RunDescriptor;
import io.tailwatch.events.v1.RunState;
import io.tailwatch.events.v1.SeriesDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Makes the records of the topics. Sender thread only. */
final class EventBuilder {
  private final PublisherOptions options;
  private final Troubles troubles;
  private final long startedAtMillis = System.currentTimeMillis();

  EventBuilder(PublisherOptions options, Troubles troubles) {
    this.options = options;
    this.troubles = troubles;
  }

  /** The record of a batch, with the descriptor where the analyzer may not have it. */
  ProducerRecord<byte[], byte[]> batch(Batch batch) {
    SeriesPublisher.SentState sent = batch.series.sent;
    IterateBatch.Builder event =
        header(batch.series)
            .setFirstStep(batch.firstStep)
            .setDimension(batch.series.dimension())
            .setLearningRate(batch.learningRate)
            .setTakenAtMillis(batch.takenAtMillis)
            .setEndOfSeries(batch.endsSeries);
    if (batch.sketch.isPresent()) {
      event.setSketch(batch.sketch.get());
    } else {
      event
          .setSteps(batch.steps)
          .setValues(UnsafeByteOperations.unsafeWrap(batch.bytes, 0, batch.length));
    }
    boolean lost = sent.lost;
    if (lost || batch.pane != sent.pane || !batch.descriptor.equals(sent.descriptor)) {
      sent.lost = false;
      attach(event, batch.descriptor);
    }
    sent.pane = batch.pane;
    sent.descriptor = batch.descriptor;
    return record(batch.series, event);
  }

  private void attach(IterateBatch.Builder event, SeriesDescriptor descriptor) {
    if (descriptor.equals(SeriesDescriptor.getDefaultInstance())) {
      return;
    }
    try {
      // The dimension may not have been known when it was given.
      EventLimits.defaults().check(descriptor, event.getDimension());
    } catch (BadEventException e) {
      troubles.note(Troubles.Kind.BAD_DESCRIPTOR, "descriptor left out: " + e.getMessage());
      return;
    }
    int size =
        event.getValues().size()
            + event.getSketch().getSerializedSize()
            + descriptor.getSerializedSize();
    if (size > PublisherOptions.MAX_VECTOR_BYTES) {
      troubles.note(
          Troubles.Kind.BAD_DESCRIPTOR,
          "descriptor left out: values and descriptor must have at most "
              + PublisherOptions.MAX_VECTOR_BYTES
              + " bytes: had "
              + size);
      return;
    }
    event.setSeriesDescriptor(descriptor);
  }

  /** The record that says that no more vectors follow. */
  ProducerRecord<byte[], byte[]> endOfSeries(SeriesPublisher series) {
    SeriesPublisher.End end = series.end();
    return record(
        series,
        header(series)
            .setFirstStep(end.nextStep())
            .setDimension(end.dimension())
            .setLearningRate(end.learningRate())
            .setTakenAtMillis(System.currentTimeMillis())
            .setEndOfSeries(true));
  }

  /** The directory entry of the run. */
  ProducerRecord<byte[], byte[]> run(List<SeriesPublisher> series, RunState state) {
    long now = System.currentTimeMillis();
    RunDescriptor.Builder run =
        options.details().toBuilder()
            .setState(state)
            .setStartedAtMillis(startedAtMillis)
            .setUpdatedAtMillis(now)
            .setEndedAtMillis(state == RunState.RUN_STATE_RUNNING ? 0 : now);
    series.stream()
        .map(SeriesPublisher::name)
        .distinct()
        .limit(EventLimits.defaults().maxEntries())
        .forEach(run::addSeries);
    return new ProducerRecord<>(
        options.topics().runs(),
        SeriesKey.encodeRun(options.run()).getBytes(StandardCharsets.UTF_8),
        run.build().toByteArray());
  }

  private IterateBatch.Builder header(SeriesPublisher series) {
    SeriesOptions own = series.options();
    IterateBatch.Builder header =
        IterateBatch.newBuilder()
            .setRun(options.run())
            .setAttempt(options.attempt())
            .setSeries(series.name())
            .setQuantity(own.quantity())
            .setStepStride(options.stepStride())
            .setDataType(own.dataType());
    own.shard().writeTo(header);
    own.subsample()
        .ifPresent(
            choice ->
                header.setSubsampleSeed(choice.seed()).setFullDimension(choice.fullDimension()));
    return header;
  }

  private ProducerRecord<byte[], byte[]> record(
      SeriesPublisher series, IterateBatch.Builder event) {
    return new ProducerRecord<>(
        options.topics().iterates(), series.key(), event.build().toByteArray());
  }
}
