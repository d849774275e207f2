// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tailwatch.app.Cli;
import io.tailwatch.app.broker.EmbeddedBroker;
import io.tailwatch.events.v1.DataType;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.OptimizerKind;
import io.tailwatch.events.v1.Quantity;
import io.tailwatch.events.v1.RunDescriptor;
import io.tailwatch.events.v1.RunState;
import io.tailwatch.events.v1.SeriesDescriptor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class PublishCommandTest {
  private static final int STEPS = 7_000;
  private static final int DIMENSION = 3;

  private static EmbeddedBroker broker;
  private static int topics;

  @TempDir private Path dir;
  private final String prefix = "p" + topics++;

  @BeforeAll
  static void startBroker() {
    broker = EmbeddedBroker.start();
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  private Cli.Result publish(byte[] input, String... arguments) {
    var all = new ArrayList<>(List.of("publish", "--topic-prefix", prefix, "--run", "r"));
    all.addAll(List.of(arguments));
    return new Cli()
        .env("TAILWATCH_BOOTSTRAP_SERVERS", broker.bootstrapServers())
        .input(new ByteArrayInputStream(input))
        .run(all.toArray(String[]::new));
  }

  private Cli.Result publish(String input, String... arguments) {
    return publish(input.getBytes(StandardCharsets.UTF_8), arguments);
  }

  private Published published() {
    return Published.read(broker.bootstrapServers(), prefix);
  }

  /** Single-precision numbers, so that every format can hold the same. */
  private static float[][] vectors() {
    var random = new Random(5);
    float[][] vectors = new float[STEPS][DIMENSION];
    for (float[] vector : vectors) {
      for (int i = 0; i < DIMENSION; i++) {
        float value = Float.intBitsToFloat(random.nextInt());
        vector[i] = Float.isNaN(value) ? Float.NaN : value;
      }
    }
    return vectors;
  }

  private static byte[] bytes(float[][] vectors, int width, ByteOrder order) {
    ByteBuffer bytes = ByteBuffer.allocate(vectors.length * DIMENSION * width).order(order);
    for (float[] vector : vectors) {
      for (float value : vector) {
        if (width == Float.BYTES) {
          bytes.putFloat(value);
        } else {
          bytes.putDouble(value);
        }
      }
    }
    return bytes.array();
  }

  private static byte[] text(float[][] vectors, String open, String close) {
    var text = new StringBuilder();
    for (float[] vector : vectors) {
      var line = new StringJoiner(",", open, close + "\n");
      for (float value : vector) {
        line.add(Double.toString(value));
      }
      text.append(line);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] npy(String descr, byte[] data) {
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%d, %d), }"
            .formatted(descr, STEPS, DIMENSION);
    String padded = header + " ".repeat(117 - header.length()) + "\n";
    var file = new ByteArrayOutputStream();
    file.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0});
    file.writeBytes(padded.getBytes(StandardCharsets.US_ASCII));
    file.writeBytes(data);
    return file.toByteArray();
  }

  @ParameterizedTest
  @CsvSource({
    "x.ndjson, DATA_TYPE_FLOAT64, 64",
    "x.csv, DATA_TYPE_FLOAT64, 64",
    "x.f32, DATA_TYPE_FLOAT32, 32",
    "x.f64, DATA_TYPE_FLOAT64, 64",
    "big.f32, DATA_TYPE_FLOAT32, 32",
    "x.npy, DATA_TYPE_FLOAT32, 32",
    "big.npy, DATA_TYPE_FLOAT64, 64"
  })
  void bytesOnTheTopicAreThoseOfTheValuesInEveryFormat(String name, DataType type, int bits)
      throws Exception {
    float[][] vectors = vectors();
    byte[] input =
        switch (name) {
          case "x.ndjson" -> text(vectors, "[", "]");
          case "x.csv" -> text(vectors, "", "");
          case "x.f32" -> bytes(vectors, 4, ByteOrder.LITTLE_ENDIAN);
          case "x.f64" -> bytes(vectors, 8, ByteOrder.LITTLE_ENDIAN);
          case "big.f32" -> bytes(vectors, 4, ByteOrder.BIG_ENDIAN);
          case "x.npy" -> npy("<f4", bytes(vectors, 4, ByteOrder.LITTLE_ENDIAN));
          default -> npy(">f8", bytes(vectors, 8, ByteOrder.BIG_ENDIAN));
        };
    var arguments = new ArrayList<String>();
    if (name.contains(".f")) {
      arguments.addAll(List.of("--dimension", "" + DIMENSION));
    }
    if (name.equals("big.f32")) {
      arguments.add("--big-endian");
    }
    arguments.add(Files.write(dir.resolve(name), input).toString());
    Cli.Result result = publish("", arguments.toArray(String[]::new));

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .isEqualToIgnoringNewLines(
            "run r: 7,000 vectors of 3 values, to step 6,999; published 7,000, dropped 0");
    Published published = published();
    assertThat(published.bytes("parameters", 0, 1))
        .isEqualTo(bytes(vectors, bits / 8, ByteOrder.LITTLE_ENDIAN));
    assertThat(published.batches()).allMatch(batch -> batch.getDataType() == type);
    assertThat(published.batches().get(published.batches().size() - 1).getEndOfSeries()).isTrue();
    assertThat(published.lastRun().getState()).isEqualTo(RunState.RUN_STATE_FINISHED);
  }

  @Test
  void whatIsKnownOfTheTrainingTravelsWithIt() {
    Cli.Result result =
        publish(
            "n,lr,a,b\n100,0.5,1,2\n110,0.5,3,4\n120,0.25,5,6\n",
            ("--input-format csv --step-column n --learning-rate-column lr --column b,a --attempt 2"
                    + " --series layer/1 --quantity gradient-noise --data-type float32 --stride 10"
                    + " --optimizer Adam --batch-size 16 --ridge 0.1 --observable norm --observable"
                    + " identity --pane-steps 1000 --panes 8 --learning-rate 0.75 --model net"
                    + " --data-set digits --tag seed=1 --tag gpu=no")
                .split(" "));
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).doesNotContain("warning");
    Published published = published();
    List<IterateBatch> batches = published.ofSeries("layer/1");
    assertThat(batches).extracting(IterateBatch::getFirstStep).containsExactly(100L, 120L, 130L);
    assertThat(batches).extracting(IterateBatch::getLearningRate).startsWith(0.5, 0.25);
    IterateBatch first = batches.get(0);
    assertThat(first.getAttempt()).isEqualTo(2);
    assertThat(first.getQuantity()).isEqualTo(Quantity.QUANTITY_GRADIENT_NOISE);
    assertThat(first.getStepStride()).isEqualTo(10);
    ByteBuffer values = ByteBuffer.wrap(first.getValues().toByteArray());
    values.order(ByteOrder.LITTLE_ENDIAN);
    assertThat(new float[] {values.getFloat(), values.getFloat()}).containsExactly(2, 1);
    SeriesDescriptor descriptor = first.getSeriesDescriptor();
    assertThat(descriptor.getObservablesList())
        .containsExactly(Observable.OBSERVABLE_NORM, Observable.OBSERVABLE_IDENTITY);
    assertThat(descriptor.getWindow().getPaneSteps()).isEqualTo(1000);
    assertThat(descriptor.getWindow().getPanes()).isEqualTo(8);
    assertThat(descriptor.getOptimizer().getKind()).isEqualTo(OptimizerKind.OPTIMIZER_KIND_ADAM);
    assertThat(descriptor.getOptimizer().getBatchSize()).isEqualTo(16);
    assertThat(descriptor.getOptimizer().getRidge()).isEqualTo(0.1);
    assertThat(descriptor.getOptimizer().getLearningRate()).isEqualTo(0.75);
    RunDescriptor run = published.lastRun();
    assertThat(run.getSeriesList()).containsExactly("layer/1");
    assertThat(run.getModel() + run.getDataSet() + run.getOptimizer()).isEqualTo("netdigitsAdam");
    assertThat(run.getTagsMap()).containsEntry("seed", "1").containsEntry("gpu", "no");
  }

  @Test
  void seriesOfRecordsAreSeriesOfTheRun() throws Exception {
    Cli.Result result =
        publish(
            """
            {"series": "a", "values": [1, 2]}
            {"series": "b", "values": [3]}
            [4]
            {"series": "a", "values": [5, 6]}
            """,
            "--input-format",
            "ndjson",
            "--format",
            "json");
    assertThat(result.code()).as(result.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(result.out());
    assertThat(json.toString())
        .isEqualTo(
            "{\"run\":\"r\",\"state\":\"finished\",\"series\":3,\"dimension\":2,\"firstStep\":0,"
                + "\"lastStep\":1,\"read\":4,\"published\":4,\"dropped\":0,\"badRecords\":0,"
                + "\"lastError\":null}");
    Published published = published();
    assertThat(published.lastRun().getSeriesList())
        .containsExactlyInAnyOrder("a", "b", "parameters");
    assertThat(published.bytes("a", 0, 1)).hasSize(32);
    assertThat(published.bytes("b", 0, 1)).hasSize(8);
  }

  @Test
  void panesAreSketchedIfAskedAndWhatCannotBeIsSaid() {
    String input = "1,2\n".repeat(250);
    String[] options = "--input-format csv --edge-sketches --pane-steps 100".split(" ");
    Cli.Result result = publish(input, options);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).contains("published 250, dropped 0");
    List<IterateBatch> sketched =
        published().ofSeries("parameters").stream().filter(IterateBatch::hasSketch).toList();
    assertThat(sketched)
        .extracting(batch -> batch.getSketch().getSteps())
        .containsExactly(100, 100, 50);
    assertThat(sketched.get(2).getEndOfSeries()).isTrue();

    String[] pooled = "--input-format csv --edge-sketches --observable coordinates".split(" ");
    Cli.Result refused = publish(input, pooled);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("--edge-sketches needs observables of a vector by itself");
  }

  @Test
  void aBadLineIsExitCode4AndTheRunFails() {
    Cli.Result result = publish("1,2\n3,x\n5,6\n", "--input-format", "csv");
    assertThat(result.code()).isEqualTo(4);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines().toList())
        .last()
        .isEqualTo(
            "tailwatch: standard input, line 2, column 2: \"x\" is not a number; fix or remove the"
                + " line, or choose other columns");
    assertThat(published().bytes("parameters", 0, 1)).hasSize(16);
    assertThat(published().lastRun().getState()).isEqualTo(RunState.RUN_STATE_FAILED);
  }

  @Test
  void badLinesAreLeftOutAndCountedIfAsked() {
    Cli.Result result =
        publish(
            "1,2\n3,\u001b[31m\nx\n5,6\n" + "y\n".repeat(20),
            "--input-format",
            "csv",
            "--skip-bad");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).contains("published 2, dropped 0, bad records 22");
    assertThat(result.err()).doesNotContain("\u001b");
    assertThat(result.err().lines().filter(line -> line.contains("left out"))).hasSize(10);
    assertThat(result.err()).contains("further warnings are not shown");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "csv|''|standard input: holds no vectors|--attempt=1",
        "csv|1,2;3|standard input, line 2: has 1 field where the first line has 2|--attempt=1",
        "ndjson|[1];[1,2]|standard input, line 2: has 2 values where the vectors before have"
            + " 1|--attempt=1",
        "ndjson|[1]|standard input, line 1: has 1 value; the dimension was said to be"
            + " 2|--dimension=2",
        "f64|12345|standard input: ends within vector 1, after 5 of its 16 bytes|--dimension=2",
        "npy|1,2|standard input: is not a NumPy array (.npy)|--attempt=1",
        "csv|a,b;1,2|standard input: there is no column \"c\"; columns are a, b|--column=c",
      })
  void badInputIsExitCode4AndOneSentence(
      String format, String input, String message, String option) {
    Cli.Result result = publish(input.replace(';', '\n'), "--input-format", format, option);
    assertThat(result.code()).as(result.err()).isEqualTo(4);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines().toList()).last().asString().contains(message);
    assertThat(result.err()).doesNotContain("\tat ");
  }

  @Test
  void aFileThatIsNotThereOrADirectoryIsExitCode4() {
    assertThat(publish("", "--input-format", "csv", dir + "/none").err())
        .isEqualToIgnoringNewLines("tailwatch: " + dir + "/none: no such file; check the path");
    Cli.Result directory = publish("", "--input-format", "csv", dir.toString());
    assertThat(directory.code()).isEqualTo(4);
    assertThat(directory.err()).contains("is a directory; give a file");
    assertThat(publish("", "--follow", dir + "/none.csv").code()).isEqualTo(4);
    assertThat(publish("", "--follow", "--input-format", "csv", "/dev/null").err())
        .contains("not a regular file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--input-format is missing: standard input|--skip-bad",
        "--input-format is missing: the name x.bin does not tell it|x.bin",
        "--follow needs a FILE|--follow --input-format csv",
        "--column, --step-column|--input-format f32 --column 1",
        "--big-endian is for f32|--input-format csv --big-endian",
        "--dimension must be in [1, 1048576]: was 0|--input-format f32 --dimension 0",
        "--delimiter must be one character|--input-format csv --delimiter ab",
        "--first-step must be at least 0|--input-format csv --first-step -1",
        "--stride must be at least 1|--input-format csv --stride 0",
        "--attempt must be at least 1|--input-format csv --attempt 0",
        "--batch-size must be at least 1|--input-format csv --batch-size 0",
        "--pane-steps must be at least 1|--input-format csv --pane-steps 0",
        "--learning-rate must be positive|--input-format csv --learning-rate 0",
        "panes must be at most 1024|--input-format csv --panes 9999",
        "expected one of norm, coordinates, update-norm, identity|--observable projection",
        "expected one of iterates, updates, gradients, gradient-noise|--quantity x",
        "expected one of float64, float32, float16, bfloat16|--data-type x",
      })
  void aWrongOptionIsOneLineAndExitCode2(String message, String options) {
    Cli.Result result = publish("1\n", options.split(" "));
    assertThat(result.code()).as(result.err()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.err()).contains(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u0007b", "\ud800", ""})
  void namesThatCannotBePublishedAreUsageErrorsAndDoNotReachTheTerminal(String name) {
    for (String option : List.of("--run", "--series")) {
      var cli = new Cli().env("TAILWATCH_BOOTSTRAP_SERVERS", broker.bootstrapServers());
      Cli.Result result =
          option.equals("--run")
              ? cli.run("publish", "--input-format", "csv", "--run", name)
              : cli.run("publish", "--input-format", "csv", "--run", "r", "--series", name);
      assertThat(result.code()).isEqualTo(2);
      assertThat(result.err()).contains(option.substring(2) + " must ").doesNotContain("\u0007");
    }
    Cli.Result tag = publish("1\n", "--input-format", "csv", "--tag", "k=" + "v".repeat(300));
    assertThat(tag.code()).isEqualTo(2);
    assertThat(tag.err()).contains("must have at most 256 characters");
  }

  @Test
  void namesThatLookLikePathsArePublishedAsTheyAre() {
    assertThat(publish("1\n", "--input-format", "csv", "--series", "../%2F\u202e€").code())
        .isZero();
    assertThat(published().batches().get(0).getSeries()).isEqualTo("../%2F\u202e€");
  }

  @Test
  void aVectorThatIsTooLongToShipIsBadData() {
    byte[] long130000 = new byte[130_000 * Double.BYTES];
    Cli.Result result = publish(long130000, "--input-format", "f64", "--dimension", "130000");
    assertThat(result.code()).isEqualTo(4);
    assertThat(result.err()).contains("vector 1: cannot be published:", "had 130000");
    assertThat(
            publish(
                    long130000,
                    "--input-format",
                    "f64",
                    "--dimension",
                    "130000",
                    "--data-type",
                    "float32")
                .code())
        .isZero();
  }

  @Test
  void aBrokerThatDoesNotAnswerIsExitCode3() throws Exception {
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Cli.Result result =
        new Cli()
            .input("1\n")
            .run(
                "publish",
                "--run=r",
                "--input-format=csv",
                "--bootstrap-servers=127.0.0.1:" + port);
    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err()).contains("no Kafka broker at 127.0.0.1:" + port);
  }

  @Test
  void everythingArrivesThoughItIsFarMoreThanTheQueueHolds() {
    int values = 6_000_000;
    byte[] input = new byte[values * Double.BYTES];
    new Random(6).nextBytes(input);
    Cli.Result result = publish(input, "--input-format", "f64", "--dimension", "1000");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).contains("published 6,000, dropped 0");
    assertThat(published().bytes("parameters", 0, 1)).isEqualTo(input);
  }

  @Test
  void withDropEveryVectorIsPublishedOrCounted() throws Exception {
    byte[] input = new byte[6_000_000 * Double.BYTES];
    Cli.Result result =
        publish(
            input, "--input-format", "f64", "--dimension", "1000", "--drop", "--format", "json");
    // What did not fit is no failure: it was asked for.
    assertThat(result.code()).as(result.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(result.out());
    assertThat(json.get("read").asLong()).isEqualTo(6_000);
    assertThat(json.get("published").asLong() + json.get("dropped").asLong()).isEqualTo(6_000);
    assertThat(published().batches().stream().mapToLong(IterateBatch::getSteps).sum())
        .isEqualTo(json.get("published").asLong());
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aFileThatGrowsIsFollowedUntilCtrlC() throws Exception {
    Path file = Files.writeString(dir.resolve("log.csv"), "1,2\n3,");
    try (var child = start("--follow", file.toString())) {
      child.awaitTalk("publishing " + file + " as run r; Ctrl-C stops it");
      awaitSteps(1);
      append(file, "4\n5,6\n");
      awaitSteps(3);
      Files.writeString(file, "7,8\n");
      awaitSteps(4);
      append(file, "9,");
      child.signal("INT");
      assertThat(child.end()).as(child.err()).isZero();
      assertThat(child.out())
          .isEqualToIgnoringNewLines(
              "run r: 4 vectors of 2 values, to step 3; published 4, dropped 0");
    }
    assertEnded(4);
    assertThat(published().bytes("parameters", 0, 1)).isEqualTo(doubles(1, 2, 3, 4, 5, 6, 7, 8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aPipeIsPublishedAsItComesAndCtrlCEndsTheSeries(String signal) throws Exception {
    try (var child = start("--input-format", "ndjson");
        var pipe = child.process().getOutputStream()) {
      pipe.write("[1]\n[2]\n[".getBytes(StandardCharsets.UTF_8));
      pipe.flush();
      awaitSteps(2);
      child.signal(signal);
      assertThat(child.end()).as(child.err()).isZero();
      assertThat(child.out()).contains("published 2, dropped 0");
      assertThat(child.err().lines()).hasSize(1);
    }
    assertEnded(2);
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void ctrlCBeforeTheFirstVectorLeavesNoRun() throws Exception {
    try (var child = start("--input-format", "csv")) {
      child.awaitTalk("publishing standard input");
      child.signal("INT");
      assertThat(child.end()).as(child.err()).isZero();
      assertThat(child.out()).isEqualToIgnoringNewLines("run r: no vectors yet");
    }
    assertThat(published().runs()).isEmpty();
  }

  private TailwatchProcess start(String... arguments) throws Exception {
    var all = new ArrayList<>(List.of("publish", "--topic-prefix", prefix, "--run", "r"));
    all.addAll(List.of(arguments));
    return TailwatchProcess.start(dir, broker.bootstrapServers(), all.toArray(String[]::new));
  }

  private void awaitSteps(int steps) {
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions() // The topics are not there yet.
        .until(
            () -> published().batches().stream().mapToInt(IterateBatch::getSteps).sum() == steps);
  }

  private void assertEnded(int steps) {
    Published published = published();
    IterateBatch last = published.batches().get(published.batches().size() - 1);
    assertThat(last.getEndOfSeries()).isTrue();
    assertThat(last.getFirstStep()).isEqualTo(steps);
    assertThat(published.lastRun().getState()).isEqualTo(RunState.RUN_STATE_FINISHED);
  }

  private static void append(Path file, String text) throws Exception {
    Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
  }

  private static byte[] doubles(double... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      bytes.putDouble(value);
    }
    return bytes.array();
  }
}
