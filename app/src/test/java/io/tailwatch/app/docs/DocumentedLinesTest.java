// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailwatch.analyzer.Analyzer;
import io.tailwatch.analyzer.AnalyzerConfig;
import io.tailwatch.app.broker.EmbeddedBroker;
import io.tailwatch.app.pipeline.TopicReader;
import io.tailwatch.app.publish.Published;
import io.tailwatch.app.publish.TailwatchProcess;
import io.tailwatch.events.EventSerdes;
import io.tailwatch.events.IterateValues;
import io.tailwatch.events.TopicCreator;
import io.tailwatch.events.Topics;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.RunState;
import io.tailwatch.events.v1.TailEstimate;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the pages tell their readers to type, typed as it stands there. */
@Timeout(240)
@EnabledOnOs({OS.LINUX, OS.MAC})
class DocumentedLinesTest {
  private static final String SERVER = "localhost:9092";
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir private Path dir;
  private EmbeddedBroker broker;

  @BeforeEach
  void start() throws IOException {
    broker = EmbeddedBroker.start();
    TailwatchProcess.installIn(dir);
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  /** The line of Python stands in a loop that also writes down what it has printed, bit by bit. */
  @Test
  void twoLinesAdoptItInAnyProgramThatPrints() throws Exception {
    Tool.require("python3", "apt-get install python3", System.getenv());
    Files.writeString(
        dir.resolve("train.py"),
        """
        import random, struct
        r = random.Random(1)
        weights = [0.0, 0.0, 0.0]
        truth = open("truth", "wb")
        for step in range(5000):
            weights = [0.9 * w + r.gauss(0, 1) for w in weights]
            truth.write(struct.pack("<3d", *weights))
        """
            + MarkedBlock.of("README.md", "adopt-print"));

    run(MarkedBlock.of("README.md", "adopt-shell"));

    assertPublished("my-run", Files.readAllBytes(dir.resolve("truth")));
  }

  /** The first line opens, the last one publishes; what a training is stands between. */
  @Test
  void twoLinesAdoptItInJava() throws Exception {
    String block = MarkedBlock.of("README.md", "adopt-java");
    assertThat(block).contains(SERVER);
    List<String> lines = block.replace(SERVER, broker.bootstrapServers()).lines().toList();
    assertThat(lines).hasSize(3);
    Path source =
        Files.writeString(
            dir.resolve("Training.java"),
            """
            import io.tailwatch.producer.publish.IteratePublisher;
            public class Training {
              public static void main(String[] arguments) {
                %s
                double[] weights = new double[2];
                for (long step = 0; step < 1000; step++) {
                  weights[0] = step;
                  weights[1] = -0.5f * step;
                  %s
                }
                publisher.close();
              }
            }
            """
                .formatted(lines.get(0), lines.get(2)));
    var complaints = new StringWriter();
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options = List.of("-proc:none", "-cp", System.getProperty("java.class.path"));
      boolean compiled =
          compiler
              .getTask(complaints, files, null, options, null, files.getJavaFileObjects(source))
              .call();
      assertThat(compiled).as(complaints.toString()).isTrue();
    }
    try (var loader = new URLClassLoader(new URL[] {dir.toUri().toURL()})) {
      loader
          .loadClass("Training")
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[0]);
    }

