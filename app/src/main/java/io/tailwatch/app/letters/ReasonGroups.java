// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.letters;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailwatch.analyzer.topology.DeadLetters;
import io.tailwatch.app.cli.Json;
import io.tailwatch.app.cli.Numbers;
import io.tailwatch.app.cli.Printable;
import io.tailwatch.app.live.Wrap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Letters counted by the kind of their reason. Bounded: what comes after {@value #MAX_KINDS} kinds
 * is counted together.
 */
final class ReasonGroups {

  private static final int MAX_KINDS = 1000;
  private static final String OTHERS = "other reasons";

  private final Map<String, Group> groups = new LinkedHashMap<>();
  private long total;

  private static final class Group {
    final String kind;
    final Place example;
    long count;
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;

    Group(String kind, Place example) {
      this.kind = kind;
      this.example = example;
    }
  }

  void add(Letter letter) {
    String kind = Printable.text(DeadLetters.kind(letter.reason()));
    String key = groups.containsKey(kind) || groups.size() < MAX_KINDS ? kind : OTHERS;
    Group group = groups.computeIfAbsent(key, k -> new Group(k, letter.id()));
    group.count++;
    group.first = Math.min(group.first, letter.millis());
    group.last = Math.max(group.last, letter.millis());
    total++;
  }

  /** Letters in all groups. */
  long total() {
    return total;
  }

  private List<Group> largestFirst() {
    return groups.values().stream()
        .sorted(
            Comparator.comparingLong((Group group) -> -group.count)
                .thenComparing(group -> group.kind))
        .toList();
  }

  /** A table, the largest group first; nothing without letters. */
  List<String> lines(String understood, int width) {
    var lines = new ArrayList<String>();
    if (groups.isEmpty()) {
      return lines;
    }
    lines.add("   LETTERS  FIRST (UTC)          LAST (UTC)           EXAMPLE");
    for (Group group : largestFirst()) {
      lines.add(
          "%10s  %-19s  %-19s  %s"
              .formatted(
                  Numbers.text(group.count),
                  LetterLine.time(group.first),
                  LetterLine.time(group.last),
                  group.example.within(understood)));
      lines.addAll(Wrap.lines("            ", group.kind, width, "            "));
    }
    return lines;
  }

  /** The same for programs. */
  void putInto(ObjectNode node) {
    ArrayNode array = node.putArray("reasons");
    for (Group group : largestFirst()) {
      ObjectNode each = Json.object();
      each.put("reason", group.kind);
      each.put("letters", group.count);
      each.put("first", Instant.ofEpochMilli(group.first).toString());
      each.put("last", Instant.ofEpochMilli(group.last).toString());
      each.put("example", group.example.toString());
      array.add(each);
    }
  }
}
