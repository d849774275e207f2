// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailwatch.analyzer.Analyzer;
import io.tailwatch.analyzer.AnalyzerConfig;
import io.tailwatch.analyzer.http.HttpAccess;
import io.tailwatch.analyzer.http.HttpToken;
import io.tailwatch.app.broker.EmbeddedBroker;
import io.tailwatch.app.resource.CloseStack;
import io.tailwatch.app.resource.TemporaryDirectory;
import io.tailwatch.producer.data.DataSet;
import io.tailwatch.producer.data.DataSets;
import io.tailwatch.producer.publish.IteratePublisher;
import io.tailwatch.producer.training.Backpressure;
import io.tailwatch.producer.training.LearningRateSchedule;
import io.tailwatch.producer.training.LiveTraining;
import io.tailwatch.producer.training.PublisherSink;
import io.tailwatch.producer.training.RidgeRegression;
import io.tailwatch.producer.training.RidgeSgd;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A broker, an analyzer with its page, and what it watches: a training that goes on all the time,
 * one that has ended, and the runs that tests send.
 */
final class Site implements AutoCloseable {
  /** Trained as long as the tests run, 3 panes a second. */
  static final String LIVE = "live P3";

  /** Trained, and over: nothing of it moves any more. */
  static final String FINISHED = "finished P5";

  /** The series of both. */
  static final String SERIES = "parameters";

  /** Generous for a busy machine. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final double STEPS_PER_SECOND = 10_000;

  /** A full window, a pane of burn-in, and a last pane that only the end of the series closes. */
  private static final long FINISHED_STEPS = 100_000 + 3_125 + 1_000;

  private static final long SEED = 20_240_620L;

  private final CloseStack closing = new CloseStack();
  private EmbeddedBroker broker;
  private Path stateDir;
  private KafkaProducer<String, byte[]> producer;
  private Analyzer analyzer;
  private Api api;

  private Site() {}

  /** Starts all; returns when both trainings have an index. */
  static Site start() throws Exception {
    var site = new Site();
    try {
      site.open();
      site.train();
      return site;
    } catch (Exception | Error e) {
      site.close();
      throw e;
    }
  }

  private void open() throws IOException {
    broker = closing.push(EmbeddedBroker.start());
    stateDir = closing.push(TemporaryDirectory.create("tailwatch-page-")).path();
    analyzer = start(0);
    // Whichever runs at the end.
    closing.push(() -> analyzer.close());
    api = new Api(analyzer.url());
    producer =
        closing.push(
            new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer()));
  }

  private Analyzer start(int port) {
    return Analyzer.start(config().port(port).stateDir(stateDir).build());
  }

  private AnalyzerConfig.Builder config() {
    return AnalyzerConfig.builder(broker.bootstrapServers()).partitions(1);
  }

  private void train() throws InterruptedException {
    var ended = LiveTraining.Options.defaults().withSteps(FINISHED_STEPS);
    try (IteratePublisher publisher = publisher(FINISHED, "P5");
        LiveTraining training =
            training("P5", defaultRate("P5"), publisher, ended.withBackpressure(Backpressure.WAIT))
                .start()) {
      assertThat(training.await(PATIENCE)).as("trained in time").isTrue();
      publisher.close(PATIENCE);
      assertThat(publisher.stats().droppedSteps()).isZero();
    }
    train(LIVE, "P3", defaultRate("P3"), STEPS_PER_SECOND);
    Wait.until(
        "index of both trainings",
        PATIENCE,
        () -> {
          assertAlive();
          return api.find(estimate(FINISHED, "projection"))
                  .filter(found -> found.get("endOfSeries").asBoolean())
                  .isPresent()
              && api.find(estimate(LIVE, "projection"))
                  .filter(found -> found.at("/index/value").isNumber())
                  .isPresent();
        });
  }

  /** Trains as long as the site is open. */
  void train(String run, String problem, LearningRateSchedule rate, double stepsPerSecond) {
    IteratePublisher publisher = closing.push(publisher(run, problem));
    var options = LiveTraining.Options.defaults().withRate(stepsPerSecond);
    closing.push(training(problem, rate, publisher, options).start());
  }

  /** The learning rate that a problem comes with. */
  static LearningRateSchedule defaultRate(String problem) {
    return LearningRateSchedule.constant(
        DataSets.named(problem).defaults().orElseThrow().learningRate());
  }

  private IteratePublisher publisher(String run, String problem) {
    return IteratePublisher.builder(broker.bootstrapServers())
        .run(run)
        .series(SERIES)
        .model("ridge regression")
        .dataSet(problem)
        .optimizer("SGD")
        .partitions(1)
        .open();
  }

  private static LiveTraining training(
      String problem,
      LearningRateSchedule rate,
      IteratePublisher publisher,
      LiveTraining.Options options) {
    int batchSize = DataSets.named(problem).defaults().orElseThrow().batchSize();
    var sgd = new RidgeSgd(regression(problem), batchSize, rate, SEED, RidgeSgd.Start.ZERO);
    return new LiveTraining(sgd, new PublisherSink(publisher), options);
  }

  /** What is solved by a training. */
  static RidgeRegression regression(String problem) {
    DataSet data = DataSets.named(problem);
    return new RidgeRegression(data, data.defaults().orElseThrow().ridge());
  }

  /** Where the API has an estimate of a training. */
  static String estimate(String run, String observable) {
    return "/api/v1/runs/%s/series/%s/%s".formatted(run.replace(" ", "%20"), SERIES, observable);
  }

  /** A run for a test to send. */
  SentRun run(String name, String series) {
    return new SentRun(name, series, producer);
  }

  /** Sends panes and waits until the API shows what they give. */
  void send(SentRun run, int panes, int index) throws InterruptedException {
    run.panes(panes, index);
    Wait.until(
        "estimate of " + run.run(),
        PATIENCE,
        () -> {
          assertAlive();
          return api.find(run.path())
              .filter(found -> found.get("lastStep").asLong() == run.lastStep())
              .isPresent();
        });
  }

  /** Where the page is, without a slash at the end. */
  String url() {
    return analyzer.url();
  }

  Api api() {
    return api;
  }

  String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** A second analyzer, which knows only what is sent to topics of its own. */
  Analyzer another(String prefix, Path dir) {
    return Analyzer.start(
        config().topicPrefix(prefix).applicationId(prefix).port(0).stateDir(dir).build());
  }

  /** One that sees the same runs, and wants a token for it. */
  Analyzer guarded(String token, Path dir) {
    var access = new HttpAccess(Optional.of(new HttpToken(token)), List.of());
    return Analyzer.start(
        config()
            .outputPrefix("guarded")
            .applicationId("guarded")
            .access(access)
            .port(0)
            .stateDir(dir)
            .build());
  }

  /** Stops the analyzer, does something, and starts one on the same port. */
  void restart(Interruption meanwhile) throws Exception {
    int port = analyzer.port();
    analyzer.close();
    try {
      meanwhile.run();
    } finally {
      analyzer = start(port);
      api = new Api(analyzer.url());
    }
    Wait.until("ready again", PATIENCE, () -> analyzer.ready());
  }

  /** What happens while there is no analyzer. */
  interface Interruption {
    void run() throws Exception;
  }

  void assertAlive() {
    assertThat(analyzer.failure()).as("failure of the analyzer").isEmpty();
  }

  @Override
  public void close() {
    closing.close();
  }
}
