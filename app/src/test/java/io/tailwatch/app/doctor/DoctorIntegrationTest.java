// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tailwatch.analyzer.Analyzer;
import io.tailwatch.analyzer.AnalyzerConfig;
import io.tailwatch.app.Cli;
import io.tailwatch.app.broker.BrokerOptions;
import io.tailwatch.app.broker.EmbeddedBroker;
import io.tailwatch.events.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Permissions, TLS and passwords: see {@code SecureClusterIntegrationTest}. */
@Timeout(240)
class DoctorIntegrationTest {

  private static EmbeddedBroker broker;

  @TempDir private Path dir;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void aClusterWithoutTopicsIsFineForTheyCanBeCreated() throws Exception {
    Report report = doctor(broker, 0, "--topic-prefix", "fresh", "--application-id", "fresh");
    assertThat(report.withStatus("problem")).isEmpty();
    assertThat(report.text("topic fresh.iterates.v1"))
        .isEqualTo("not there yet; analyze creates it with 8 partitions");
    assertThat(report.text("group")).isEqualTo("fresh has never run");
    assertThat(report.text("internal topics")).startsWith("none yet");
    assertThat(report.text("version")).contains("Kafka 4.3");
    assertThat(report.text("clock")).isEqualTo("agrees with that of the controller");
    assertThat(report.status("lag")).isEqualTo("skipped");
    // Looking has created nothing.
    try (var admin = admin(broker)) {
      assertThat(admin.listTopics().names().get()).noneMatch(name -> name.startsWith("fresh"));
    }
  }

  @Test
  void aRunningAnalyzerIsSeen() throws Exception {
    var config =
        AnalyzerConfig.builder(broker.bootstrapServers())
            .applicationId("running")
            .topicPrefix("running")
            .port(0)
            .partitions(2)
            .stateDir(dir.resolve("state"));
    try (var analyzer = Analyzer.start(config.build())) {
      await().atMost(Duration.ofSeconds(60)).until(analyzer::ready);
      Report report =
          doctor(
              broker,
              0,
              "--topic-prefix",
              "running",
              "--application-id",
              "running",
              "--port",
              Integer.toString(analyzer.port()),
              "--state-dir",
              dir.resolve("state").toString());
      assertThat(report.withStatus("problem")).isEmpty();
      assertThat(report.withStatus("warning")).hasSize(1);
      assertThat(report.text("state-dir")).contains("is in use by a running analyzer");
      assertThat(report.text("port")).contains("an analyzer answers").endsWith("ready");
      assertThat(report.text("group")).isEqualTo("running is stable, one thread runs");
      assertThat(report.text("internal topics")).contains("fit the iterates");
      assertThat(report.text("topic running.iterates.v1")).isEqualTo("2 x 1, delete after 24 h");
      assertThat(report.text("topic running.runs.v1")).isEqualTo("1 x 1, compact");
    }
  }

  @Test
  void moreCopiesThanBrokersAreAProblem() throws Exception {
    Report report = doctor(broker, 1, "--topic-prefix", "copies", "--replication-factor", "3");
    assertThat(report.text("replicas")).contains("needs as many brokers: there are 1");
    assertThat(report.withStatus("problem")).hasSize(1);
  }

  @Test
  void topicsThatLoseRecordsAreProblemsAndOthersWarnings() throws Exception {
    var topics = new Topics("bent");
    try (var admin = admin(broker)) {
      admin
          .createTopics(
              List.of(
                  topic(topics.runs(), 1, Map.of("cleanup.policy", "delete")),
                  topic(topics.iterates(), 4, Map.of("cleanup.policy", "compact")),
                  topic(topics.estimates(), 2, Map.of("retention.ms", "3600000")),
                  topic(topics.alerts(), 4, Map.of("min.insync.replicas", "2")),
                  topic(topics.deadLetters(), 1, Map.of("max.message.bytes", "100000")),
                  topic("bent-series-changelog", 8, Map.of("cleanup.policy", "delete"))))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
    Report report = doctor(broker, 1, "--topic-prefix", "bent", "--application-id", "bent");
    assertThat(report.status("topic " + topics.runs())).isEqualTo("warning");
    assertThat(report.text("topic " + topics.runs())).contains("forgets runs");
    assertThat(report.status("topic " + topics.iterates())).isEqualTo("problem");
    assertThat(report.text("topic " + topics.iterates())).contains("cleanup.policy is compact");
    assertThat(report.status("topic " + topics.estimates())).isEqualTo("warning");
    assertThat(report.text("topic " + topics.estimates())).contains("kept for 1 h, not 7 days");
    assertThat(report.text("topic " + topics.alerts())).contains("more than its 1 copies");
    assertThat(report.status("topic " + topics.deadLetters())).isEqualTo("problem");
    assertThat(report.advice("topic " + topics.deadLetters())).contains("max.message.bytes=");
    assertThat(report.text("partitions")).contains("bent.estimates.v1 has 2, bent.iterates.v1 4");
    assertThat(report.texts("topic bent-series-changelog"))
        .anyMatch(text -> text.contains("has 8 partitions, the iterates 4"))
        .anyMatch(text -> text.contains("cleanup.policy is delete"));
  }

  @Test
  void topicsThatTheBrokersDoNotAllowAreProblems() throws Exception {
    Report report = doctor(broker, 1, "--topic-prefix", "many", "--partitions", "10000");
    assertThat(report.text("topic many.iterates.v1")).contains("cannot be created");
  }

  @Test
  void aPortThatIsTakenAndAStateDirectoryThatIsNoneAreProblems() throws Exception {
    Path file = Files.createFile(dir.resolve("file"));
    try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Report report =
          doctor(
              broker,
              1,
              "--port",
              Integer.toString(taken.getLocalPort()),
              "--state-dir",
              file.resolve("state").toString());
      assertThat(report.status("port")).isEqualTo("problem");
      assertThat(report.advice("port")).contains("--port");
      assertThat(report.text("state-dir")).isEqualTo(file + " is a file");
    }
    assertThat(doctor(broker, 1, "--bind", "host.invalid").text("port")).contains("is no address");
  }

