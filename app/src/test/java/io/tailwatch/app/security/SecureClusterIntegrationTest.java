// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tailwatch.app.Cli;
import io.tailwatch.app.Main;
import io.tailwatch.events.EventSerdes;
import io.tailwatch.events.Topics;
import io.tailwatch.events.v1.TailEstimate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS and SASL are passed through to every client, and no secret to any output. */
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(240)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SecureClusterIntegrationTest {

  private static final Topics TOPICS = Topics.defaults();
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private static Path dir;
  private static SecureBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = SecureBroker.start(dir);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  @Order(1)
  void aTrainingIsPublishedAnalyzedExaminedAndItsLettersRead() throws Exception {
    Map<String, String> admin = broker.client("admin", SecureBroker.PASSWORD);
    Path err = dir.resolve("analyze.err");
    Process analyzer = analyze(admin, err, "info");
    try {
      await().atMost(PATIENCE).until(() -> Files.readString(err).contains("analyzer running"));
      Cli.Result trained =
          cli(admin, "train", "--data", "P1", "--steps", "40000", "--rate", "0", "--run", "secure");
      assertThat(trained.code()).as(trained.err()).isZero();
      assertThat(trained.err()).contains("published 40,000, dropped 0");
      await()
          .atMost(PATIENCE)
          .until(() -> estimates(admin).stream().anyMatch(TailEstimate::getEndOfSeries));

      try (var producer =
          new KafkaProducer<>(
              client(admin), new ByteArraySerializer(), new ByteArraySerializer())) {
        producer
            .send(new ProducerRecord<>(TOPICS.iterates(), text("bad/s"), text("nonsense")))
            .get();
      }
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(cli(admin, "dead-letters", "list", "--run", "bad").out())
                      .contains("bad/s"));
      Cli.Result replayed = cli(admin, "dead-letters", "replay", "--run", "bad", "--yes");
      assertThat(replayed.code()).as(replayed.err()).isZero();

      Cli.Result doctor = cli(admin, "doctor", "--port", "0", "--partitions", "2");
      assertThat(doctor.code()).as(doctor.out()).isZero();
      assertThat(doctor.out()).contains("tailwatch is stable, one thread runs");

      new ProcessBuilder("kill", "-TERM", "" + analyzer.pid()).start().waitFor();
      assertThat(analyzer.waitFor(40, TimeUnit.SECONDS)).isTrue();
      assertThat(analyzer.exitValue()).as(Files.readString(err)).isZero();
      assertNoSecret(trained, replayed, doctor);
      assertThat(Files.readString(err))
          .contains("kafka sasl.jaas.config = **** (KAFKA_SASL_JAAS_CONFIG)")
          .contains("analyzer stopped cleanly")
          .doesNotContain(SecureBroker.secrets());
    } finally {
      analyzer.destroyForcibly();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"train", "analyze", "dead-letters list", "dead-letters replay --all"})
  void aWrongPasswordIsOneLineAndExitCode3(String command) {
    Cli.Result result =
        cli(broker.client("admin", "wrong-" + SecureBroker.PASSWORD), command.split(" "));
    assertThat(result.code()).as(result.err()).isEqualTo(3);
    assertThat(result.out()).isEmpty();
    assertThat(complaint(result))
        .isEqualTo(
            "tailwatch: Kafka does not let us in (Authentication failed: Invalid username or"
                + " password): correct sasl.mechanism, sasl.jaas.config or security.protocol");
    assertNoSecret(result);
  }

  @ParameterizedTest
  @ValueSource(strings = {"train", "analyze", "dead-letters list"})
  void aCertificateThatIsNotTrustedIsOneLineAndExitCode3(String command) {
    Cli.Result result = cli(broker.distrustful(), command.split(" "));
    assertThat(result.code()).as(result.err()).isEqualTo(3);
    assertThat(complaint(result))
        .startsWith("tailwatch: no TLS connection to Kafka (")
        .contains("unable to find valid certification path")
        .contains("ssl.truststore.location");
    assertNoSecret(result);
  }

  /** Nothing of Kafka's own comes on top. */
  @Test
  void aProcessWithAWrongPasswordSaysTheOneLineOnly() throws Exception {
    Path err = dir.resolve("wrong.err");
    Process analyzer = analyze(broker.client("admin", "wrong"), err, "warn");
    assertThat(analyzer.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(analyzer.exitValue()).isEqualTo(3);
    assertThat(complaint(new Cli.Result(3, "", Files.readString(err))))
        .startsWith("tailwatch: Kafka does not let us in (Authentication failed");
  }

  @Test
  void theDoctorTellsAWrongPasswordFromAWrongCertificateFromAWrongProtocol() {
    Cli.Result password = cli(broker.client("admin", "wrong"), "doctor", "--port", "0");
    assertThat(password.code()).isEqualTo(3);
    assertThat(oneLine(password.out()))
        .contains("problem connection: Kafka does not let us in")
        .contains("Invalid username or password");
    Cli.Result certificate = cli(broker.distrustful(), "doctor", "--port", "0");
    assertThat(certificate.code()).isEqualTo(3);
    assertThat(oneLine(certificate.out())).contains("problem connection: no TLS connection");
    Cli.Result protocol = cli(Map.of(), "doctor", "--port", "0");
    assertThat(protocol.code()).isEqualTo(3);
    assertThat(oneLine(protocol.out()))
        .contains("does not answer as a Kafka broker with security.protocol PLAINTEXT");
    assertNoSecret(password, certificate, protocol);
  }

  /** What a user needs who runs an analyzer, and what the doctor says while it is missing. */
  @Test
  @Order(2)
  void theDoctorNamesEveryPermissionThatIsMissing() throws Exception {
    Map<String, String> reader = broker.client("reader", SecureBroker.PASSWORD);
    JsonNode without = doctor(reader);
    assertThat(status(without, "topic " + TOPICS.iterates())).isEqualTo("problem");
    assertThat(status(without, "group")).isEqualTo("problem");
    assertThat(status(without, "transactions")).isEqualTo("problem");

    grant(ResourceType.TOPIC, "tailwatch.", AclOperation.DESCRIBE);
    JsonNode describing = doctor(reader);
    assertThat(text(describing, "topic " + TOPICS.iterates())).contains("no permission to [READ]");
    assertThat(text(describing, "topic " + TOPICS.estimates()))
        .contains("no permission to [READ, WRITE]");
    assertThat(text(describing, "reading")).contains("no permission to read");

    grant(ResourceType.TOPIC, "tailwatch.", AclOperation.READ);
    grant(ResourceType.TOPIC, "tailwatch.", AclOperation.WRITE);
    grant(ResourceType.TOPIC, "tailwatch-", AclOperation.READ);
    grant(ResourceType.TOPIC, "tailwatch-", AclOperation.WRITE);
    assertThat(text(doctor(reader), "topic tailwatch-pane-parts-repartition"))
        .isEqualTo("no permission to [DELETE]");

    grant(ResourceType.TOPIC, "tailwatch-", AclOperation.ALL);
    grant(ResourceType.GROUP, "tailwatch", AclOperation.READ);
    grant(ResourceType.TRANSACTIONAL_ID, "tailwatch", AclOperation.WRITE);
    grant(ResourceType.TRANSACTIONAL_ID, "tailwatch", AclOperation.DESCRIBE);
    JsonNode enough = doctor(reader);
    assertThat(enough.get("problem").asInt()).as(enough.toPrettyString()).isZero();
    assertThat(status(enough, "transactions")).isEqualTo("ok");
    assertThat(status(enough, "reading")).isEqualTo("ok");
    // It may not ask for the brokers' settings, and says so instead of failing.
    assertThat(status(enough, "session")).isEqualTo("skipped");
  }

  private static void grant(ResourceType type, String prefix, AclOperation operation)
      throws Exception {
    try (var admin = Admin.create(client(broker.client("admin", SecureBroker.PASSWORD)))) {
      admin
          .createAcls(
              List.of(
                  new AclBinding(
                      new ResourcePattern(type, prefix, PatternType.PREFIXED),
                      new AccessControlEntry(
                          "User:reader", "*", operation, AclPermissionType.ALLOW))))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
  }

  private static JsonNode doctor(Map<String, String> user) throws IOException {
    Cli.Result result = cli(user, "doctor", "--port", "0", "--partitions", "2", "--format", "json");
    assertNoSecret(result);
    return new ObjectMapper().readTree(result.out());
  }

  private static String status(JsonNode report, String check) {
    return find(report, check).get("status").asText();
  }

  private static String text(JsonNode report, String check) {
    return find(report, check).get("text").asText();
  }

  private static JsonNode find(JsonNode report, String check) {
    for (JsonNode each : report.get("checks")) {
      if (each.get("check").asText().equals(check)) {
        return each;
      }
    }
    throw new AssertionError("no " + check + " in " + report.toPrettyString());
  }

  private static String complaint(Cli.Result result) {
    List<String> lines =
        result
            .err()
            .lines()
            .filter(line -> !line.matches("tailwatch: (  .*|settings, .*)"))
            .toList();
    assertThat(lines).hasSize(1);
    return lines.get(0);
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ");
  }

  private static void assertNoSecret(Cli.Result... results) {
    for (Cli.Result result : results) {
      assertThat(result.out() + result.err()).doesNotContain(SecureBroker.secrets());
    }
  }

  /** As a user would set it: by the environment. */
  private static Cli.Result cli(Map<String, String> kafka, String... arguments) {
    var cli = new Cli();
    environment(kafka).forEach(cli::env);
    return cli.run(arguments);
  }

  private static Map<String, String> environment(Map<String, String> kafka) {
    var env = new HashMap<String, String>();
    kafka.forEach(
        (name, value) ->
            env.put("KAFKA_" + name.toUpperCase(Locale.ROOT).replace('.', '_'), value));
    env.put("TAILWATCH_BOOTSTRAP_SERVERS", broker.bootstrapServers());
    return env;
  }

  private static Process analyze(Map<String, String> kafka, Path err, String logLevel)
      throws IOException {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx384m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "analyze",
            "--port",
            "0",
            "--partitions",
            "2",
            "--state-dir",
            dir.resolve("state").toString());
    builder.environment().putAll(environment(kafka));
    builder.environment().put("TAILWATCH_LOG_LEVEL", logLevel);
    builder.environment().put("TAILWATCH_KAFKA_LOG_LEVEL", logLevel);
    return builder.redirectError(err.toFile()).start();
  }

  private static Map<String, Object> client(Map<String, String> kafka) {
    var properties = new HashMap<String, Object>(kafka);
    properties.put("bootstrap.servers", broker.bootstrapServers());
    return properties;
  }

  private static List<TailEstimate> estimates(Map<String, String> kafka) {
    var estimates = new ArrayList<TailEstimate>();
    Map<String, Object> properties = client(kafka);
    properties.put("isolation.level", "read_committed");
    properties.put("auto.offset.reset", "earliest");
    try (var consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> all =
          consumer.partitionsFor(TOPICS.estimates()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      while (all.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        for (ConsumerRecord<byte[], byte[]> r : consumer.poll(Duration.ofMillis(200))) {
          estimates.add(EventSerdes.tailEstimate().deserializer().deserialize("", r.value()));
        }
      }
    }
    return estimates;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
