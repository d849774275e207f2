// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.tailwatch.events.IterateBatches;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.Topics;
import io.tailwatch.events.v1.DataType;
import io.tailwatch.events.v1.Direction;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.Optimizer;
import io.tailwatch.events.v1.OptimizerKind;
import io.tailwatch.events.v1.Problem;
import io.tailwatch.events.v1.RunDescriptor;
import io.tailwatch.events.v1.RunState;
import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.events.v1.WindowSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Runs that go on and on, each of one series with {@value #OBSERVABLES} observables, which are all
 * estimated twice a second. They take turns, so that the load is even. What is late is made up for.
 */
public final class SteadyRuns implements AutoCloseable {
  /** Of each run. */
  public static final int OBSERVABLES = 3;

  /** Panes of a run in a second. */
  public static final int PANES_PER_SECOND = 2;

  /** 8,000 samples a window: 160 exceedances at 2 %, where 100 are needed. */
  private static final int PANES = 32;

  private static final int PANE_STEPS = 250;
  private static final int BATCHES_OF_PANE = 2;
  private static final int BATCH_STEPS = PANE_STEPS / BATCHES_OF_PANE;
  private static final long BATCH_NANOS = 1_000_000_000L / (PANES_PER_SECOND * BATCHES_OF_PANE);
  private static final int DIMENSION = 2;
  private static final int BATCH_BYTES = BATCH_STEPS * DIMENSION * Float.BYTES;
  private static final int POOL_BATCHES = 2_000;
  private static final long TICK_MILLIS = 5;
  private static final long SEED = 20_240_621L;
  private static final Topics TOPICS = Topics.defaults();

  private final int runs;
  private final byte[] pool = pool();
  private final long[] sent;
  private final KafkaProducer<String, byte[]> producer;
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "steady-runs"));

  /** Runs that send nothing yet; the topics must exist. */
  public SteadyRuns(String bootstrapServers, int runs) {
    this.runs = runs;
    this.sent = new long[runs];
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new StringSerializer(),
            new ByteArraySerializer());
    for (int i = 0; i < runs; i++) {
      producer.send(
          new ProducerRecord<>(
              TOPICS.runs(), SeriesKey.encodeRun(name(i)), entry(i).toByteArray()));
    }
  }

  /** The name of a run, counted from 0. */
  public static String name(int run) {
    return "steady %02d".formatted(run);
  }

  /** The series of each run. */
  public static String series() {
    return "layer/1";
  }

  /** The observables of each run. */
  public static List<String> observables() {
    return List.of("projection", "norm", "update-norm");
  }

  /** Sends so many panes of each run as fast as can be. */
  public void rush(int panes) {
    for (int i = 0; i < panes * BATCHES_OF_PANE; i++) {
      for (int run = 0; run < runs; run++) {
        send(run);
      }
    }
    finish();
  }

  /** Goes on from now on. */
  public void start() {
    long start = System.nanoTime();
    long[] before = sent.clone();
    timer.scheduleAtFixedRate(
        () -> sendDue(System.nanoTime() - start, before), 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void sendDue(long nanos, long[] before) {
    for (int run = 0; run < runs; run++) {
      // Each begins a bit later than the one before.
      long due = before[run] + Math.floorDiv(nanos - run * BATCH_NANOS / runs, BATCH_NANOS);
      while (sent[run] < due) {
        send(run);
      }
    }
  }

  private void send(int run) {
    IterateBatch batch = batch(run, sent[run]++);
    producer.send(
        new ProducerRecord<>(
            TOPICS.iterates(), IterateBatches.key(batch).encode(), batch.toByteArray()),
        (place, e) -> {
          if (e != null) {
            failure.compareAndSet(null, e);
          }
        });
  }

  private void finish() {
    producer.flush();
    if (failure.get() != null) {
      throw new AssertionError("the broker has not taken all batches", failure.get());
    }
  }

  private IterateBatch batch(int run, long number) {
    var batch =
        IterateBatch.newBuilder()
            .setRun(name(run))
            .setAttempt(1)
            .setSeries(series())
            .setFirstStep(number * BATCH_STEPS)
            .setSteps(BATCH_STEPS)
            .setDimension(DIMENSION)
            .setDataType(DataType.DATA_TYPE_FLOAT32)
            .setValues(values(run, number))
            .setLearningRate(Descriptor.RATE)
            .setTakenAtMillis(System.currentTimeMillis());
    if (number % BATCHES_OF_PANE == 0) {
      batch.setSeriesDescriptor(Descriptor.OF_ALL);
    }
    return batch.build();
  }

  /** Each run has its own order of the same batches. */
  private ByteString values(int run, long number) {
    int batch = (int) ((number * (2L * run + 1) + 97L * run) % POOL_BATCHES);
    return UnsafeByteOperations.unsafeWrap(pool, batch * BATCH_BYTES, BATCH_BYTES);
  }

  /** Student t with three degrees of freedom. */
  private static byte[] pool() {
    var random = new Random(SEED);
    var buffer = ByteBuffer.allocate(POOL_BATCHES * BATCH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      double chi = 0;
      for (int i = 0; i < 3; i++) {
        double z = random.nextGaussian();
        chi += z * z;
      }
      buffer.putFloat((float) (random.nextGaussian() / Math.sqrt(chi / 3)));
    }
    return buffer.array();
  }

  private static RunDescriptor entry(int run) {
    long now = System.currentTimeMillis();
    return RunDescriptor.newBuilder()
        .setRun(name(run))
        .setAttempt(1)
        .setState(RunState.RUN_STATE_RUNNING)
        .setModel("least squares")
        .setOptimizer("SGD")
        .addSeries(series())
        .setStartedAtMillis(now)
        .setUpdatedAtMillis(now)
        .build();
  }

  /** A learning rate whose band has room for an index of three. */
  private static final class Descriptor {
    static final double RATE = 0.7;

    static final SeriesDescriptor OF_ALL =
        SeriesDescriptor.newBuilder()
            .addObservables(Observable.OBSERVABLE_PROJECTION)
            .addObservables(Observable.OBSERVABLE_NORM)
            .addObservables(Observable.OBSERVABLE_UPDATE_NORM)
            .setWindow(WindowSpec.newBuilder().setPaneSteps(PANE_STEPS).setPanes(PANES))
            .setOptimizer(
                Optimizer.newBuilder()
                    .setKind(OptimizerKind.OPTIMIZER_KIND_SGD)
                    .setLearningRate(RATE)
                    .setBatchSize(1)
                    .setRidge(0.01))
            .setProblem(
                Problem.newBuilder()
                    .setRows(500)
                    .setDimension(DIMENSION)
                    .addAllEigenvalues(List.of(1.0, 0.5)))
            .addAllCentre(List.of(0.0, 0.0))
            .addDirections(Direction.newBuilder().addAllComponents(List.of(1.0, 0.0)))
            .build();
  }

  /** Ends the sending; fails when a batch was not taken. */
  @Override
  public void close() {
    timer.shutdown();
    try {
      timer.awaitTermination(5, TimeUnit.SECONDS);
      finish();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      producer.close(Duration.ofSeconds(5));
    }
  }
}
