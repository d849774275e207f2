// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs benchmarks in rounds, each of them once a round in a JVM of its own, so that what disturbs
 * the machine for a while disturbs all of them alike and ratios within a round are fair.
 */
final class Rounds {
  private final Map<String, List<Double>> values = new LinkedHashMap<>();

  /**
   * Runs them.
   *
   * @param include regular expression over class.method
   */
  void run(String include, int rounds, int millis) throws RunnerException {
    for (int round = 1; round <= rounds; round++) {
      System.err.printf("round %d of %d: %s%n", round, rounds, include);
      Collection<RunResult> results =
          new Runner(
                  new OptionsBuilder()
                      .include(include)
                      .forks(1)
                      .warmupIterations(3)
                      .warmupTime(TimeValue.milliseconds(millis))
                      .measurementIterations(3)
                      .measurementTime(TimeValue.milliseconds(millis))
                      .jvmArgsAppend("-Xms1g", "-Xmx1g", "-XX:+UseSerialGC")
                      .verbosity(VerboseMode.SILENT)
                      .build())
              .run();
      for (RunResult result : results) {
        values.computeIfAbsent(key(result), k -> new ArrayList<>()).add(value(result));
      }
    }
  }

  /** One value per round: CPU nanoseconds per sample where they are counted, else the score. */
  double[] of(String key) {
    List<Double> rounds = values.get(key);
    if (rounds == null) {
      throw new IllegalArgumentException("there is no benchmark " + key + " in " + values.keySet());
    }
    return rounds.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static String key(RunResult result) {
    var parameters = result.getParams();
    var key = new StringBuilder(parameters.getBenchmark());
    key.delete(0, key.lastIndexOf(".", key.lastIndexOf(".") - 1) + 1);
    for (String name : parameters.getParamsKeys()) {
      key.append(' ').append(parameters.getParam(name));
    }
    return key.toString();
  }

  private static double value(RunResult result) {
    Map<String, ? extends Result<?>> counters = counters(result);
    return counters.containsKey("cpuNanos")
        ? counters.get("cpuNanos").getScore() / counters.get("samples").getScore()
        : result.getPrimaryResult().getScore();
  }

  @SuppressWarnings("rawtypes") // JMH's own signature
  private static Map<String, ? extends Result<?>> counters(RunResult result) {
    Map<String, Result<?>> counters = new LinkedHashMap<>();
    for (Map.Entry<String, Result> entry : result.getSecondaryResults().entrySet()) {
      counters.put(entry.getKey(), entry.getValue());
    }
    return counters;
  }
}
