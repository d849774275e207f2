// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.tailwatch.events.EventSerdes;
import io.tailwatch.events.Topics;
import io.tailwatch.events.v1.AlertKind;
import io.tailwatch.events.v1.TailAlert;
import io.tailwatch.events.v1.TailEstimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * What an analyzer has published, by key and in order, without what may differ after a replay: wall
 * clock fields, provisional estimates and {@code stalled} alerts.
 */
record Results(Map<String, List<Message>> estimates, Map<String, List<Message>> alerts) {

  static Results read(String bootstrapServers, Topics topics) {
    return new Results(
        byKey(
            bootstrapServers,
            topics.estimates(),
            EventSerdes.tailEstimate().deserializer(),
            Results::lasting),
        byKey(
            bootstrapServers,
            topics.alerts(),
            EventSerdes.tailAlert().deserializer(),
            Results::lasting));
  }

  private static Optional<Message> lasting(TailEstimate estimate) {
    return estimate.getProvisional()
        ? Optional.empty()
        : Optional.of(estimate.toBuilder().clearEstimatedAtMillis().build());
  }

  private static Optional<Message> lasting(TailAlert alert) {
    return alert.getKind() == AlertKind.ALERT_KIND_STALLED
        ? Optional.empty()
        : Optional.of(alert.toBuilder().clearRaisedAtMillis().build());
  }

  private static <T> Map<String, List<Message>> byKey(
      String bootstrapServers,
      String topic,
      Deserializer<T> deserializer,
      Function<T, Optional<Message>> lasting) {
    Map<String, List<Message>> all = new TreeMap<>();
    for (var record : Committed.records(bootstrapServers, topic, deserializer)) {
      lasting
          .apply(record.value())
          .ifPresent(
              value -> all.computeIfAbsent(record.key(), key -> new ArrayList<>()).add(value));
    }
    return all;
  }

  /** Number of estimates. */
  int estimateCount() {
    return estimates.values().stream().mapToInt(List::size).sum();
  }

  /** Number of estimates that hold a reading. */
  long readingCount() {
    return estimates.values().stream()
        .flatMap(List::stream)
        .filter(estimate -> ((TailEstimate) estimate).hasReading())
        .count();
  }

  /** Number of alerts. */
  int alertCount() {
    return alerts.values().stream().mapToInt(List::size).sum();
  }

  /** The newest estimates of each key: all observables of its last attempt and pane. */
  List<TailEstimate> newest() {
    List<TailEstimate> newest = new ArrayList<>();
    for (List<Message> of : estimates.values()) {
      TailEstimate last = (TailEstimate) of.get(of.size() - 1);
      of.stream()
          .map(TailEstimate.class::cast)
          .filter(e -> e.getAttempt() == last.getAttempt() && e.getPane() == last.getPane())
          .forEach(newest::add);
    }
    return newest;
  }

  /** Fails unless each key has the same values in the same order: none missing, none doubled. */
  void assertSameAs(Results undisturbed) {
    assertSame("estimates", estimates, undisturbed.estimates);
    assertSame("alerts", alerts, undisturbed.alerts);
  }

  private static void assertSame(
      String what, Map<String, List<Message>> actual, Map<String, List<Message>> expected) {
    assertThat(actual.keySet()).as("keys of the %s", what).isEqualTo(expected.keySet());
    expected.forEach(
        (key, values) -> {
          List<Message> found = actual.get(key);
          int same = 0;
          while (same < Math.min(found.size(), values.size())
              && found.get(same).equals(values.get(same))) {
            same++;
          }
          if (same < Math.max(found.size(), values.size())) {
            throw new AssertionError(
                "%s of %s: %d, %d undisturbed; the first that differs is number %d%n%s%nnot%n%s"
                    .formatted(
                        what,
                        key,
                        found.size(),
                        values.size(),
                        same,
                        same < found.size() ? found.get(same) : "missing",
                        same < values.size() ? values.get(same) : "missing"));
          }
        });
  }
}
