// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.dashboards;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What /metrics shows: of each sample name its labels, and of each label its values. */
record Exposition(Map<String, Map<String, Set<String>>> samples, Set<String> families) {
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  static Exposition parse(String text) {
    Map<String, Map<String, Set<String>>> samples = new TreeMap<>();
    Set<String> families = new TreeSet<>();
    for (String line : text.split("\n")) {
      if (line.startsWith("# TYPE ")) {
        families.add(line.split(" ")[2]);
      } else if (!line.isBlank() && !line.startsWith("#")) {
        String name = line.split("[{ ]", 2)[0];
        var labels = samples.computeIfAbsent(name, absent -> new LinkedHashMap<>());
        Matcher label = LABEL.matcher(line);
        while (label.find()) {
          labels.computeIfAbsent(label.group(1), absent -> new TreeSet<>()).add(label.group(2));
        }
      }
    }
    return new Exposition(samples, families);
  }

  boolean has(String metric) {
    return samples.containsKey(metric);
  }

  /** Of a label that a metric does not have there are none. */
  Set<String> values(String metric, String label) {
    return samples.getOrDefault(metric, Map.of()).getOrDefault(label, Set.of());
  }
}