    ByteBuffer truth = ByteBuffer.allocate(1000 * 2 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int step = 0; step < 1000; step++) {
      truth.putFloat(step).putFloat(-0.5f * step);
    }
    Published published = Published.read(broker.bootstrapServers(), Topics.DEFAULT_PREFIX);
    assertThat(published.bytes("weights", 0, 1)).isEqualTo(truth.array());
    assertThat(published.lastRun().getState()).isEqualTo(RunState.RUN_STATE_FINISHED);
  }

  @Test
  void theFirstExampleOfPublishPrintsWhatThePageShows() throws Exception {
    Tool.require("awk", "apt-get install mawk", System.getenv());
    String out = run(MarkedBlock.of("docs/publish.md", "publish-awk"));
    assertThat(Files.readString(Path.of("../docs/publish.md"))).contains("```\n" + out + "```");
    IterateBatch first =
        Published.read(broker.bootstrapServers(), Topics.DEFAULT_PREFIX).batches().get(0);
    assertThat(first.getSeriesDescriptor().getWindow().getPaneSteps()).isEqualTo(500);
  }

  @Test
  void numpyStreamsItsArrays() throws Exception {
    Tool.require("python3", "apt-get install python3", System.getenv());
    Process numpy = new ProcessBuilder("python3", "-c", "import numpy").start();
    if (!numpy.waitFor(60, TimeUnit.SECONDS) || numpy.exitValue() != 0) {
      throw Tool.missing("numpy", "apt-get install python3-numpy", System.getenv());
    }
    assertThat(run(MarkedBlock.of("docs/publish.md", "publish-numpy")))
        .isEqualTo(
            "run numpy: 1,000 vectors of 10 values, to step 999; published 1,000, dropped 0\n");
  }

  @Test
  void cppWritesItsNumbersAsTheyAre() throws Exception {
    Tool.require("g++", "apt-get install g++", System.getenv());
    String line = MarkedBlock.of("docs/publish.md", "publish-cpp").strip();
    Files.writeString(
        dir.resolve("train.cpp"),
        """
        #include <cstdio>
        int main() {
          double weights[3] = {0, 0, 0};
          for (int step = 0; step < 4000; step++) {
            for (int i = 0; i < 3; i++) weights[i] = 0.1 * step + i;
            %s
          }
        }
        """
            .formatted(line));
    String pipe = line.substring(line.indexOf("| ./tailwatch"));
    run("g++ -o train train.cpp && ./train " + pipe);

    ByteBuffer truth = ByteBuffer.allocate(4000 * 3 * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int step = 0; step < 4000; step++) {
      for (int i = 0; i < 3; i++) {
        truth.putDouble(0.1 * step + i);
      }
    }
    assertPublished("cpp", truth.array());
  }

  @Test
  void jsonOfThePageIsUnderstoodByTheAnalyzer(@TempDir Path state) throws Exception {
    try (var analyzer = analyzer(state)) {
      String events = MarkedBlock.of("docs/publish.md", "kcat-events");
      try (var producer =
          new KafkaProducer<>(
              Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
              new StringSerializer(),
              new StringSerializer())) {
        for (String event : events.lines().toList()) {
          var record = new ProducerRecord<>(Topics.defaults().iterates(), "kcat/w", event);
          record.headers().add("content-type", "application/json".getBytes(StandardCharsets.UTF_8));
          producer.send(record);
        }
      }
      assertEstimated();
      assertThat(analyzer.failure()).isEmpty();
    }
  }

  @Test
  void kcatFeedsTheAnalyzerWithTheLineOfThePage(@TempDir Path state) throws Exception {
    Tool.require("kcat", "apt-get install kcat", System.getenv());
    Files.writeString(dir.resolve("events.json"), MarkedBlock.of("docs/publish.md", "kcat-events"));
    try (var analyzer = analyzer(state)) {
      run(MarkedBlock.of("docs/publish.md", "kcat-line"));
      assertEstimated();
      assertThat(analyzer.failure()).isEmpty();
    }
  }

  @Test
  void kcatWritesTheEventOfTheContract() throws Exception {
    Tool.require("kcat", "apt-get install kcat", System.getenv());
    try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      TopicCreator.ensure(admin, Topics.defaults(), 8, (short) 1, SOON);
    }
    run(MarkedBlock.of("events/README.md", "feed-kcat"));
    Published published = Published.read(broker.bootstrapServers(), Topics.DEFAULT_PREFIX);
    assertThat(published.batches()).hasSize(1);
    IterateBatch batch = published.batches().get(0);
    double[] values = new double[4];
    IterateValues.decode(batch.getValues(), batch.getDataType(), values);
    assertThat(batch.getRun() + "/" + batch.getSeries()).isEqualTo("mine/w");
    assertThat(values).containsExactly(0.1f, -0.2f, 0.3f, 0.4f);
  }

  private Analyzer analyzer(Path state) {
    return Analyzer.start(
        AnalyzerConfig.builder(broker.bootstrapServers()).port(0).stateDir(state).build());
  }

  /** Two panes of two steps of two values, one of which is not a number. */
  private void assertEstimated() {
    List<TailEstimate> estimates =
        TopicReader.readUntil(
            broker.bootstrapServers(),
            Topics.defaults().estimates(),
            EventSerdes.tailEstimate().deserializer(),
            SOON,
            all -> all.size() == 2);
    assertThat(estimates)
        .allMatch(estimate -> estimate.getRun().equals("kcat"))
        .allMatch(estimate -> estimate.getObservable() == Observable.OBSERVABLE_IDENTITY);
    assertThat(estimates).extracting(TailEstimate::getLastStep).containsExactly(1L, 3L);
    assertThat(estimates).extracting(TailEstimate::getNonfiniteSamples).containsExactly(0L, 1L);
  }

  private void assertPublished(String run, byte[] truth) {
    Published published = Published.read(broker.bootstrapServers(), Topics.DEFAULT_PREFIX);
    assertThat(published.bytes("parameters", 0, 1)).isEqualTo(truth);
    assertThat(published.lastRun().getRun()).isEqualTo(run);
    assertThat(published.lastRun().getState()).isEqualTo(RunState.RUN_STATE_FINISHED);
  }

  /** Runs it in a shell, with the broker of this test in the place of that of the reader. */
  private String run(String commands) throws Exception {
    Path err = dir.resolve("err");
    var builder =
        new ProcessBuilder("sh", "-ec", commands.replace(SERVER, broker.bootstrapServers()))
            .directory(dir.toFile())
            .redirectError(err.toFile());
    builder.environment().put("TAILWATCH_BOOTSTRAP_SERVERS", broker.bootstrapServers());
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(err)).isZero();
    return out;
  }
}
