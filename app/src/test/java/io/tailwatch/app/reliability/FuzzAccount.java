// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import io.tailwatch.app.reliability.FuzzRecord.Expected;
import io.tailwatch.app.reliability.FuzzSender.Sent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds out for every record whether it was counted and whether it was refused; it must be one of
 * the two.
 *
 * @param counted runs that the analyzer has taken anything of, by what it has published and saved
 */
record FuzzAccount(List<Sent> sent, Letters letters, Set<String> counted) {
  /** How often a kind of record was sent, and what became of it. */
  private static final class Row {
    private int sent;
    private int counted;
    private int refused;
  }

  /** What is wrong; empty when all is well. */
  List<String> errors() {
    List<String> errors = new ArrayList<>();
    for (Sent one : sent) {
      boolean refused = letters.reasons().containsKey(one.place());
      boolean ofItsOwn = !one.run().isEmpty();
      if (ofItsOwn && refused == counted.contains(one.run())) {
        errors.add(
            "%s: %s"
                .formatted(one, refused ? "refused and counted" : "neither refused nor counted"));
      } else if (one.expected() == Expected.COUNTED && refused) {
        errors.add(one + ": refused because " + letters.reasons().get(one.place()));
      } else if (one.expected() == Expected.REFUSED && !refused) {
        errors.add(one + ": not refused");
      }
    }
    return errors;
  }

  /** A line for each kind: sent, counted, refused. */
  String table() {
    Map<String, Row> rows = new TreeMap<>();
    for (Sent one : sent) {
      Row row = rows.computeIfAbsent(one.kind(), kind -> new Row());
      row.sent++;
      if (letters.reasons().containsKey(one.place())) {
        row.refused++;
      } else {
        row.counted++;
      }
    }
    var table = new StringBuilder();
    rows.forEach(
        (kind, row) ->
            table.append(
                "%-45s %6d sent %6d counted %6d refused%n"
                    .formatted(kind, row.sent, row.counted, row.refused)));
    return table.toString();
  }
}