  @Test
  void whereOtherInstancesAskIsAnAddressOfThisMachine() throws Exception {
    String[] everywhere = {
      "--port", "0", "--bind", "0.0.0.0", "--http-token", "a-long-enough-token"
    };
    assertThat(doctor(broker, 0).text("advertised-url")).isEqualTo("that of --bind");
    assertThat(doctor(broker, 0, everywhere).text("advertised-url"))
        .isEqualTo("none, and --bind 0.0.0.0 is no address of one machine");
    assertThat(doctor(broker, 0, "--advertised-url", "127.0.0.1:8080").text("advertised-url"))
        .isEqualTo("127.0.0.1 is an address of this machine");
    // Of a range that is kept for documentation: RFC 5737.
    assertThat(doctor(broker, 0, "--advertised-url", "192.0.2.1:8080").status("advertised-url"))
        .isEqualTo("warning");
    assertThat(doctor(broker, 1, "--advertised-url", "host.invalid:1").text("advertised-url"))
        .isEqualTo("host.invalid has no address (DNS)");
  }

  @Test
  void anotherProgramInTheGroupAndRecordsThatWereNeverReadAreProblems() throws Exception {
    var topics = new Topics("lost");
    var partition = new TopicPartition(topics.iterates(), 0);
    try (var admin = admin(broker);
        var producer =
            new KafkaProducer<>(
                client(broker, Map.of()), new StringSerializer(), new StringSerializer());
        var other =
            new KafkaConsumer<>(
                client(broker, Map.of("group.id", "lost", "enable.auto.commit", "false")),
                new StringDeserializer(),
                new StringDeserializer())) {
      admin.createTopics(topics.definitions(1, (short) 1)).all().get(30, TimeUnit.SECONDS);
      for (int i = 0; i < 10; i++) {
        producer.send(new ProducerRecord<>(topics.iterates(), "k", "v")).get();
      }
      other.subscribe(List.of(topics.iterates()));
      long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (other.assignment().isEmpty() && System.nanoTime() < deadline) {
        other.poll(Duration.ofMillis(100));
      }
      other.commitSync(Map.of(partition, new OffsetAndMetadata(2)));
      admin
          .deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(7)))
          .all()
          .get(30, TimeUnit.SECONDS);
      Report report = doctor(broker, 1, "--topic-prefix", "lost", "--application-id", "lost");
      assertThat(report.text("group")).contains("is that of another program");
      assertThat(report.advice("group")).contains("--application-id");
      assertThat(report.text("lag")).isEqualTo("5 records were deleted before they were read");
    }
  }

  /** Settings of a broker with which an analyzer would start, and then fail. */
  @Test
  void settingsOfTheBrokerThatExactlyOnceCannotLiveWithAreProblems() throws Exception {
    var settings =
        Map.of(
            "transaction.max.timeout.ms", "5000",
            "group.min.session.timeout.ms", "20000",
            "group.max.session.timeout.ms", "30000",
            "message.max.bytes", "100000",
            "min.insync.replicas", "2");
    try (var strict = EmbeddedBroker.start(BrokerOptions.ephemeral().withOverrides(settings))) {
      Report report = doctor(strict, 1);
      assertThat(report.text("transactions")).contains("transaction.max.timeout.ms");
      assertThat(report.text("session")).contains("outside of the brokers' 20000 to 30000");
      assertThat(report.advice("session")).contains("session.timeout.ms=20000");
      assertThat(report.text("new topics")).contains("min.insync.replicas");
      Report changed =
          doctor(
              strict,
              1,
              "--kafka",
              "session.timeout.ms=25000",
              "--kafka",
              "transaction.timeout.ms=4000");
      assertThat(changed.status("session")).isEqualTo("ok");
      assertThat(changed.status("transactions")).isEqualTo("ok");
    }
  }

  @Test
  void aTransactionLogThatCannotBeMadeIsAProblem() throws Exception {
    var settings =
        Map.of(
            "transaction.state.log.replication.factor", "3",
            "transaction.state.log.min.isr", "2");
    // The broker complains ten times a second.
    Configurator.setLevel("kafka.server.DefaultAutoTopicCreationManager", Level.OFF);
    try (var alone = EmbeddedBroker.start(BrokerOptions.ephemeral().withOverrides(settings))) {
      Report report = doctor(alone, 1);
      assertThat(report.text("transactions")).contains("no broker coordinates transactions");
      assertThat(report.text("transaction log"))
          .contains("3 copies, 2 in sync at least, with 1 brokers");
    }
  }

  @Test
  void nobodyThereIsExitCode3() throws Exception {
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      free = socket.getLocalPort();
    }
    Report nobody = run(3, "127.0.0.1:" + free);
    assertThat(nobody.text("address 127.0.0.1:" + free)).contains("cannot be reached");
    assertThat(nobody.status("connection")).isEqualTo("skipped");
    Report unresolved = run(3, "host.invalid:9092");
    assertThat(unresolved.text("address host.invalid:9092")).contains("has no address (DNS)");
    Report malformed = run(3, "nonsense");
    assertThat(malformed.text("address nonsense")).isEqualTo("is not host:port");
    assertThat(run(2, broker.bootstrapServers() + ",nonsense").status("connection"))
        .isEqualTo("problem");
  }

  @Test
  void somebodyElseThereIsExitCode3() throws Exception {
    try (var silent = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
      Report report = run(3, "127.0.0.1:" + silent.getLocalPort());
      assertThat(report.text("connection"))
          .contains("does not answer as a Kafka broker with security.protocol PLAINTEXT");
    }
  }

  @Test
  void oneAddressOfSeveralIsEnoughButTheOthersAreNamed() throws Exception {
    Report report = run(1, "127.0.0.1:1," + broker.bootstrapServers());
    assertThat(report.status("address 127.0.0.1:1")).isEqualTo("problem");
    assertThat(report.status("cluster")).isEqualTo("ok");
  }

  @Test
  void theTextSaysStatusCheckFindingAndWhatToDoWithinTheWidth() {
    Cli.Result result =
        new Cli()
            .run(
                "doctor",
                "--bootstrap-servers",
                broker.bootstrapServers(),
                "--replication-factor",
                "3",
                "--topic-prefix",
                "text",
                "--port",
                "0");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out())
        .contains("ok       java: Java ")
        .contains("problem  replicas: --replication-factor 3 needs as many brokers: there are 1\n")
        .contains("         -> lower --replication-factor, or add brokers\n");
    assertThat(result.out().lines()).allMatch(line -> line.length() <= 120);
    assertThat(result.err()).matches("tailwatch: 1 problem, .* ok, .* skipped\\R");
  }

  // ------------------------------------------------------------------------------------- helpers

  private record Report(JsonNode root) {
    String text(String check) {
      return texts(check).get(0);
    }

    List<String> texts(String check) {
      List<String> texts =
          checks().stream()
              .filter(each -> each.get("check").asText().equals(check))
              .map(each -> each.get("text").asText())
              .toList();
      assertThat(texts).as(check + " in " + root.toPrettyString()).isNotEmpty();
      return texts;
    }

    String status(String check) {
      return find(check).get("status").asText();
    }

    String advice(String check) {
      return find(check).path("advice").asText();
    }

    List<String> withStatus(String status) {
      return checks().stream()
          .filter(each -> each.get("status").asText().equals(status))
          .map(JsonNode::toString)
          .toList();
    }

    private JsonNode find(String check) {
      return checks().stream()
          .filter(each -> each.get("check").asText().equals(check))
          .findFirst()
          .orElseThrow(() -> new AssertionError(check + " in " + root.toPrettyString()));
    }

    private List<JsonNode> checks() {
      return StreamSupport.stream(root.get("checks").spliterator(), false).toList();
    }
  }

  private static Report doctor(EmbeddedBroker broker, int code, String... options)
      throws IOException {
    return run(code, broker.bootstrapServers(), options);
  }

  private static Report run(int code, String servers, String... options) throws IOException {
    var arguments =
        new ArrayList<>(List.of("doctor", "--format", "json", "--bootstrap-servers", servers));
    arguments.addAll(List.of(options));
    if (!arguments.contains("--port") && !arguments.contains("--bind")) {
      arguments.addAll(List.of("--port", "0"));
    }
    Cli.Result result = new Cli().run(arguments.toArray(String[]::new));
    assertThat(result.code()).as(result.out() + result.err()).isEqualTo(code);
    return new Report(new ObjectMapper().readTree(result.out()));
  }

  private static NewTopic topic(String name, int partitions, Map<String, String> configs) {
    return new NewTopic(name, partitions, (short) 1).configs(configs);
  }

  private static Admin admin(EmbeddedBroker broker) {
    return Admin.create(client(broker, Map.of()));
  }

  private static Map<String, Object> client(EmbeddedBroker broker, Map<String, String> more) {
    var properties = new HashMap<String, Object>(more);
    properties.put("bootstrap.servers", broker.bootstrapServers());
    return properties;
  }
}
