// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tailwatch.analyzer.Analyzer;
import io.tailwatch.analyzer.AnalyzerConfig;
import io.tailwatch.app.Cli;
import io.tailwatch.app.broker.EmbeddedBroker;
import io.tailwatch.events.EventSerdes;
import io.tailwatch.events.IterateBatches;
import io.tailwatch.events.Topics;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.Problem;
import io.tailwatch.events.v1.TailEstimate;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
class LettersIntegrationTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Topics TOPICS = Topics.defaults();
  private static final int PARTITIONS = 2;

  @TempDir private static Path dir;
  private static EmbeddedBroker broker;
  private static Analyzer analyzer;
  private static KafkaProducer<byte[], byte[]> producer;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start();
    analyzer =
        Analyzer.start(
            AnalyzerConfig.builder(broker.bootstrapServers())
                .port(0)
                .partitions(PARTITIONS)
                .stateDir(dir.resolve("state"))
                .build());
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers(), "max.request.size", 2 << 20),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  @AfterAll
  static void stop() {
    producer.close();
    analyzer.close();
    broker.close();
  }

  /** A record that must be refused, and what its letter must say. */
  private record Bad(
      String name, String key, byte[] value, String type, String run, Long step, String reason) {}

  private static List<Bad> everyClass() {
    byte[] good = Batches.described("good", 7, 2, 3).build().toByteArray();
    var cases = new ArrayList<Bad>();
    cases.add(
        proto(
            "truncated",
            Arrays.copyOf(batch("truncated").build().toByteArray(), 90),
            7L,
            "event must be valid Protobuf"));
    cases.add(
        proto(
            "foreign",
            "<xml>not ours</xml>".getBytes(StandardCharsets.UTF_8),
            null,
            "iterate batch must not hold groups"));
    cases.add(
        proto(
            "length",
            batch("length").setDimension(4).build().toByteArray(),
            7L,
            "values must have steps * dimension"));
    cases.add(
        proto(
            "nan",
            batch("nan")
                .setSeriesDescriptor(
                    Batches.descriptor(3)
                        .setProblem(
                            Problem.newBuilder()
                                .setDimension(2)
                                .addEigenvalues(1)
                                .addEigenvalues(Double.NaN)))
                .build()
                .toByteArray(),
            7L,
            "eigenvalues must be finite: was NaN"));
    cases.add(
        proto(
            "enum",
            batch("enum").setQuantityValue(99).build().toByteArray(),
            7L,
            "quantity must be known: was 99"));
    cases.add(
        proto(
            "observable",
            batch("observable")
                .setSeriesDescriptor(Batches.descriptor(3).addObservablesValue(77))
                .build()
                .toByteArray(),
            7L,
            "observable must be one that is known"));
    cases.add(
        new Bad(
            "key",
            "some/where",
            batch("key").build().toByteArray(),
            null,
            "key",
            7L,
            "record key must be the batch's run/series"));
    cases.add(
        proto(
            "negative",
            batch("negative").setFirstStep(-7).build().toByteArray(),
            -7L,
            "first_step must be at least 0"));
    cases.add(
        proto(
            "count",
            batch("count").setSteps(-2).build().toByteArray(),
            7L,
            "steps must be at least 0"));
    cases.add(
        proto(
            "evil\n12:00:00 ERROR Fake: \u001b[2J",
            batch("evil\n12:00:00 ERROR Fake: \u001b[2J").build().toByteArray(),
            7L,
            "run must not hold control characters"));
    cases.add(proto("", batch("").build().toByteArray(), 7L, "run must not be empty"));
    cases.add(proto("giant", giantClaim(), 7L, "event must be valid Protobuf"));
    cases.add(
        proto(
            "vectors",
            batch("vectors")
                .setSteps(Integer.MAX_VALUE)
                .setDimension(Integer.MAX_VALUE)
                .build()
                .toByteArray(),
            7L,
            "steps must be at most"));
    cases.add(
        json(
            "shape",
            "{\"run\":\"shape\",\"series\":\"layer/0\",\"firstStep\":7,\"values\":{}}",
            7L,
            "values must be an array of numbers"));
    cases.add(
        json(
            "deep",
            "{\"run\":\"deep\",\"series\":\"layer/0\",\"firstStep\":7,\"x\":"
                + "[".repeat(10_000)
                + "}",
            7L,
            "event must be valid JSON"));
    cases.add(json("array", "[{\"run\":\"array\"}]", null, "JSON event must be an object"));
    cases.add(
        json("twice", "{\"run\":\"twice\",\"run\":\"twice\"}", null, "event must be valid JSON"));
    cases.add(
        new Bad(
            "type",
            key("type"),
            good,
            "text/plain\nfake",
            "good",
            7L,
            "content-type must be application/json"));
    cases.add(
        new Bad(
            "tombstone",
            key("tombstone"),
            null,
            null,
            "tombstone",
            null,
            "iterate batch must have a value"));
    return cases;
  }

  private static IterateBatch.Builder batch(String run) {
    return Batches.described(run, 7, 2, 3);
  }

  /** Values that claim to be 2 GB long. */
  private static byte[] giantClaim() {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(Batches.of("giant", 7, 2, 3).clearValues().build().toByteArray());
    bytes.writeBytes(new byte[] {0x72, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x07});
    return bytes.toByteArray();
  }

  private static Bad proto(String run, byte[] value, Long step, String reason) {
    return new Bad(run, run.isEmpty() ? "x" : key(run), value, null, run, step, reason);
  }

  private static Bad json(String run, String text, Long step, String reason) {
    return new Bad(
        run,
        key(run),
        text.getBytes(StandardCharsets.UTF_8),
        "application/json",
        run,
        step,
        reason);
  }

  private static String key(String run) {
    return URLEncoder.encode(run, StandardCharsets.UTF_8).replace("+", "%20") + "/layer%2F0";
  }

  @Test
  void everyBadRecordIsALetterThatTellsRunStepPlaceAndReason() throws Exception {
    var log = WarningsOf.deadLetters();
    List<Bad> cases = everyClass();
    List<RecordMetadata> places = new ArrayList<>();
    for (Bad bad : cases) {
      places.add(send(bad.key(), bad.value(), bad.type()));
      send(Batches.of("amid " + bad.reason(), 0, 1, 1).build());
    }
    for (int i = 0; i < cases.size(); i++) {
      Bad bad = cases.get(i);
      JsonNode letter = awaitLetter(places.get(i));
      assertThat(letter.get("reason").asText()).as(bad.name()).contains(bad.reason());
      assertThat(letter.get("run").asText(""))
          .as("run of " + bad.name())
          .isEqualTo(bad.run().isEmpty() ? "" : bad.run());
      if (!bad.run().isEmpty() && !bad.name().equals("twice")) {
        assertThat(letter.get("series").asText()).as(bad.name()).isEqualTo("layer/0");
      }
      if (bad.step() == null) {
        assertThat(letter.get("step").isNull()).as(bad.name()).isTrue();
      } else {
        assertThat(letter.get("step").asLong()).as(bad.name()).isEqualTo(bad.step());
      }
      assertThat(letter.get("time").asText()).isNotEmpty();
    }
    assertThat(analyzer.failure()).isEmpty();
    // The good ones among them have no letters.
    assertThat(run("list", "--reason", "amid").out()).isEmpty();
    assertOneWarningForEachReason(log.events, cases);
  }

  private static void assertOneWarningForEachReason(List<LogEvent> events, List<Bad> cases) {
    List<String> warnings =
        events.stream()
            .filter(event -> event.getLevel() == Level.WARN)
            .map(event -> event.getMessage().getFormattedMessage())
            .toList();
    assertThat(warnings)
        .filteredOn(line -> line.contains("event must be valid Protobuf"))
        .hasSizeLessThanOrEqualTo(1);
    assertThat(warnings).hasSizeLessThanOrEqualTo(cases.size() - 2);
    assertThat(warnings).allMatch(line -> line.startsWith("Refused tailwatch.iterates.v1-"));
  }

  @Test
  void nothingThatIsPrintedMovesTheCursorOrBeginsALine() throws Exception {
    RecordMetadata place =
        send("\u001b[2J\nfake", batch("evil\n\u001b[31m").build().toByteArray(), "x\u009b\ry");
    awaitLetter(place);
    for (List<String> command :
        List.of(
            List.of("list", "--limit", "0"),
            List.of("list", "--summary"),
            List.of("list", "--format", "json"),
            List.of("show", id(place)),
            List.of("show", id(place), "--format", "json"))) {
      Cli.Result result = run(command.toArray(String[]::new));
      assertThat(result.code()).as(result.err()).isZero();
      assertThat(result.out().replace("\n", "")).isNotEmpty().doesNotContainPattern("\\p{Cc}");
      assertThat(result.out()).doesNotContainPattern("(?m)^fake");
    }
  }

  /**
   * A layer grew, and the batch with its new descriptor was late: the batch before it did not fit
   * what was known. Once the descriptor has come, it does.
   */
  @Test
  void aBatchWhoseDescriptorCameLateCountsAfterAReplay() throws Exception {
    String run = "late descriptor";
    send(Batches.described(run, 0, 100, 3).build());
    RecordMetadata refused = send(Batches.of(run, 120, 20, 4).build());
    send(Batches.described(run, 100, 20, 4).build());
    assertThat(awaitLetter(refused).get("reason").asText())
        .isEqualTo("direction must have dimension = 4 entries: had 3");
    Cli.Result replayed = run("replay", "--run", run, "--yes");
    assertThat(replayed.code()).as(replayed.err()).isZero();
    assertThat(replayed.out()).isEmpty();
    assertThat(replayed.err())
        .contains("1 letter sent to tailwatch.iterates.v1")
        .contains("count as repeated, never twice");
    finish(run, 140, 4);
    TailEstimate last = awaitEnd(run);
    // 100 to 299: the window began anew with the wider vectors.
    assertThat(last.getRepeatedSteps()).isZero();
    assertThat(last.getMissingSteps()).isZero();
    assertThat(last.getLastStep()).isEqualTo(299);
    assertThat(last.getSamples()).isEqualTo(4 * last.getSteps());
    assertThat(letters(run)).isEqualTo(1);
  }

  /** The same, but the training went on before anybody replayed the letter. */
  @Test
  void stepsThatWerePassedAreCountedAsRepeatedAndNeverTwice() throws Exception {
    String run = "passed";
    send(Batches.described(run, 0, 100, 3).build());
    RecordMetadata refused = send(Batches.of(run, 120, 20, 4).build());
    send(Batches.described(run, 100, 20, 4).build());
    awaitLetter(refused);
    send(Batches.of(run, 140, 60, 4).build());
    send(Batches.of(run, 200, 50, 4).build());
    assertThat(run("replay", id(refused), "--yes").code()).isZero();
    finish(run, 250, 4);
    TailEstimate last = awaitEnd(run);
    assertThat(last.getRepeatedSteps()).isEqualTo(20);
    TailEstimate undisturbed = neverReplayed("never replayed");
    assertThat(undisturbed.getRepeatedSteps()).isZero();
    assertThat(last.getSamples()).isEqualTo(undisturbed.getSamples());
    assertThat(last.getSteps()).isEqualTo(undisturbed.getSteps());
    assertThat(last.getSumLogExcess()).isEqualTo(undisturbed.getSumLogExcess());
    // And the letter itself made no second letter: late steps are no error.
    assertThat(letters(run)).isEqualTo(1);
  }

  private TailEstimate neverReplayed(String run) throws Exception {
    send(Batches.described(run, 0, 100, 3).build());
    send(Batches.described(run, 100, 20, 4).build());
    send(Batches.of(run, 140, 60, 4).build());
    send(Batches.of(run, 200, 50, 4).build());
    finish(run, 250, 4);
    return awaitEnd(run);
  }

  @Test
  void aReplayedRecordIsTheOneThatWasRefused() throws Exception {
    byte[] value = "{\"run\":\"same\",".getBytes(StandardCharsets.UTF_8);
    var record =
        new ProducerRecord<>(
            TOPICS.iterates(), 1, "same/s".getBytes(StandardCharsets.UTF_8), value);
    record.headers().add("content-type", "application/json".getBytes(StandardCharsets.UTF_8));
    record.headers().add("trace", new byte[] {1, (byte) 0xff});
    RecordMetadata place = producer.send(record).get();
    awaitLetter(place);
    assertThat(run("replay", id(place), "--yes").code()).isZero();
    ConsumerRecord<byte[], byte[]> again =
        records(TOPICS.iterates()).stream()
            .filter(r -> Arrays.equals(r.value(), value) && r.offset() > place.offset())
            .findFirst()
            .orElseThrow();
    assertThat(again.partition()).isEqualTo(1);
    assertThat(again.key()).isEqualTo("same/s".getBytes(StandardCharsets.UTF_8));
    assertThat(again.headers().toArray())
        .extracting(Header::key)
        .containsExactly("content-type", "trace");
    assertThat(again.headers().lastHeader("trace").value()).isEqualTo(new byte[] {1, (byte) 0xff});
  }

  @Test
  void aTruncatedLetterIsRefusedWithTheReasonAndOthersAreSent() throws Exception {
    byte[] large = new byte[700_000];
    Arrays.fill(large, (byte) 0x7f);
    RecordMetadata truncated = send(key("large"), large, null);
    RecordMetadata small = send(key("large"), new byte[] {0x7f}, null);
    JsonNode letter = awaitLetter(truncated);
    awaitLetter(small);
    assertThat(letter.get("truncated").asBoolean()).isTrue();
    assertThat(letter.get("bytes").asInt()).isEqualTo(large.length);

    Cli.Result dry = run("replay", "--run", "large", "--dry-run");
    assertThat(dry.code()).isEqualTo(4);
    assertThat(dry.err())
        .contains("letter " + id(truncated) + " is not sent: it is truncated")
        .contains("700000 bytes")
        .contains("would send 1 letter to tailwatch.iterates.v1");
    long before = end(small.partition());
    Cli.Result sent = run("replay", "--run", "large", "--yes", "--format", "json");
    assertThat(sent.code()).isEqualTo(4);
    JsonNode result = new ObjectMapper().readTree(sent.out());
    assertThat(result.get("selected").asInt()).isEqualTo(2);
    assertThat(result.get("sent").asInt()).isEqualTo(1);
    assertThat(result.get("refused").get(0).get("id").asText()).isEqualTo(id(truncated));
    assertThat(end(small.partition())).isEqualTo(before + 1);
  }

  @Test
  void nothingIsSentWithoutAYes() throws Exception {
    RecordMetadata place = send(key("asked"), new byte[] {0x7f}, null);
    awaitLetter(place);
    long before = end(place.partition());
    for (String answer : List.of("", "n\n", "\n")) {
      Cli.Result no =
          new Cli().input(answer).run(arguments("replay", id(place)).toArray(String[]::new));
      assertThat(no.code()).isEqualTo(1);
      assertThat(no.err())
          .contains("send 1 letter to tailwatch.iterates.v1 on " + broker.bootstrapServers() + "?")
          .contains("nothing was sent");
    }
    assertThat(run("replay").code()).isEqualTo(2);
    assertThat(run("replay", "--reason", "no such reason", "--yes").err())
        .contains("no letter to send");
    assertThat(run("replay", "0@999999", "--yes").code()).isEqualTo(1);
    assertThat(end(place.partition())).isEqualTo(before);
    Cli.Result yes =
        new Cli().input("y\n").run(arguments("replay", id(place)).toArray(String[]::new));
    assertThat(yes.code()).isZero();
    assertThat(end(place.partition())).isEqualTo(before + 1);
  }

  @Test
  void aRepeatedLetterIsListedOnceAndCounted() throws Exception {
    RecordMetadata place = send(key("repeated"), new byte[] {0x7f}, null);
    awaitLetter(place);
    ConsumerRecord<byte[], byte[]> letter =
        records(TOPICS.deadLetters()).stream()
            .filter(r -> Letter.of(r).id().equals(place(place)))
            .findFirst()
            .orElseThrow();
    producer
        .send(
            new ProducerRecord<>(
                TOPICS.deadLetters(),
                0,
                letter.timestamp(),
                letter.key(),
                letter.value(),
                letter.headers()))
        .get();
    Cli.Result list = run("list", "--limit", "0", "--run", "repeated");
    assertThat(list.out().lines().filter(line -> line.contains("repeated/layer/0"))).hasSize(1);
    assertThat(list.err()).contains("1 matching letter in").contains("that repeat");
  }

  @Test
  void theValueIsWrittenByteByByteToANewFile() throws Exception {
    byte[] value = {0x7f, 0, 1, 2, (byte) 0xff};
    RecordMetadata place = send(key("written"), value, null);
    String letterId =
        awaitLetter(place).get("letter").get("topic").asText()
            + "-0@"
            + awaitLetter(place).get("letter").get("offset").asLong();
    Path out = dir.resolve("letter.bin");
    Cli.Result shown = run("show", letterId, "--out", out.toString());
    assertThat(shown.code()).as(shown.err()).isZero();
    assertThat(shown.out()).contains("Letter " + id(place)).contains("7f 00 01 02 ff");
    assertThat(Files.readAllBytes(out)).isEqualTo(value);
    Cli.Result again = run("show", letterId, "--out", out.toString());
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).contains("exists: choose another file");
    assertThat(run("show", "0@123456").code()).isEqualTo(1);
    assertThat(run("show", "nonsense").code()).isEqualTo(2);
  }

  @Test
  void filtersAndTheLimitLeaveOutTheRest() throws Exception {
    for (int i = 0; i < 3; i++) {
      awaitLetter(send(key("filtered"), new byte[] {0x7f, (byte) i}, null));
    }
    JsonNode newest = json("list", "--run", "filtered", "--limit", "2");
    assertThat(newest.get("matched").asInt()).isEqualTo(3);
    assertThat(newest.get("shown").asInt()).isEqualTo(2);
    assertThat(json("list", "--run", "filtered", "--series", "other").get("matched").asInt())
        .isZero();
    assertThat(json("list", "--run", "filtered", "--reason", "VALID proto").get("matched").asInt())
        .isEqualTo(3);
    assertThat(json("list", "--run", "filtered", "--since", "1h").get("matched").asInt())
        .isEqualTo(3);
    assertThat(
            json("list", "--run", "filtered", "--since", "2100-01-01T00:00:00Z")
                .get("read")
                .asInt())
        .isZero();
    // Without a command it lists.
    assertThat(
            new Cli().run("dead-letters", "--bootstrap-servers", broker.bootstrapServers()).out())
        .startsWith("TIME (UTC)");
  }

  @Test
  void aTopicThatIsNotThereIsNamed() {
    Cli.Result result = run("list", "--topic-prefix", "elsewhere");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .isEqualToNormalizingNewlines(
            "tailwatch: there is no topic elsewhere.dead-letters.v1: is --topic-prefix that of the"
                + " analyzer?\n");
  }

  // ------------------------------------------------------------------------------------- helpers

  /** What the dead letters log from now on, at every level. */
  private static final class WarningsOf extends AbstractAppender {
    final List<LogEvent> events = new CopyOnWriteArrayList<>();

    private WarningsOf() {
      super("events", null, null, true, Property.EMPTY_ARRAY);
    }

    static WarningsOf deadLetters() {
      var appender = new WarningsOf();
      appender.start();
      ((Logger) LogManager.getLogger("io.tailwatch.analyzer.topology.DeadLetters"))
          .addAppender(appender);
      return appender;
    }

    @Override
    public void append(LogEvent event) {
      events.add(event.toImmutable());
    }
  }

  private static RecordMetadata send(IterateBatch batch) throws Exception {
    return send(IterateBatches.key(batch).encode(), batch.toByteArray(), null);
  }

  private static RecordMetadata send(String key, byte[] value, String type) throws Exception {
    var record =
        new ProducerRecord<>(TOPICS.iterates(), key.getBytes(StandardCharsets.UTF_8), value);
    if (type != null) {
      record.headers().add("content-type", type.getBytes(StandardCharsets.UTF_8));
    }
    return producer.send(record).get();
  }

  /** Whole panes up to step 299, and the end. */
  private static void finish(String run, long from, int dimension) throws Exception {
    if (from < 200) {
      send(Batches.of(run, from, (int) (200 - from), dimension).build());
      from = 200;
    }
    send(Batches.of(run, from, (int) (300 - from), dimension).setEndOfSeries(true).build());
  }

  private static TailEstimate awaitEnd(String run) {
    List<TailEstimate> found = new ArrayList<>();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(300))
        .until(
            () -> {
              found.clear();
              for (ConsumerRecord<byte[], byte[]> r : records(TOPICS.estimates())) {
                TailEstimate e =
                    EventSerdes.tailEstimate().deserializer().deserialize("", r.value());
                if (e.getRun().equals(run)) {
                  found.add(e);
                }
              }
              return !found.isEmpty() && found.get(found.size() - 1).getEndOfSeries();
            });
    return found.get(found.size() - 1);
  }

  private static JsonNode awaitLetter(RecordMetadata place) {
    List<JsonNode> found = new ArrayList<>();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(300))
        .until(
            () -> {
              Cli.Result shown = run("show", id(place), "--format", "json");
              if (shown.code() == 0) {
                found.add(new ObjectMapper().readTree(shown.out()));
              }
              return shown.code() == 0;
            });
    return found.get(0);
  }

  private static long letters(String run) throws Exception {
    return json("list", "--run", run, "--limit", "0").get("matched").asLong();
  }

  private static JsonNode json(String... command) throws Exception {
    var arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of("--format", "json"));
    Cli.Result result = run(arguments.toArray(String[]::new));
    assertThat(result.code()).as(result.err()).isZero();
    return new ObjectMapper().readTree(result.out());
  }

  private static Cli.Result run(String... command) {
    return new Cli().run(arguments(command).toArray(String[]::new));
  }

  private static List<String> arguments(String... command) {
    var arguments = new ArrayList<>(List.of("dead-letters"));
    arguments.addAll(List.of(command));
    arguments.addAll(List.of("--bootstrap-servers", broker.bootstrapServers()));
    return arguments;
  }

  private static Place place(RecordMetadata place) {
    return new Place(place.topic(), place.partition(), place.offset());
  }

  private static String id(RecordMetadata place) {
    return place(place).toString();
  }

  private static long end(int partition) {
    var at = new TopicPartition(TOPICS.iterates(), partition);
    try (var consumer = consumer()) {
      return consumer.endOffsets(List.of(at)).get(at);
    }
  }

  private static List<ConsumerRecord<byte[], byte[]>> records(String topic) {
    var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    try (var consumer = consumer()) {
      List<TopicPartition> all =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      while (all.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
    }
    return records;
  }

  private static KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers",
            broker.bootstrapServers(),
            "isolation.level",
            "read_committed",
            "auto.offset.reset",
            "earliest"),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }
}
