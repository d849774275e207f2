// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.live;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import io.tailwatch.analyzer.Analyzer;
import io.tailwatch.analyzer.AnalyzerConfig;
import io.tailwatch.app.bench.pass.StreamsProgress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The process of an analyzer: reads a {@link HostTask}, answers with the URL, then answers each
 * line with its {@link Usage}, the line {@value #COLLECT} after a full collection; ends with its
 * input.
 */
final class HostWorker {
  static final String LOOK = "look";
  static final String COLLECT = "collect";

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private HostWorker() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    var json = new ObjectMapper();
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    HostTask task = json.readValue(in.readLine(), HostTask.class);
    var records = new StreamsProgress(task.prefix(), "iterates", task.partitions());
    var panes =
        new StreamsProgress(task.prefix(), "pane-parts-repartition-source", task.partitions());
    try (var analyzer = Analyzer.start(config(task))) {
      while (!analyzer.ready() && analyzer.failure().isEmpty()) {
        Thread.sleep(50);
      }
      System.out.println(analyzer.url());
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.equals(COLLECT)) {
          System.gc();
        }
        if (analyzer.failure().isPresent()) {
          throw new IllegalStateException("the analyzer has failed", analyzer.failure().get());
        }
        System.out.println(json.writeValueAsString(usage(records, panes)));
      }
    }
  }

  private static AnalyzerConfig config(HostTask task) {
    return AnalyzerConfig.builder(task.bootstrapServers())
        .topicPrefix(task.prefix())
        .applicationId(task.prefix())
        .stateDir(Path.of(task.stateDirectory()))
        .port(0)
        .threads(task.threads())
        .partitions(task.partitions())
        .processingGuarantee(task.variant().guarantee())
        .build();
  }

  private static Usage usage(StreamsProgress records, StreamsProgress panes) {
    return new Usage(
        System.nanoTime(),
        SYSTEM.getProcessCpuTime(),
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
        records.records(),
        panes.records());
  }
}
