// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EmbeddedBrokerTest {

  private static final String TOPIC = "words";

  @Test
  void committedTransactionsAreReadAndAbortedOnesAreNot() throws Exception {
    try (var broker = EmbeddedBroker.start()) {
      createTopic(broker);
      try (var producer = producer(broker, Map.of("transactional.id", "t"))) {
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(TOPIC, "k", "dropped"));
        producer.abortTransaction();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(TOPIC, "k", "kept"));
        producer.commitTransaction();
      }
      assertThat(read(broker, 1)).containsExactly("kept");
      assertThat(broker.failure()).isEmpty();
    }
  }

  @Test
  void closeLeavesNoNonDaemonThreadNoFileAndNoOpenPort() throws Exception {
    Set<Thread> before = nonDaemonThreads();
    int port;
    Path directory;
    try (var broker = EmbeddedBroker.start()) {
      port = broker.port();
      directory = broker.dataDirectory();
      createTopic(broker);
      assertThat(directory).isNotEmptyDirectory();
    }
    assertThat(nonDaemonThreads()).isSubsetOf(before);
    assertThat(directory).doesNotExist();
    // Binding succeeds only if nothing listens there any more.
    new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
  }

  @Test
  void restartOnTheSameDirectoryKeepsTheData(@TempDir Path dir) throws Exception {
    BrokerOptions options = BrokerOptions.ephemeral().withDataDir(dir.resolve("data"));
    try (var broker = EmbeddedBroker.start(options)) {
      createTopic(broker);
      try (var producer = producer(broker, Map.of())) {
        producer.send(new ProducerRecord<>(TOPIC, "k", "survivor")).get();
      }
    }
    try (var broker = EmbeddedBroker.start(options)) {
      assertThat(read(broker, 1)).containsExactly("survivor");
    }
    assertThat(dir.resolve("data").resolve("meta.properties")).exists();
  }

  @Test
  void takenPortIsOneLineThatNamesThePort() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> EmbeddedBroker.start(BrokerOptions.ephemeral().withPort(port)))
          .isInstanceOf(BrokerStartException.class)
          .hasMessage(
              "port " + port + " is taken: stop what listens there or choose another --port");
    }
  }

  @Test
  void directoryInUseIsOneLineAndLeavesNoThread(@TempDir Path dir) throws Exception {
    BrokerOptions options = BrokerOptions.ephemeral().withDataDir(dir);
    try (var first = EmbeddedBroker.start(options)) {
      Set<Thread> before = nonDaemonThreads();
      assertThatThrownBy(() -> EmbeddedBroker.start(options))
          .isInstanceOf(BrokerStartException.class)
          .hasMessageContaining("is in use by another broker")
          .hasMessageNotContaining("\n");
      assertThat(nonDaemonThreads()).isSubsetOf(before);
      assertThat(first.failure()).isEmpty();
    }
  }

  @Test
  void directoryWithForeignFilesIsRefusedAndNotTouched(@TempDir Path dir) throws Exception {
    Path thesis = Files.writeString(dir.resolve("thesis.tex"), "years of work");
    assertThatThrownBy(() -> EmbeddedBroker.start(BrokerOptions.ephemeral().withDataDir(dir)))
        .isInstanceOf(BrokerStartException.class)
        .hasMessageContaining("holds files that are not a broker's");
    try (Stream<Path> left = Files.list(dir)) {
      assertThat(left).contains(thesis).hasSizeLessThanOrEqualTo(2);
    }
  }

  @Test
  void fileInPlaceOfTheDirectoryIsRefused(@TempDir Path dir) throws Exception {
    Path file = Files.createFile(dir.resolve("data"));
    assertThatThrownBy(() -> EmbeddedBroker.start(BrokerOptions.ephemeral().withDataDir(file)))
        .isInstanceOf(BrokerStartException.class)
        .hasMessageContaining("is a file");
  }

  private static void createTopic(EmbeddedBroker broker) throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
    }
  }

  private static KafkaProducer<String, String> producer(
      EmbeddedBroker broker, Map<String, Object> extra) {
    var config = new HashMap<String, Object>(extra);
    config.put("bootstrap.servers", broker.bootstrapServers());
    return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
  }

  private static List<String> read(EmbeddedBroker broker, int expected) {
    var config =
        Map.<String, Object>of(
            "bootstrap.servers", broker.bootstrapServers(),
            "auto.offset.reset", "earliest",
            "isolation.level", "read_committed");
    var values = new ArrayList<String>();
    try (var consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(new TopicPartition(TOPIC, 0)));
      while (values.size() < expected) {
        for (ConsumerRecord<String, String> r : consumer.poll(Duration.ofMillis(100))) {
          values.add(r.value());
        }
      }
    }
    return values;
  }

  private static Set<Thread> nonDaemonThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> !t.isDaemon())
        .collect(Collectors.toSet());
  }
}
