// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.doctor;

import io.tailwatch.analyzer.AnalyzerConfig;
import io.tailwatch.app.cli.Failures;
import io.tailwatch.app.cli.Numbers;
import io.tailwatch.events.EventLimits;
import io.tailwatch.events.Topics;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The topics: whether they are there or can be made, how they are kept, and what we may do. */
final class TopicChecks {

  /** Value, key, headers and texts of the largest letter, and then some. */
  static final long LARGEST_LETTER = 700L << 10;

  private static final Set<AclOperation> READ = EnumSet.of(AclOperation.READ);
  private static final Set<AclOperation> WRITE = EnumSet.of(AclOperation.WRITE);
  private static final Set<AclOperation> BOTH = EnumSet.of(AclOperation.READ, AclOperation.WRITE);

  /** Kafka Streams deletes what it has read there; without that they grow without end. */
  private static final Set<AclOperation> PURGED =
      EnumSet.of(AclOperation.READ, AclOperation.WRITE, AclOperation.DELETE);

  private final Cluster cluster;
  private final AnalyzerConfig config;
  private final Findings findings;
  private final Map<String, TopicDescription> found = new HashMap<>();

  TopicChecks(Cluster cluster, AnalyzerConfig config, Findings findings) {
    this.cluster = cluster;
    this.config = config;
    this.findings = findings;
  }

  void run() {
    var topics = new Topics(config.topicPrefix());
    Map<String, Set<AclOperation>> needed =
        Map.of(
            topics.runs(), READ,
            topics.iterates(), READ,
            topics.estimates(), BOTH,
            topics.alerts(), BOTH,
            topics.deadLetters(), WRITE);
    // More copies than brokers are reported once, elsewhere: here it is about all the rest.
    short copies =
        config.replicationFactor() > cluster.nodes().size() ? -1 : config.replicationFactor();
    for (NewTopic topic : topics.definitions(config.partitions(), copies)) {
      look(topic, needed.get(topic.name()));
    }
    samePartitions(topics);
    findings.look("internal topics", this::internal);
  }

  /** Partitions of the iterates; empty if there are none yet. */
  Optional<TopicDescription> iterates() {
    return Optional.ofNullable(found.get(new Topics(config.topicPrefix()).iterates()));
  }

  private void look(NewTopic topic, Set<AclOperation> needed) {
    String check = "topic " + topic.name();
    try {
      TopicDescription description = describe(topic.name());
      found.put(topic.name(), description);
      if (permitted(check, description, needed) & healthy(check, description)) {
        findings.look(check, () -> settings(check, topic, description));
      }
    } catch (UnknownTopicOrPartitionException e) {
      findings.look(check, () -> creatable(check, topic));
    } catch (AuthorizationException e) {
      findings.problem(check, "no permission to see it", acl(topic.name(), needed));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ApiException e) {
      findings.problem(check, Failures.reason(e), "");
    }
  }

  private TopicDescription describe(String topic) throws InterruptedException {
    return Cluster.get(
        cluster
            .admin()
            .describeTopics(
                List.of(topic), new DescribeTopicsOptions().includeAuthorizedOperations(true))
            .topicNameValues()
            .get(topic));
  }

  /** The broker decides everything about a creation, and then leaves it. */
  private void creatable(String check, NewTopic topic) throws InterruptedException {
    String how =
        topic.numPartitions() + (topic.numPartitions() == 1 ? " partition" : " partitions");
    try {
      Cluster.get(
          cluster
              .admin()
              .createTopics(List.of(topic), new CreateTopicsOptions().validateOnly(true))
              .all());
      findings.ok(check, "not there yet; analyze creates it with " + how);
    } catch (AuthorizationException e) {
      findings.problem(
          check,
          "not there, and no permission to create it",
          "create it with " + how + " or grant CREATE on it");
    } catch (ApiException e) {
      findings.problem(
          check,
          "not there, and cannot be created: " + Failures.reason(e),
          "correct --partitions or --replication-factor, or create it by hand");
    }
  }

  private boolean permitted(String check, TopicDescription description, Set<AclOperation> needed) {
    if (description.authorizedOperations() == null) {
      return true;
    }
    Set<AclOperation> missing = new TreeSet<>(needed);
    missing.removeAll(description.authorizedOperations());
    if (missing.isEmpty()) {
      return true;
    }
    findings.problem(check, "no permission to " + missing, acl(description.name(), needed));
    return false;
  }

