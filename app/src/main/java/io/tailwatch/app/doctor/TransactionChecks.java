// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.doctor;

import io.tailwatch.analyzer.AnalyzerConfig;
import io.tailwatch.app.cli.Failures;
import io.tailwatch.app.cli.KafkaOptions;
import io.tailwatch.app.cli.Numbers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Exactly-once: whether transactions can be begun, and survive a broker. */
final class TransactionChecks {

  /** That of Kafka Streams with exactly-once. */
  private static final int TIMEOUT_MILLIS = 10_000;

  private final Cluster cluster;
  private final AnalyzerConfig config;
  private final KafkaOptions kafka;
  private final Findings findings;

  TransactionChecks(Cluster cluster, AnalyzerConfig config, KafkaOptions kafka, Findings findings) {
    this.cluster = cluster;
    this.config = config;
    this.kafka = kafka;
    this.findings = findings;
  }

  void run() {
    findings.look("transactions", this::begin);
    findings.look("transaction log", this::log);
  }

  /** Really asks for a transactional id; begins no transaction. */
  private void begin() {
    String id = config.applicationId() + "-doctor";
    var properties = new HashMap<String, Object>();
    properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TIMEOUT_MILLIS);
    properties.putAll(kafka.client());
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) Cluster.LIMIT.toMillis());
    var serializer = new ByteArraySerializer();
    try (var producer = new KafkaProducer<>(properties, serializer, serializer)) {
      producer.initTransactions();
      findings.ok("transactions", "transactional ids that begin with the application id work");
    } catch (TransactionalIdAuthorizationException e) {
      findings.problem(
          "transactions",
          "no permission for transactional id " + id,
          "kafka-acls --add --allow-principal User:... --operation WRITE --operation DESCRIBE"
              + " --transactional-id "
              + config.applicationId()
              + " --resource-pattern-type PREFIXED");
    } catch (InvalidTxnTimeoutException e) {
      findings.problem(
          "transactions",
          "transaction.timeout.ms is above the brokers' transaction.max.timeout.ms",
          "lower it, or raise that of the brokers");
    } catch (TimeoutException e) {
      findings.problem(
          "transactions",
          "no broker coordinates transactions: " + Failures.reason(e),
          "see whether __transaction_state can be created with the replication factor"
              + " transaction.state.log.replication.factor of the brokers");
    } catch (KafkaException e) {
      findings.problem("transactions", Failures.reason(e), "");
    }
  }

  private void log() throws InterruptedException {
    Map<String, String> broker = cluster.brokerConfig();
    int insync = Integer.parseInt(broker.getOrDefault("transaction.state.log.min.isr", "2"));
    int replicas;
    try {
      TopicDescription log =
          Cluster.get(
              cluster
                  .admin()
                  .describeTopics(List.of(Topic.TRANSACTION_STATE_TOPIC_NAME))
                  .topicNameValues()
                  .get(Topic.TRANSACTION_STATE_TOPIC_NAME));
      replicas = log.partitions().stream().mapToInt(p -> p.replicas().size()).min().orElse(0);
    } catch (UnknownTopicOrPartitionException e) {
      replicas =
          Integer.parseInt(broker.getOrDefault("transaction.state.log.replication.factor", "3"));
    }
    String what = replicas + (replicas == 1 ? " copy" : " copies") + ", " + insync + " in sync";
    int brokers = cluster.nodes().size();
    if (insync > replicas || replicas > brokers) {
      findings.problem(
          "transaction log",
          what + " at least, with " + brokers + " brokers: no transaction can be committed",
          "correct transaction.state.log.replication.factor and .min.isr of the brokers");
    } else if (replicas == 1 && brokers > 1) {
      findings.warning(
          "transaction log",
          "one copy only: the loss of a broker stops the analyzer",
          "raise the replication factor of __transaction_state");
    } else if (insync == replicas && replicas > 1) {
      findings.warning(
          "transaction log",
          what + ": one broker down stops the analyzer",
          "lower transaction.state.log.min.isr of the brokers to " + (replicas - 1));
    } else {
      findings.ok(
          "transaction log",
          what
              + "; transactions may take "
              + Numbers.text(
                  Long.parseLong(broker.getOrDefault("transaction.max.timeout.ms", "900000"))
                      / 1000.0)
              + " s");
    }
  }
}
