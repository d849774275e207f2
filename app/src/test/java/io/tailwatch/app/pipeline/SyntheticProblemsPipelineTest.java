// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tailwatch.analyzer.Analyzer;
import io.tailwatch.analyzer.AnalyzerConfig;
import io.tailwatch.app.broker.EmbeddedBroker;
import io.tailwatch.events.EventSerdes;
import io.tailwatch.events.IterateValues;
import io.tailwatch.events.Topics;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.TailEstimate;
import io.tailwatch.events.v1.Verdict;
import io.tailwatch.producer.data.DataSet;
import io.tailwatch.producer.data.DataSets;
import io.tailwatch.producer.data.Hyperparameters;
import io.tailwatch.producer.publish.IteratePublisher;
import io.tailwatch.producer.training.Backpressure;
import io.tailwatch.producer.training.LearningRateSchedule;
import io.tailwatch.producer.training.LiveTraining;
import io.tailwatch.producer.training.PublisherSink;
import io.tailwatch.producer.training.RidgeRegression;
import io.tailwatch.producer.training.RidgeSgd;
import io.tailwatch.tails.estimate.hill.ExactHill;
import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.TailSide;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * SGD on three synthetic problems whose readings are known from long simulations, trained live and
 * measured through the whole pipeline.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class SyntheticProblemsPipelineTest {
  private static final int WINDOW_STEPS = 100_000;
  private static final int WINDOW_PANES = 32;
  private static final int WINDOWS = 44;

  // One window more: burn-in takes a pane, and the first full window starts after it. The rest
  // leaves a last pane that only the end of the series can close.
  private static final long STEPS = (WINDOWS + 1L) * WINDOW_STEPS + 1_000;

  // Slow enough for the Kesten index to be known long before the end.
  private static final double STEPS_PER_SECOND = 200_000;
  private static final List<String> PROBLEMS = List.of("P1", "P3", "P5");
  private static final Duration LIMIT = Duration.ofSeconds(180);

  private final Topics topics = Topics.defaults();
  private EmbeddedBroker broker;
  private Map<String, List<TailEstimate>> projections;

  @BeforeAll
  void trainAllProblemsLive(@TempDir Path stateDir) throws Exception {
    broker = EmbeddedBroker.start();
    AnalyzerConfig config =
        AnalyzerConfig.builder(broker.bootstrapServers()).port(0).stateDir(stateDir).build();
    try (Analyzer analyzer = Analyzer.start(config)) {
      trainSideBySide();
      List<TailEstimate> estimates =
          TopicReader.readUntil(
              broker.bootstrapServers(),
              topics.estimates(),
              EventSerdes.tailEstimate().deserializer(),
              LIMIT,
              all ->
                  all.stream()
                          .filter(e -> e.getObservable() == Observable.OBSERVABLE_PROJECTION)
                          .filter(TailEstimate::getEndOfSeries)
                          .count()
                      == PROBLEMS.size());
      assertThat(analyzer.failure()).isEmpty();
      projections =
          estimates.stream()
              .filter(e -> e.getObservable() == Observable.OBSERVABLE_PROJECTION)
              .collect(Collectors.groupingBy(TailEstimate::getRun));
    }
  }

  @AfterAll
  void stopBroker() {
    broker.close();
  }

  /**
   * The readings are theory's simulated ones (4e6 samples; standard errors .03, .06, .05). The
   * intervals were measured to cover the reading in 91 to 95 % of windows; with 44 windows a rate
   * of 91 % stays at or above 85 % in about nine of ten seeds, and the seed is fixed.
   */
  @ParameterizedTest
  @CsvSource({"P1, 3.03", "P3, 4.07", "P5, 3.07"})
  void intervalsOfTheReadingCoverTheSimulatedReading(String problem, double simulated) {
    List<TailEstimate> windows = disjointWindows(problem);

    assertThat(windows).hasSizeGreaterThanOrEqualTo(40);
    long covered =
        windows.stream()
            .map(TailEstimate::getReading)
            .filter(r -> r.getLower() <= simulated && simulated <= r.getUpper())
            .count();
    assertThat(covered / (double) windows.size())
        .as("%s: %d of %d windows cover %s", problem, covered, windows.size(), simulated)
        .isGreaterThanOrEqualTo(0.85);
  }

  @ParameterizedTest
  @CsvSource({"P1", "P3", "P5"})
  void noVerdictIsBelowOrAbove(String problem) {
    assertThat(projections.get(problem))
        .extracting(TailEstimate::getVerdict)
        .doesNotContain(Verdict.VERDICT_BELOW, Verdict.VERDICT_ABOVE)
        .containsAnyOf(Verdict.VERDICT_WITHIN, Verdict.VERDICT_KESTEN_CONSISTENT);
  }

  @ParameterizedTest
  @CsvSource({"P1", "P3", "P5"})
  void everyPaneHasOneEstimateAndNoStepIsMissing(String problem) {
    List<TailEstimate> estimates = projections.get(problem);
    long panes = STEPS / (WINDOW_STEPS / WINDOW_PANES);

    assertThat(estimates.stream().map(TailEstimate::getPane).distinct()).hasSize(estimates.size());
    assertThat(estimates).hasSize((int) panes + 1);
    assertThat(estimates).allMatch(e -> e.getMissingSteps() == 0 && e.getRepeatedSteps() == 0);
  }

  @Test
  void streamingReadingEqualsTheSortedSamplesAtItsThreshold() {
    List<TailEstimate> windows = disjointWindows("P3");
    TailEstimate window = windows.get(windows.size() - 1);
    double[] samples = projectionSamples("P3", window.getFirstStep(), window.getLastStep());

    HillPoint exact = ExactHill.of(samples, TailSide.BOTH).atThreshold(window.getThreshold());

    assertThat(samples).hasSize(WINDOW_STEPS);
    assertThat(exact.exceedances()).isEqualTo(window.getExceedances());
    assertThat(window.getReading().getValue() / exact.reading()).isCloseTo(1, within(1e-4));
  }

  /** Full windows that share no pane, at the fraction of full windows. */
  private List<TailEstimate> disjointWindows(String problem) {
    List<TailEstimate> full =
        projections.get(problem).stream()
            .filter(e -> e.getPanes() == WINDOW_PANES && e.getReading().hasLower())
            .filter(e -> !e.getEndOfSeries())
            .sorted(Comparator.comparingLong(TailEstimate::getPane))
            .toList();
    assertThat(full).allMatch(e -> e.getNominalTailFraction() == 0.005);
    long first = full.get(0).getPane();
    return full.stream().filter(e -> (e.getPane() - first) % WINDOW_PANES == 0).toList();
  }

  /** v1.(x - x_delta) of the published iterates, as anyone could compute it from the topic. */
  private double[] projectionSamples(String problem, long firstStep, long lastStep) {
    RidgeRegression regression = regression(DataSets.named(problem));
    double[] direction = regression.topDirection();
    double[] centre = regression.minimiser();
    double[] samples = new double[(int) (lastStep - firstStep + 1)];
    List<IterateBatch> batches =
        TopicReader.readUntil(
            broker.bootstrapServers(),
            topics.iterates(),
            EventSerdes.iterateBatch().deserializer(),
            LIMIT,
            all -> all.stream().anyMatch(b -> b.getRun().equals(problem) && b.getEndOfSeries()));
    for (IterateBatch batch : batches) {
      if (!batch.getRun().equals(problem)) {
        continue;
      }
      double[] values = new double[batch.getSteps() * batch.getDimension()];
      IterateValues.decode(batch.getValues(), batch.getDataType(), values);
      for (int i = 0; i < batch.getSteps(); i++) {
        long step = batch.getFirstStep() + i;
        if (step >= firstStep && step <= lastStep) {
          double sum = 0;
          for (int j = 0; j < direction.length; j++) {
            sum += direction[j] * (values[i * direction.length + j] - centre[j]);
          }
          samples[(int) (step - firstStep)] = sum;
        }
      }
    }
    return samples;
  }

  private void trainSideBySide() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(PROBLEMS.size());
    try {
      List<Callable<Void>> trainings =
          PROBLEMS.stream()
              .<Callable<Void>>map(
                  name ->
                      () -> {
                        train(name);
                        return null;
                      })
              .toList();
      for (Future<Void> training : threads.invokeAll(trainings)) {
        training.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void train(String name) throws InterruptedException {
    DataSet data = DataSets.named(name);
    Hyperparameters defaults = data.defaults().orElseThrow();
    RidgeSgd sgd =
        new RidgeSgd(
            regression(data),
            defaults.batchSize(),
            LearningRateSchedule.constant(defaults.learningRate()),
            20240207L,
            RidgeSgd.Start.ZERO);
    var options =
        LiveTraining.Options.defaults()
            .withSteps(STEPS)
            .withRate(STEPS_PER_SECOND)
            .withBackpressure(Backpressure.WAIT);
    try (IteratePublisher publisher =
            IteratePublisher.builder(broker.bootstrapServers())
                .run(name)
                .series("parameters")
                .open();
        LiveTraining training =
            new LiveTraining(sgd, new PublisherSink(publisher), options).start()) {
      assertThat(training.await(LIMIT)).as("%s trained in time", name).isTrue();
      assertThat(training.progress().state()).isEqualTo(LiveTraining.State.FINISHED);
      publisher.close(Duration.ofSeconds(30));
      assertThat(publisher.stats().droppedSteps()).isZero();
    }
  }

  private static RidgeRegression regression(DataSet data) {
    return new RidgeRegression(data, data.defaults().orElseThrow().ridge());
  }
}
