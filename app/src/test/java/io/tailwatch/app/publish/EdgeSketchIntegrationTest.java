// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailwatch.analyzer.Analyzer;
import io.tailwatch.analyzer.AnalyzerConfig;
import io.tailwatch.app.broker.EmbeddedBroker;
import io.tailwatch.app.pipeline.TopicReader;
import io.tailwatch.events.EventSerdes;
import io.tailwatch.events.Topics;
import io.tailwatch.events.v1.DataType;
import io.tailwatch.events.v1.Direction;
import io.tailwatch.events.v1.KestenIndex;
import io.tailwatch.events.v1.KestenStatus;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.Optimizer;
import io.tailwatch.events.v1.OptimizerKind;
import io.tailwatch.events.v1.Quantity;
import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.events.v1.TailEstimate;
import io.tailwatch.events.v1.WindowSpec;
import io.tailwatch.producer.publish.IteratePublisher;
import io.tailwatch.producer.publish.SeriesOptions;
import io.tailwatch.producer.publish.SeriesPublisher;
import io.tailwatch.producer.publish.Subsample;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.TSampler;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same training published twice, as values and as sketches of its panes, through a real broker
 * and analyzer: all estimates are the same bits. It has what makes panes irregular: missing and
 * repeated steps, a pane that never came, learning rates that change a little and a lot in the
 * midst of a pane, theory that comes late, values that are not finite, a last pane that is not
 * full, and a stride.
 */
@Timeout(180)
class EdgeSketchIntegrationTest {
  private static final int DIMENSION = 4;
  private static final int STEPS = 40_400;
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private static final Map<String, List<Observable>> OBSERVABLES =
      Map.of(
          "all",
          List.of(
              Observable.OBSERVABLE_PROJECTION,
              Observable.OBSERVABLE_NORM,
              Observable.OBSERVABLE_WEIGHTED_NORM,
              Observable.OBSERVABLE_UPDATE_NORM,
              Observable.OBSERVABLE_IDENTITY),
          "default",
          List.of());

