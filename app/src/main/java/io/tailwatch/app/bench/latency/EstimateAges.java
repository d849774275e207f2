// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.latency;

import io.tailwatch.analyzer.metrics.MetricNames;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ages of the last estimates in a Prometheus text. Stateless. */
final class EstimateAges {
  private static final String METRIC = MetricNames.ESTIMATE_AGE.replace('.', '_') + "_seconds{";
  private static final Pattern LINE = Pattern.compile(".*[{,]series=\"([^\"]*)\".*} (\\S+)");

  private EstimateAges() {}

  /** Gives the name of each series with the age of its last estimate, in seconds. */
  static void read(String text, BiConsumer<String, Double> ages) {
    for (int at = text.indexOf(METRIC); at >= 0; at = text.indexOf(METRIC, at + 1)) {
      int end = text.indexOf('\n', at);
      line(text.substring(at, end < 0 ? text.length() : end))
          .ifPresent(line -> ages.accept(line.group(1), Double.valueOf(line.group(2))));
    }
  }

  private static Optional<Matcher> line(String line) {
    Matcher matcher = LINE.matcher(line);
    return matcher.matches() ? Optional.of(matcher) : Optional.empty();
  }
}
