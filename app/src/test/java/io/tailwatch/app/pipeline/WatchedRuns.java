// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailwatch.analyzer.Analyzer;
import io.tailwatch.analyzer.AnalyzerConfig;
import io.tailwatch.app.broker.EmbeddedBroker;
import io.tailwatch.events.EventSerdes;
import io.tailwatch.events.IterateValues;
import io.tailwatch.events.Topics;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.TailEstimate;
import io.tailwatch.producer.publish.IteratePublisher;
import io.tailwatch.producer.training.Backpressure;
import io.tailwatch.producer.training.LiveTraining;
import io.tailwatch.producer.training.PublisherSink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Processes on their way through the pipeline: live training, publisher, broker, analyzer, and the
 * estimates it publishes.
 */
final class WatchedRuns implements AutoCloseable {
  private static final int SIDE_BY_SIDE = 3;

  private final Topics topics = Topics.defaults();
  private final List<Watched> processes;
  private final Duration limit;
  private final EmbeddedBroker broker = EmbeddedBroker.start();

  WatchedRuns(List<Watched> processes, Duration limit) {
    this.processes = List.copyOf(processes);
    this.limit = limit;
  }

  /** Trains all; the estimates of the projection, by run. */
  Map<String, List<TailEstimate>> watch(Path stateDir) throws Exception {
    AnalyzerConfig config =
        AnalyzerConfig.builder(broker.bootstrapServers()).port(0).stateDir(stateDir).build();
    try (Analyzer analyzer = Analyzer.start(config)) {
      trainAll();
      List<TailEstimate> estimates =
          TopicReader.readUntil(
              broker.bootstrapServers(),
              topics.estimates(),
              EventSerdes.tailEstimate().deserializer(),
              limit,
              all ->
                  all.stream()
                          .filter(WatchedRuns::ofProjection)
                          .filter(TailEstimate::getEndOfSeries)
                          .count()
                      == processes.size());
      assertThat(analyzer.failure()).isEmpty();
      return estimates.stream()
          .filter(WatchedRuns::ofProjection)
          .collect(Collectors.groupingBy(TailEstimate::getRun));
    }
  }

  private static boolean ofProjection(TailEstimate estimate) {
    return estimate.getObservable() == Observable.OBSERVABLE_PROJECTION;
  }

  private void trainAll() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(SIDE_BY_SIDE);
    try {
      List<Callable<Void>> trainings =
          processes.stream().<Callable<Void>>map(process -> () -> train(process)).toList();
      for (Future<Void> training : threads.invokeAll(trainings)) {
        training.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private Void train(Watched process) throws InterruptedException {
    var options =
        LiveTraining.Options.defaults()
            .withSteps(process.steps())
            .withBackpressure(Backpressure.WAIT);
    try (IteratePublisher publisher =
            IteratePublisher.builder(broker.bootstrapServers())
                .run(process.run())
                .series("parameters")
                .open();
        LiveTraining training =
            new LiveTraining(process.trainer().get(), new PublisherSink(publisher), options)
                .start()) {
      assertThat(training.await(limit)).as("%s trained in time", process.run()).isTrue();
      assertThat(training.progress().state()).isEqualTo(LiveTraining.State.FINISHED);
      publisher.close(Duration.ofSeconds(30));
      assertThat(publisher.stats().droppedSteps()).isZero();
    }
    return null;
  }

  /**
   * The first coordinates of all steps as they lie in the topic, by run, of runs whose names begin
   * so.
   */
  Map<String, double[]> published(String prefix) {
    List<Slice> slices =
        TopicReader.readUntil(
            broker.bootstrapServers(),
            topics.iterates(),
            firstCoordinates(prefix),
            limit,
            all -> all.stream().filter(Slice::last).count() == processes.size());
    Map<String, double[]> values = new HashMap<>();
    for (Watched process : processes) {
      if (process.run().startsWith(prefix)) {
        values.put(process.run(), new double[(int) process.steps()]);
      }
    }
    for (Slice slice : slices) {
      if (slice.values().length > 0) {
        double[] all = values.get(slice.run());
        System.arraycopy(slice.values(), 0, all, slice.firstStep(), slice.values().length);
      }
    }
    return values;
  }

  private record Slice(String run, int firstStep, boolean last, double[] values) {}

  /** Batches by what is wanted of them, so that they need not all be held. */
  private static Deserializer<Slice> firstCoordinates(String prefix) {
    Deserializer<IterateBatch> batches = EventSerdes.iterateBatch().deserializer();
    return (topic, bytes) -> {
      IterateBatch batch = batches.deserialize(topic, bytes);
      boolean wanted = batch.getRun().startsWith(prefix);
      double[] vectors = new double[wanted ? batch.getSteps() * batch.getDimension() : 0];
      double[] first = new double[wanted ? batch.getSteps() : 0];
      if (wanted) {
        IterateValues.decode(batch.getValues(), batch.getDataType(), vectors);
      }
      for (int i = 0; i < first.length; i++) {
        first[i] = vectors[i * batch.getDimension()];
      }
      return new Slice(batch.getRun(), (int) batch.getFirstStep(), batch.getEndOfSeries(), first);
    };
  }

  @Override
  public void close() {
    broker.close();
  }
}
