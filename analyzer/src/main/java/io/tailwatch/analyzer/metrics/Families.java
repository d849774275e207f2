// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the points of one scrape by family. Names are those of {@link MetricNames}. */
final class Families {
  private record Family(String help, boolean counter, List<Labels> labels, List<Double> values) {}

  private final Map<String, Family> all = new LinkedHashMap<>();

  void gauge(String name, String help, Labels labels, double value) {
    add(name, help, false, labels, value);
  }

  void counter(String name, String help, Labels labels, double value) {
    add(name, help, true, labels, value);
  }

  private void add(String name, String help, boolean counter, Labels labels, double value) {
    Family family =
        all.computeIfAbsent(
            name, absent -> new Family(help, counter, new ArrayList<>(), new ArrayList<>()));
    family.labels().add(labels);
    family.values().add(value);
  }

  List<MetricSnapshot> snapshots() {
    List<MetricSnapshot> snapshots = new ArrayList<>();
    all.forEach((name, family) -> snapshots.add(snapshot(name.replace('.', '_'), family)));
    return snapshots;
  }

  private static MetricSnapshot snapshot(String name, Family family) {
    var metadata = new MetricMetadata(name, family.help());
    int size = family.labels().size();
    if (family.counter()) {
      List<CounterDataPointSnapshot> points = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        points.add(
            new CounterDataPointSnapshot(family.values().get(i), family.labels().get(i), null, 0));
      }
      return new CounterSnapshot(metadata, points);
    }
    List<GaugeDataPointSnapshot> points = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      points.add(new GaugeDataPointSnapshot(family.values().get(i), family.labels().get(i), null));
    }
    return new GaugeSnapshot(metadata, points);
  }
}