  private static String acl(String topic, Set<AclOperation> operations) {
    var command = new StringBuilder("kafka-acls --add --allow-principal User:...");
    new TreeSet<>(operations).forEach(op -> command.append(" --operation ").append(op));
    return command + " --topic " + topic;
  }

  private boolean healthy(String check, TopicDescription description) {
    long leaderless =
        description.partitions().stream()
            .filter(p -> p.leader() == null || p.leader().isEmpty())
            .count();
    if (leaderless > 0) {
      findings.problem(
          check,
          leaderless + " of " + description.partitions().size() + " partitions have no leader",
          "bring the brokers that hold them back");
      return false;
    }
    return true;
  }

  private void settings(String check, NewTopic expected, TopicDescription description)
      throws InterruptedException {
    Map<String, String> is = cluster.topicConfig(description.name());
    int replicas =
        description.partitions().stream().mapToInt(p -> p.replicas().size()).min().orElse(0);
    if (policyIsWrong(check, expected, is)
        | messagesAreTooSmall(check, is)
        | copiesAreTooFew(check, description, replicas, is)) {
      return;
    }
    findings.ok(
        check,
        description.partitions().size()
            + " x "
            + replicas
            + ", "
            + is.get(TopicConfig.CLEANUP_POLICY_CONFIG)
            + (is.get(TopicConfig.CLEANUP_POLICY_CONFIG).equals("compact")
                ? ""
                : " after " + time(is.get(TopicConfig.RETENTION_MS_CONFIG))));
  }

  private boolean policyIsWrong(String check, NewTopic expected, Map<String, String> is) {
    String policy = is.getOrDefault(TopicConfig.CLEANUP_POLICY_CONFIG, "");
    String right = expected.configs().get(TopicConfig.CLEANUP_POLICY_CONFIG);
    boolean compacts = policy.contains("compact");
    if (right.equals("delete") && compacts) {
      findings.problem(
          check,
          "cleanup.policy is " + policy + ": all records of a series but the last would be removed",
          alter(expected.name(), "cleanup.policy=delete"));
      return true;
    }
    if (right.equals("compact") && !compacts) {
      findings.warning(
          check,
          "cleanup.policy is " + policy + ": the directory forgets runs that are quiet",
          alter(expected.name(), "cleanup.policy=compact"));
      return true;
    }
    String retention = expected.configs().get(TopicConfig.RETENTION_MS_CONFIG);
    long kept = Long.parseLong(is.getOrDefault(TopicConfig.RETENTION_MS_CONFIG, "-1"));
    if (retention != null && kept >= 0 && kept < Long.parseLong(retention)) {
      findings.warning(
          check,
          "records are kept for " + time(Long.toString(kept)) + ", not " + time(retention),
          alter(expected.name(), "retention.ms=" + retention));
      return true;
    }
    return false;
  }

  private boolean messagesAreTooSmall(String check, Map<String, String> is) {
    long most =
        Long.parseLong(
            is.getOrDefault(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Long.toString(Long.MAX_VALUE)));
    var topics = new Topics(config.topicPrefix());
    if (check.endsWith(topics.deadLetters()) && most < LARGEST_LETTER) {
      findings.problem(
          check,
          "max.message.bytes is "
              + Numbers.text(most)
              + ": the letter of a large record would stop the analyzer",
          alter(topics.deadLetters(), "max.message.bytes=1048588"));
      return true;
    }
    long largest = EventLimits.defaults().maxEventBytes();
    if (check.endsWith(topics.iterates()) && most < largest) {
      findings.warning(
          check,
          "max.message.bytes is "
              + Numbers.text(most)
              + ": larger batches are lost in the training, though the analyzer takes "
              + Numbers.text(largest),
          alter(topics.iterates(), "max.message.bytes=1048588"));
      return true;
    }
    return false;
  }

