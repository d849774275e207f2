// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.doctor;

import io.tailwatch.analyzer.AnalyzerConfig;
import io.tailwatch.app.broker.KafkaReleases;
import io.tailwatch.app.cli.Numbers;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.clients.admin.QuorumInfo;
import org.apache.kafka.common.Node;

/** The brokers and their settings. */
final class BrokerChecks {

  /** Beyond this, times of events and estimates cannot be compared by eye. */
  private static final Duration SKEW = Duration.ofSeconds(2);

  /** What the analyzer asks for where nothing else is set. */
  private static final int SESSION_MILLIS = 10_000;

  private final Cluster cluster;
  private final AnalyzerConfig config;
  private final Findings findings;

  BrokerChecks(Cluster cluster, AnalyzerConfig config, Findings findings) {
    this.cluster = cluster;
    this.config = config;
    this.findings = findings;
  }

  void run() {
    findings.ok(
        "cluster",
        cluster.id()
            + ", "
            + cluster.nodes().size()
            + (cluster.nodes().size() == 1 ? " broker" : " brokers")
            + ", controller "
            + (cluster.controller() == null ? "unknown" : cluster.controller().idString()));
    findings.look("version", this::version);
    for (Node node : cluster.nodes()) {
      new AddressCheck(findings)
          .look(
              "broker " + node.id() + " " + node.host() + ":" + node.port(),
              node.host(),
              node.port(),
              "correct advertised.listeners of the broker: clients connect to what it advertises");
    }
    findings.look("clock", this::clock);
    replicas();
    findings.look("new topics", this::newTopics);
    findings.look("session", this::session);
  }

  private void version() throws InterruptedException {
    FeatureMetadata features = Cluster.get(cluster.admin().describeFeatures().featureMetadata());
    var metadata = features.finalizedFeatures().get("metadata.version");
    var transactions = features.finalizedFeatures().get("transaction.version");
    if (metadata == null) {
      findings.skipped("version", "the brokers do not say: they need Kafka 2.5 or newer");
      return;
    }
    findings.ok(
        "version",
        "Kafka "
            + KafkaReleases.ofMetadata(metadata.maxVersionLevel())
            + (transactions == null
                ? ""
                : ", transactions of version " + transactions.maxVersionLevel()));
  }

  /** The leader of the controllers gives its own time as that of its last contact with itself. */
  private void clock() throws InterruptedException {
    long before = System.currentTimeMillis();
    QuorumInfo quorum = Cluster.get(cluster.admin().describeMetadataQuorum().quorumInfo());
    long after = System.currentTimeMillis();
    OptionalLong there =
        quorum.voters().stream()
            .filter(voter -> voter.replicaId() == quorum.leaderId())
            .findFirst()
            .map(QuorumInfo.ReplicaState::lastCaughtUpTimestamp)
            .orElse(OptionalLong.empty());
    if (there.isEmpty()) {
      findings.skipped("clock", "the controller does not tell its time");
      return;
    }
    long time = there.getAsLong();
    long skew = time < before ? time - before : Math.max(0, time - after);
    if (Math.abs(skew) > SKEW.toMillis()) {
      findings.warning(
          "clock",
          "that of the controller is "
              + Numbers.text(Math.abs(skew) / 1000.0)
              + " s "
              + (skew > 0 ? "ahead of" : "behind")
              + " ours",
          "synchronise the clocks (NTP): latencies on dashboards are wrong by that much");
    } else {
      findings.ok("clock", "agrees with that of the controller");
    }
  }

  private void replicas() {
    int brokers = cluster.nodes().size();
    int wanted = config.replicationFactor();
    if (wanted > brokers) {
      findings.problem(
          "replicas",
          "--replication-factor " + wanted + " needs as many brokers: there are " + brokers,
          "lower --replication-factor, or add brokers");
    } else if (wanted == 1 && brokers > 1) {
      findings.warning(
          "replicas",
          "--replication-factor 1: topics that are created have one copy, although there are "
              + brokers
              + " brokers",
          "set --replication-factor " + Math.min(3, brokers));
    } else {
      findings.ok("replicas", "--replication-factor " + wanted + " is possible");
    }
  }

  /** What topics that analyze creates take over from the brokers. */
  private void newTopics() throws InterruptedException {
    Map<String, String> broker = cluster.brokerConfig();
    int insync = Integer.parseInt(broker.getOrDefault("min.insync.replicas", "1"));
    long bytes =
        Long.parseLong(broker.getOrDefault("message.max.bytes", Long.toString(Long.MAX_VALUE)));
    if (insync > config.replicationFactor()) {
      findings.problem(
          "new topics",
          "min.insync.replicas of the brokers is "
              + insync
              + ": nobody could write to topics of --replication-factor "
              + config.replicationFactor(),
          "raise --replication-factor to " + insync + " at least");
    } else if (bytes < TopicChecks.LARGEST_LETTER) {
      findings.problem(
          "new topics",
          "message.max.bytes of the brokers is "
              + Numbers.text(bytes)
              + ": the letter of a large record would stop the analyzer",
          "raise it, or create the topics by hand with max.message.bytes=1048588");
    } else {
      findings.ok(
          "new topics",
          "take records of " + Numbers.text(bytes) + " bytes, " + insync + " in sync");
    }
  }

  /** The limits that a broker sets to the members of a group. */
  private void session() throws InterruptedException {
    Map<String, String> broker = cluster.brokerConfig();
    long session =
        Long.parseLong(
            config.kafka().getOrDefault("session.timeout.ms", Integer.toString(SESSION_MILLIS)));
    long least = Long.parseLong(broker.getOrDefault("group.min.session.timeout.ms", "0"));
    long most =
        Long.parseLong(
            broker.getOrDefault("group.max.session.timeout.ms", Long.toString(Long.MAX_VALUE)));
    if (session < least || session > most) {
      findings.problem(
          "session",
          "session.timeout.ms of "
              + session
              + " is outside of the brokers' "
              + least
              + " to "
              + most,
          "set it within: --kafka session.timeout.ms=" + Math.max(least, Math.min(most, session)));
    } else {
      findings.ok(
          "session", "a dead analyzer is noticed after " + Numbers.text(session / 1000.0) + " s");
    }
  }
}
