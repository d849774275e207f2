// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.sizing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailwatch.analyzer.observe.ObservableNames;
import io.tailwatch.app.bench.report.Figures;
import io.tailwatch.app.bench.report.Machine;
import io.tailwatch.app.bench.report.ResultTable;
import io.tailwatch.app.cli.Json;
import io.tailwatch.app.cli.Numbers;
import java.util.ArrayList;
import java.util.List;

/** What series cost, for people and for programs. */
final class SizingReport {
  private static final double MEGABYTE = 1e6;
  private static final List<Integer> HEAP_MEGABYTES = List.of(256, 512, 1024, 2048, 4096, 8192);

  private SizingReport() {}

  static List<ResultTable> tables(List<ShapeResult> results) {
    return List.of(memory(results), load(results), heaps(results));
  }

  private static ResultTable memory(List<ShapeResult> results) {
    return new ResultTable(
        "sizing-memory",
        List.of(
            "1,000 series with full windows",
            "samples in a pane",
            "heap, MB",
            "state directory, MB",
            "changelogs, MB",
            "idle heap, MB"),
        results.stream()
            .map(
                result ->
                    List.of(
                        result.shape().title(),
                        Numbers.text((long) result.shape().samplesPerPane()),
                        Figures.text(1000 * result.heapBytesPerSeries() / MEGABYTE),
                        Figures.text(result.perThousand(result.stateBytes()) / MEGABYTE),
                        Figures.text(result.perThousand(result.changelogBytes()) / MEGABYTE),
                        Figures.text(result.idleHeapBytes() / MEGABYTE)))
            .toList());
  }

  private static ResultTable load(List<ShapeResult> results) {
    List<List<String>> rows = new ArrayList<>();
    for (ShapeResult result : results) {
      for (ShapeResult.Rate rate : result.rates()) {
        rows.add(
            List.of(
                result.shape().title(),
                Figures.text(result.shape().load(1).recordBytes() / 1024.0),
                Integer.toString(rate.batchesPerSecond()),
                Figures.text(rate.sentPerSecond()),
                Figures.text(result.coresPerThousand(rate)),
                Figures.text(result.idleCores()),
                Figures.text(result.perThousand(rate.changelogBytesPerSecond()) / MEGABYTE)));
      }
    }
    return new ResultTable(
        "sizing-load",
        List.of(
            "1,000 series",
            "KB/batch",
            "batches/s each",
            "sent",
            "cores",
            "idle cores",
            "changelogs, MB/s"),
        rows);
  }

  private static ResultTable heaps(List<ShapeResult> results) {
    List<String> columns = new ArrayList<>(List.of("series that fit into a heap of"));
    HEAP_MEGABYTES.forEach(
        megabytes -> columns.add(megabytes < 1024 ? megabytes + " MB" : megabytes / 1024 + " GB"));
    List<List<String>> rows = new ArrayList<>();
    for (ShapeResult result : results) {
      List<String> row = new ArrayList<>(List.of(result.shape().title()));
      for (int megabytes : HEAP_MEGABYTES) {
        row.add(Numbers.text(roundDown(result.fitting((long) megabytes << 20))));
      }
      rows.add(row);
    }
    return new ResultTable("sizing-heap", columns, rows);
  }

  /** To two digits. */
  private static long roundDown(long value) {
    long unit = 1;
    while (value / unit >= 100) {
      unit *= 10;
    }
    return value / unit * unit;
  }

  static ObjectNode json(List<ShapeResult> results) {
    ObjectNode root = Json.object();
    root.set("machine", Machine.json());
    ArrayNode shapes = root.putArray("shapes");
    for (ShapeResult result : results) {
      ObjectNode shape =
          shapes
              .addObject()
              .put("observable", ObservableNames.of(result.shape().observable()))
              .put("dimension", result.shape().dimension())
              .put("samplesPerPane", result.shape().samplesPerPane())
              .put("series", result.series())
              .put("idleHeapBytes", result.idleHeapBytes())
              .put("heapBytes", result.heapBytes())
              .put("idleCores", result.idleCores())
              .put("stateBytes", result.stateBytes())
              .put("changelogBytes", result.changelogBytes());
      ArrayNode rates = shape.putArray("rates");
      for (ShapeResult.Rate rate : result.rates()) {
        rates
            .addObject()
            .put("batchesPerSecond", rate.batchesPerSecond())
            .put("sentPerSecond", rate.sentPerSecond())
            .put("cores", rate.cores())
            .put("changelogBytesPerSecond", rate.changelogBytesPerSecond());
      }
    }
    return root;
  }
}
