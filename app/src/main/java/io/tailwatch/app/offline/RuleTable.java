// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import io.tailwatch.app.cli.Numbers;
import io.tailwatch.app.live.Wrap;
import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.threshold.KsPValue;
import io.tailwatch.tails.estimate.threshold.ThresholdChoice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** The table of threshold rules, a letter for each. Stateless. */
final class RuleTable {

  private static final int WIDTH = 80;
  private static final String ROW = "  %s %-17s %9s %9s %9s  %s";

  private RuleTable() {}

  /** The letter and the k of each rule that chose one. */
  static Map<Character, Long> marks(RuleChoices rules) {
    Map<Character, Long> marks = new LinkedHashMap<>();
    char letter = 'a';
    for (ThresholdChoice choice : rules.comparison().choices().values()) {
      if (choice instanceof ThresholdChoice.Chosen chosen) {
        marks.put(letter, chosen.point().exceedances());
      }
      letter++;
    }
    return marks;
  }

  static List<String> lines(RuleChoices rules) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(
        "Threshold rules on the "
            + (rules.sorted()
                ? "sorted sample"
                : "sketch (--exact sorts more than "
                    + Numbers.text((long) RuleChoices.SORTED_LIMIT)
                    + " values)"));
    lines.add(row(" ", "", "k", "share", "index", ""));
    char letter = 'a';
    for (Map.Entry<String, ThresholdChoice> entry : rules.comparison().choices().entrySet()) {
      String name = entry.getKey();
      if (entry.getValue() instanceof ThresholdChoice.Chosen chosen) {
        HillPoint point = chosen.point();
        lines.add(
            row(
                String.valueOf(letter),
                name,
                Numbers.text(point.exceedances()),
                Shown.percent(point.tailFraction()),
                Shown.index(point.reading()),
                name.equals("ks-min") ? distance(chosen, rules) : ""));
      } else if (entry.getValue() instanceof ThresholdChoice.None none) {
        String first = String.format(Locale.ROOT, "    %-17s ", name);
        lines.addAll(Wrap.lines(first, none.reason(), WIDTH, " ".repeat(first.length())));
      }
      letter++;
    }
    if (rules.ksPValue().isPresent()) {
      lines.add(
          "    p of ks-min from "
              + RuleChoices.SETS
              + " simulated samples of at most "
              + Numbers.text((long) RuleChoices.TESTED)
              + " values");
    }
    OptionalDouble disagreement = rules.comparison().disagreement();
    disagreement.ifPresent(
        d -> lines.add("    largest over smallest index: " + Shown.index(1 + d)));
    return lines;
  }

  private static String distance(ThresholdChoice.Chosen chosen, RuleChoices rules) {
    return "D "
        + Shown.number(chosen.diagnostics().get("distance"))
        + rules.ksPValue().map(p -> ", p " + share(p)).orElse("");
  }

  /** Of a number of sets no share below one of them can be told from none. */
  private static String share(KsPValue p) {
    double least = 1.0 / p.sets();
    return p.pValue() < least
        ? String.format(Locale.ROOT, "< %.2f", least)
        : String.format(Locale.ROOT, "%.2f", p.pValue());
  }

  private static String row(
      String letter, String name, String k, String share, String index, String more) {
    return String.format(Locale.ROOT, ROW, letter, name, k, share, index, more).stripTrailing();
  }
}