  private boolean copiesAreTooFew(
      String check, TopicDescription description, int replicas, Map<String, String> is) {
    int insync = Integer.parseInt(is.getOrDefault(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "1"));
    if (insync > replicas) {
      findings.problem(
          check,
          "min.insync.replicas is "
              + insync
              + ", more than its "
              + replicas
              + " copies: nobody can"
              + " write to it",
          alter(description.name(), "min.insync.replicas=" + Math.max(1, replicas - 1)));
      return true;
    }
    long behind =
        description.partitions().stream().filter(p -> p.isr().size() < p.replicas().size()).count();
    if (behind > 0) {
      findings.warning(
          check,
          behind + " of " + description.partitions().size() + " partitions lack copies in sync",
          "look after the brokers that hold them: " + lagging(description.partitions()));
      return true;
    }
    if (insync == replicas && replicas > 1) {
      findings.warning(
          check,
          "min.insync.replicas is all of its " + replicas + " copies: one broker down stops it",
          alter(description.name(), "min.insync.replicas=" + (replicas - 1)));
      return true;
    }
    if (replicas == 1 && cluster.nodes().size() > 1) {
      findings.warning(
          check, "one copy only: the loss of a broker loses data", "raise its replication factor");
      return true;
    }
    return false;
  }

  private static String lagging(List<TopicPartitionInfo> partitions) {
    Set<Integer> brokers = new TreeSet<>();
    for (TopicPartitionInfo partition : partitions) {
      partition.replicas().stream()
          .filter(node -> !partition.isr().contains(node))
          .forEach(node -> brokers.add(node.id()));
    }
    return brokers.toString();
  }

  private static String alter(String topic, String property) {
    return "kafka-configs --alter --topic " + topic + " --add-config " + property;
  }

  /** A series is in the same partition of all of them, which readers that join them rely on. */
  private void samePartitions(Topics topics) {
    TopicDescription iterates = found.get(topics.iterates());
    for (String name : List.of(topics.estimates(), topics.alerts())) {
      TopicDescription other = found.get(name);
      if (iterates != null
          && other != null
          && iterates.partitions().size() != other.partitions().size()) {
        findings.warning(
            "partitions",
            name
                + " has "
                + other.partitions().size()
                + ", "
                + topics.iterates()
                + " "
                + iterates.partitions().size()
                + ": a series is not in the same partition of both",
            "matters only to programs that join them; kafka-topics --alter --partitions adds some");
      }
    }
  }

  /** Those of Kafka Streams: as many partitions as the iterates had at the first start. */
  private void internal() throws InterruptedException {
    String prefix = config.applicationId() + "-";
    List<String> names =
        Cluster.get(cluster.admin().listTopics().names()).stream()
            .filter(
                name ->
                    name.startsWith(prefix)
                        && (name.endsWith("-changelog") || name.endsWith("-repartition")))
            .sorted()
            .toList();
    if (names.isEmpty()) {
      findings.ok("internal topics", "none yet; Kafka Streams creates them");
      return;
    }
    boolean fine = true;
    for (String name : names) {
      fine &= fits(name);
    }
    // Last, for it takes a permission that an analyzer does without.
    for (String name : names) {
      fine &= !name.endsWith("-changelog") || keepsState(name);
    }
    if (fine) {
      findings.ok("internal topics", names.size() + " of Kafka Streams, fit the iterates");
    }
  }

  private boolean fits(String name) throws InterruptedException {
    String check = "topic " + name;
    TopicDescription description = describe(name);
    int partitions = description.partitions().size();
    int expected = iterates().map(t -> t.partitions().size()).orElse(partitions);
    if (partitions != expected) {
      findings.problem(
          check,
          "has "
              + partitions
              + " partitions, the iterates "
              + expected
              + ": the state does not fit",
          "stop all analyzers, run kafka-streams-application-reset --application-id "
              + config.applicationId()
              + ", start them again");
    }
    Set<AclOperation> needed = name.endsWith("-repartition") ? PURGED : BOTH;
    return permitted(check, description, needed)
        & healthy(check, description)
        & partitions == expected;
  }

  private boolean keepsState(String name) throws InterruptedException {
    String policy =
        cluster.topicConfig(name).getOrDefault(TopicConfig.CLEANUP_POLICY_CONFIG, "compact");
    if (policy.contains("compact")) {
      return true;
    }
    findings.problem(
        "topic " + name,
        "cleanup.policy is " + policy + ": state older than its retention is lost at a restart",
        alter(name, "cleanup.policy=compact"));
    return false;
  }

  private static String time(String millis) {
    long kept = Long.parseLong(millis);
    if (kept < 0) {
      return "never";
    }
    Duration duration = Duration.ofMillis(kept);
    return duration.toDays() > 1 && duration.toHours() % 24 == 0
        ? duration.toDays() + " days"
        : duration.toHours() > 0 ? duration.toHours() + " h" : duration.toSeconds() + " s";
  }
}
