// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.doctor;

import io.tailwatch.analyzer.AnalyzerConfig;
import io.tailwatch.app.cli.KafkaOptions;
import io.tailwatch.app.cli.Numbers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reading: whether we may, and how far the application has come. */
final class GroupChecks {

  /** The assignor of Kafka Streams. */
  private static final String STREAMS = "stream";

  private final Cluster cluster;
  private final AnalyzerConfig config;
  private final KafkaOptions kafka;
  private final Findings findings;
  private final Optional<TopicDescription> iterates;

  GroupChecks(
      Cluster cluster,
      AnalyzerConfig config,
      KafkaOptions kafka,
      Findings findings,
      Optional<TopicDescription> iterates) {
    this.cluster = cluster;
    this.config = config;
    this.kafka = kafka;
    this.findings = findings;
    this.iterates = iterates;
  }

  void run() {
    findings.look("reading", this::reading);
    findings.look("group", this::group);
    findings.look("lag", this::lag);
  }

  /** Really reads, without a group. */
  private void reading() {
    if (iterates.isEmpty()) {
      findings.skipped("reading", "there are no iterates yet");
      return;
    }
    var properties = new HashMap<String, Object>(kafka.client());
    properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) Cluster.LIMIT.toMillis());
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    var deserializer = new ByteArrayDeserializer();
    try (var consumer = new KafkaConsumer<>(properties, deserializer, deserializer)) {
      List<TopicPartition> partitions = partitions();
      consumer.assign(partitions);
      long records =
          consumer.endOffsets(partitions).entrySet().stream().mapToLong(Map.Entry::getValue).sum();
      consumer.poll(Duration.ofSeconds(1));
      findings.ok(
          "reading",
          iterates.get().name()
              + " can be read; "
              + (records == 0 ? "it is empty" : Numbers.text(records) + " records so far"));
    } catch (TopicAuthorizationException e) {
      findings.problem(
          "reading",
          "no permission to read " + iterates.get().name(),
          "kafka-acls --add --allow-principal User:... --operation READ --topic "
              + iterates.get().name());
    }
  }

  private List<TopicPartition> partitions() {
    return iterates.stream()
        .flatMap(
            topic ->
                topic.partitions().stream()
                    .map(info -> new TopicPartition(topic.name(), info.partition())))
        .toList();
  }

  private void group() throws InterruptedException {
    String id = config.applicationId();
    String grant = "kafka-acls --add --allow-principal User:... --operation READ --group " + id;
    try {
      ConsumerGroupDescription group =
          Cluster.get(
              cluster
                  .admin()
                  .describeConsumerGroups(
                      List.of(id),
                      new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true))
                  .describedGroups()
                  .get(id));
      if (group.authorizedOperations() != null
          && !group.authorizedOperations().contains(AclOperation.READ)) {
        findings.problem("group", "no permission to READ group " + id, grant);
      } else if (!group.members().isEmpty() && !group.partitionAssignor().equals(STREAMS)) {
        findings.problem(
            "group",
            "group " + id + " is that of another program, not of an analyzer",
            "choose another --application-id");
      } else {
        findings.ok(
            "group",
            id
                + " is "
                + group.groupState().toString().toLowerCase(Locale.ROOT)
                + ", "
                + threads(group.members().size()));
      }
    } catch (GroupIdNotFoundException e) {
      findings.ok("group", id + " has never run");
    } catch (GroupAuthorizationException e) {
      findings.problem("group", "no permission to see group " + id, grant);
    }
  }

  private static String threads(int members) {
    return members == 0
        ? "no analyzer runs"
        : members == 1 ? "one thread runs" : members + " threads run";
  }

  private void lag() throws InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> committed =
        Cluster.get(
            cluster
                .admin()
                .listConsumerGroupOffsets(config.applicationId())
                .partitionsToOffsetAndMetadata());
    List<TopicPartition> read =
        partitions().stream().filter(p -> committed.get(p) != null).toList();
    if (read.isEmpty()) {
      findings.skipped("lag", "nothing has been read yet");
      return;
    }
    long lag = 0;
    long lost = 0;
    Map<TopicPartition, Long> ends = offsets(read, OffsetSpec.latest());
    Map<TopicPartition, Long> begins = offsets(read, OffsetSpec.earliest());
    for (TopicPartition partition : read) {
      long at = committed.get(partition).offset();
      lag += Math.max(0, ends.get(partition) - at);
      lost += Math.max(0, begins.get(partition) - at);
    }
    if (lost > 0) {
      findings.problem(
          "lag",
          Numbers.text(lost) + " records were deleted before they were read",
          "start an analyzer at once, add more, or keep " + iterates.get().name() + " for longer");
    } else {
      findings.ok("lag", Numbers.text(lag) + (lag == 1 ? " record waits" : " records wait"));
    }
  }

  private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec which)
      throws InterruptedException {
    var question = new HashMap<TopicPartition, OffsetSpec>();
    partitions.forEach(partition -> question.put(partition, which));
    var answer = new HashMap<TopicPartition, Long>();
    Cluster.get(cluster.admin().listOffsets(question).all())
        .forEach((partition, offset) -> answer.put(partition, offset.offset()));
    return answer;
  }
}