  @Test
  void sketchesOfPanesGiveTheEstimatesOfTheirValues(@TempDir Path stateDir) throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start();
        Analyzer analyzer =
            Analyzer.start(
                AnalyzerConfig.builder(broker.bootstrapServers())
                    .port(0)
                    .stateDir(stateDir)
                    .build())) {
      train(broker, "values", 1, false);
      train(broker, "sketches", 1, true);
      train(broker, "values of every second", 2, false);
      train(broker, "sketches of every second", 2, true);
      Map<String, Map<String, TailEstimate>> byRun = estimates(broker);

      assertSame(byRun.get("values"), byRun.get("sketches"));
      assertSame(byRun.get("values of every second"), byRun.get("sketches of every second"));
      assertThat(analyzer.failure()).isEmpty();
    }
  }

  private static void assertSame(
      Map<String, TailEstimate> values, Map<String, TailEstimate> sketches) {
    assertThat(sketches.keySet()).isEqualTo(values.keySet());
    values.forEach((what, estimate) -> assertThat(sketches.get(what)).as(what).isEqualTo(estimate));
    // What is compared is worth comparing.
    assertThat(values.values())
        .anyMatch(e -> e.getIndex().hasValue())
        .anyMatch(e -> e.getMissingSteps() > 0)
        .anyMatch(e -> e.getRepeatedSteps() > 0)
        .anyMatch(e -> e.getNonfiniteSamples() > 0)
        .anyMatch(e -> e.getLearningRateMin() < e.getLearningRateMax())
        .anyMatch(e -> e.getTheory().hasKesten())
        .anyMatch(TailEstimate::getEndOfSeries);
  }

  private static Map<String, Map<String, TailEstimate>> estimates(EmbeddedBroker broker) {
    List<TailEstimate> all =
        TopicReader.readUntil(
            broker.bootstrapServers(),
            Topics.defaults().estimates(),
            EventSerdes.tailEstimate().deserializer(),
            LIMIT,
            read -> read.stream().filter(TailEstimate::getEndOfSeries).count() == 4 * ENDS);
    Map<String, Map<String, TailEstimate>> byRun = new LinkedHashMap<>();
    for (TailEstimate estimate : all) {
      if (estimate.getProvisional()) {
        continue;
      }
      TailEstimate before =
          byRun
              .computeIfAbsent(estimate.getRun(), run -> new LinkedHashMap<>())
              .put(
                  estimate.getSeries() + " " + estimate.getPane() + " " + estimate.getObservable(),
                  estimate.toBuilder()
                      .clearRun()
                      .clearTakenAtMillis()
                      .clearEstimatedAtMillis()
                      .build());
      assertThat(before).isNull();
    }
    return byRun;
  }

  // Observables of all series of a run.
  private static final int ENDS = 5 * 3 + 1 + 1 + 1;

  private static void train(EmbeddedBroker broker, String run, int stride, boolean edge) {
    try (IteratePublisher publisher =
        IteratePublisher.builder(broker.bootstrapServers()).run(run).stepStride(stride).open()) {
      SeriesOptions options =
          edge ? publisher.seriesOptions().sketchedAtSource() : publisher.seriesOptions();
      List<SeriesPublisher> series =
          List.of(
              publisher.series("float32", options),
              publisher.series("float64", options.withDataType(DataType.DATA_TYPE_FLOAT64)),
              publisher.series("bfloat16", options.withDataType(DataType.DATA_TYPE_BFLOAT16)),
              publisher.series("undescribed", options),
              publisher.series("updates", options.withQuantity(Quantity.QUANTITY_UPDATES)),
              publisher.series("sub-sample", options.withSubsample(Subsample.of(4, 2, 9))));
      describe(series, 0.1, false);
      UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(20240207);
      TSampler noise = TSampler.of(random, 3);
      double[] x = new double[DIMENSION];
      float[] single = new float[DIMENSION];
      for (int step = 0; step < STEPS; step++) {
        for (int j = 0; j < DIMENSION; j++) {
          x[j] = 0.8 * x[j] + noise.sample();
          single[j] = (float) x[j];
        }
        if (step % stride != 0 || missing(step)) {
          continue;
        }
        double rate = step < 10_500 ? 0.1 : step < 20_300 ? 0.11 : 0.2;
        if (step == 33_332) {
          describe(series, 0.1, true);
        }
        double kept = x[0];
        if (step == 30_122) {
          x[0] = Double.NaN;
          single[0] = Float.NaN;
        }
        for (SeriesPublisher each : series) {
          if (step % 3 == 0) {
            each.publish(step, single, rate);
          } else {
            each.publish(step, x, rate);
          }
          if (step == 12_000) {
            each.publish(step - 100, x, rate);
            each.publish(step, x, rate);
          }
        }
        x[0] = kept;
        if (step % 1000 == 0) {
          waitForRoom(publisher);
        }
      }
      publisher.close(Duration.ofSeconds(20));
      // A pane that the learning rate cut in two is not sent; values of it are, and not used.
      assertThat(publisher.stats().droppedSteps()).isLessThanOrEqualTo(edge ? 6 * 1000 : 0);
    }
  }

  private static boolean missing(int step) {
    return (step >= 14_200 && step < 14_700) || (step >= 16_000 && step < 18_000);
  }

  private static void waitForRoom(IteratePublisher publisher) {
    while (publisher.queueRatio() > 0.5) {
      Thread.onSpinWait();
    }
  }

  private static void describe(List<SeriesPublisher> series, double rate, boolean kesten) {
    series.get(0).describe(descriptor("all", rate, kesten));
    series.get(1).describe(descriptor("all", rate, kesten));
    series.get(2).describe(descriptor("all", rate, kesten));
    series.get(4).describe(descriptor("default", rate, kesten));
  }

  private static SeriesDescriptor descriptor(String observables, double rate, boolean kesten) {
    SeriesDescriptor.Builder descriptor =
        SeriesDescriptor.newBuilder()
            .addAllObservables(OBSERVABLES.get(observables))
            .setWindow(WindowSpec.newBuilder().setPaneSteps(1000).setPanes(8))
            .setOptimizer(
                Optimizer.newBuilder()
                    .setKind(OptimizerKind.OPTIMIZER_KIND_SGD)
                    .setLearningRate(rate)
                    .setBatchSize(4)
                    .setRidge(0.1));
    descriptor.getProblemBuilder().setRows(100).setDimension(DIMENSION);
    for (int i = 0; i < DIMENSION; i++) {
      descriptor.getProblemBuilder().addEigenvalues(1.0 / (i + 1));
      descriptor.addCentre(0.1 * i);
      Direction.Builder direction = Direction.newBuilder();
      for (int j = 0; j < DIMENSION; j++) {
        direction.addComponents(i == j ? 1 : 0);
      }
      descriptor.addDirections(direction);
    }
    if (kesten) {
      descriptor
          .getProblemBuilder()
          .setKesten(
              KestenIndex.newBuilder()
                  .setIndex(4.5)
                  .setStandardError(0.01)
                  .setStatus(KestenStatus.KESTEN_STATUS_ESTIMATED)
                  .setLearningRate(0.2));
    }
    return descriptor.build();
  }
}
