// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.publish;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tailwatch.events.EventSerdes;
import io.tailwatch.events.Topics;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.RunDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A mock of Kafka that can be absent, slow, refusing or broken. Thread-safe. */
final class FakeKafka implements Connector {
  private static final Function<ProducerRecord<byte[], byte[]>, Exception> TAKES_ALL = r -> null;

  private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
  final AtomicInteger connections = new AtomicInteger();
  volatile boolean absent;
  volatile long sendMillis;

  /** Gives the error that {@code send} reports through its callback, or null. */
  volatile Function<ProducerRecord<byte[], byte[]>, Exception> refusal = TAKES_ALL;

  /** Gives the error that the client's own thread reports later, or null. */
  volatile Function<ProducerRecord<byte[], byte[]>, Exception> loss = TAKES_ALL;

  /** Gives the error that {@code send} throws, or null. */
  volatile Function<ProducerRecord<byte[], byte[]>, RuntimeException> defect = r -> null;

  @Override
  public Producer<byte[], byte[]> connect(Troubles troubles) throws NotConnectedException {
    if (absent) {
      throw new NotConnectedException("nobody there", null);
    }
    connections.incrementAndGet();
    return new FakeProducer();
  }

  synchronized List<ProducerRecord<byte[], byte[]>> records(String topic) {
    return records.stream().filter(record -> record.topic().equals(topic)).toList();
  }

  /** What arrived on iterates, in order, read by the serde of the analyzer. */
  List<IterateBatch> batches() {
    return records(Topics.defaults().iterates()).stream()
        .map(r -> EventSerdes.iterateBatch().deserializer().deserialize(r.topic(), r.value()))
        .toList();
  }

  /** Batches with vectors of one series. */
  List<IterateBatch> batchesOf(String series) {
    return batches().stream()
        .filter(batch -> batch.getSeries().equals(series) && batch.getSteps() > 0)
        .toList();
  }

  /** The keys of all records. */
  synchronized List<String> keys() {
    return records.stream().map(r -> new String(r.key(), StandardCharsets.UTF_8)).toList();
  }

  List<RunDescriptor> runs() {
    return records(Topics.defaults().runs()).stream().map(r -> parseRun(r.value())).toList();
  }

  private static RunDescriptor parseRun(byte[] bytes) {
    try {
      return RunDescriptor.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private final class FakeProducer extends MockProducer<byte[], byte[]> {
    FakeProducer() {
      super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public synchronized Future<RecordMetadata> send(
        ProducerRecord<byte[], byte[]> record, Callback callback) {
      RuntimeException thrown = defect.apply(record);
      if (thrown != null) {
        throw thrown;
      }
      pause();
      Exception refused = refusal.apply(record);
      if (refused != null) {
        callback.onCompletion(null, refused);
        return CompletableFuture.failedFuture(refused);
      }
      Exception lost = loss.apply(record);
      if (lost != null) {
        Thread client = new Thread(() -> callback.onCompletion(null, lost));
        client.start();
        join(client);
        return CompletableFuture.failedFuture(lost);
      }
      synchronized (FakeKafka.this) {
        records.add(record);
      }
      return super.send(record, callback);
    }

    private void pause() {
      try {
        Thread.sleep(sendMillis);
      } catch (InterruptedException e) {
        throw new org.apache.kafka.common.errors.InterruptException(e);
      }
    }

    private static void join(Thread thread) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new org.apache.kafka.common.errors.InterruptException(e);
      }
    }
  }
}
