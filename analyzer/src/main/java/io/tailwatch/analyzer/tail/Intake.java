// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.tail;

import io.tailwatch.analyzer.state.StateSerdes;
import io.tailwatch.analyzer.state.v1.AlertGroup;
import io.tailwatch.analyzer.state.v1.RunAlertsState;
import io.tailwatch.analyzer.state.v1.WindowState;
import io.tailwatch.events.BadEventException;
import io.tailwatch.events.EventSerdes;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.RunDescriptor;
import io.tailwatch.events.v1.TailAlert;
import io.tailwatch.events.v1.TailEstimate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts each record where it belongs. What cannot be read is skipped. One thread. */
final class Intake {
  /** Tells records committed after the start from those before it. */
  @FunctionalInterface
  interface Live {
    boolean test(TopicPartition partition, long offset);
  }

  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

  private final TailTopics topics;
  private final Latest latest;
  private final Subscribers subscribers;
  private final Live live;
  private final Deserializer<TailEstimate> estimates = EventSerdes.tailEstimate().deserializer();
  private final Deserializer<TailAlert> alerts = EventSerdes.tailAlert().deserializer();
  private final Deserializer<RunDescriptor> runs = EventSerdes.runDescriptor().deserializer();
  private final Deserializer<WindowState> windows =
      StateSerdes.of(WindowState.parser()).deserializer();
  private final Deserializer<RunAlertsState> runAlerts =
      StateSerdes.of(RunAlertsState.parser()).deserializer();

  Intake(TailTopics topics, Latest latest, Subscribers subscribers, Live live) {
    this.topics = topics;
    this.latest = latest;
    this.subscribers = subscribers;
    this.live = live;
  }

  void take(ConsumerRecord<String, byte[]> record) {
    try {
      if (record.topic().equals(topics.runs())) {
        run(record);
      } else if (record.topic().equals(topics.windows())) {
        window(record);
      } else if (record.value() == null) {
        // Of the others nobody deletes anything, and a run without alerts has none.
        return;
      } else if (record.topic().equals(topics.estimates())) {
        estimate(record);
      } else if (record.topic().equals(topics.alerts())) {
        alert(record);
      } else {
        runAlerts(record);
      }
    } catch (BadEventException | SerializationException e) {
      LOG.debug(
          "Skipped {}-{} offset {}: {}",
          record.topic(),
          record.partition(),
          record.offset(),
          e.getMessage());
    }
  }

  private void run(ConsumerRecord<String, byte[]> record) {
    RunDescriptor run = runs.deserialize(record.topic(), record.headers(), record.value());
    if (run != null) {
      latest.add(run, Math.max(record.timestamp(), run.getUpdatedAtMillis()));
    } else if (record.key() != null) {
      latest.removeRun(SeriesKey.parseRun(record.key()), record.timestamp());
    }
  }

  /** Of what comes after the start only deletions matter: the rest is told by the estimates. */
  private void window(ConsumerRecord<String, byte[]> record) {
    if (record.key() == null) {
      return;
    }
    SeriesKey key = SeriesKey.parse(record.key());
    if (record.value() == null) {
      latest.removeSeries(key);
    } else if (!isLive(record) || !latest.holds(key)) {
      windows
          .deserialize(record.topic(), record.value())
          .getEstimatesList()
          .forEach(latest::addLast);
    }
  }

  private void runAlerts(ConsumerRecord<String, byte[]> record) {
    for (AlertGroup group : runAlerts.deserialize(record.topic(), record.value()).getGroupsList()) {
      if (group.hasShown()) {
        latest.addOld(group.getShown());
      }
    }
  }

  private void estimate(ConsumerRecord<String, byte[]> record) {
    TailEstimate estimate = estimates.deserialize(record.topic(), record.headers(), record.value());
    if (isLive(record)) {
      latest.add(estimate);
      subscribers.tell(estimate);
    } else {
      latest.addOld(estimate);
    }
  }

  private void alert(ConsumerRecord<String, byte[]> record) {
    TailAlert alert = alerts.deserialize(record.topic(), record.headers(), record.value());
    if (isLive(record)) {
      latest.add(alert);
      subscribers.tell(alert);
    } else {
      latest.addOld(alert);
    }
  }

  private boolean isLive(ConsumerRecord<String, byte[]> record) {
    return live.test(new TopicPartition(record.topic(), record.partition()), record.offset());
  }
}
