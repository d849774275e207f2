// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.dashboards;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the selectors of an expression of PromQL, and what stands around them. It takes the
 * expression to be valid: whether it is, Prometheus itself is asked elsewhere.
 */
final class PromQl {
  static final Set<String> AGGREGATIONS =
      Set.of(
          "avg",
          "bottomk",
          "count",
          "count_values",
          "group",
          "max",
          "min",
          "quantile",
          "stddev",
          "stdvar",
          "sum",
          "topk");

  private static final Set<String> CLAUSES =
      Set.of("by", "without", "on", "ignoring", "group_left", "group_right");
  private static final Set<String> WORDS =
      Set.of("and", "or", "unless", "atan2", "bool", "offset", "inf", "nan");
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<string>\"(?:[^\"\\\\]|\\\\.)*\")"
              + "|(?<variable>\\$\\{[^}]*}|\\$\\w+)"
              + "|(?<number>\\d[\\w.]*)"
              + "|(?<name>[a-zA-Z_:][\\w:]*)"
              + "|(?<comment>#[^\\n]*)"
              + "|(?<sign>\\S)");
  private static final Pattern MATCHER =
      Pattern.compile("(\\w+)\\s*(=~|!~|!=|=)\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

  private final String text;
  private final List<Selector> found = new ArrayList<>();
  private final Deque<String> within = new ArrayDeque<>();

  private PromQl(String text) {
    this.text = text;
  }

  /** The selectors, from left to right. */
  static List<Selector> selectors(String expression) {
    var scan = new PromQl(expression);
    scan.run();
    return scan.found;
  }

  /** The labels that aggregations keep, and matchings use. */
  static Set<String> groupings(String expression) {
    Set<String> labels = new TreeSet<>();
    Matcher clause =
        Pattern.compile("\\b(?:by|on|group_left|group_right)\\s*\\(([^)]*)\\)").matcher(expression);
    while (clause.find()) {
      for (String label : clause.group(1).split(",")) {
        labels.add(label.strip());
      }
    }
    Matcher made = Pattern.compile("count_values[^\"]*\"(\\w+)\"").matcher(expression);
    while (made.find()) {
      labels.add(made.group(1));
    }
    return labels;
  }

  private void run() {
    Matcher token = TOKEN.matcher(text);
    String pending = "";
    int at = 0;
    while (token.find(at)) {
      at = token.end();
      String name = token.group("name");
      String sign = token.group("sign");
      if (name != null) {
        if (CLAUSES.contains(name)) {
          at = afterClause(at);
        } else if (AGGREGATIONS.contains(name) || nextIs(at, '(')) {
          pending = name;
        } else if (!WORDS.contains(name.toLowerCase(Locale.ROOT))) {
          at = selector(name, at);
        }
      } else if ("(".equals(sign)) {
        within.push(pending);
        pending = "";
      } else if (")".equals(sign)) {
        within.pop();
      } else if ("[".equals(sign)) {
        // Of a subquery.
        at = closing(at - 1, ']') + 1;
      } else if ("{".equals(sign)) {
        // One without a name would match everything.
        at = selector("", at - 1);
      }
    }
  }

  private int selector(String name, int from) {
    int at = from;
    List<Selector.Matcher> matchers = new ArrayList<>();
    if (nextIs(at, '{')) {
      int end = closing(text.indexOf('{', at), '}');
      Matcher each = MATCHER.matcher(text).region(at, end);
      while (each.find()) {
        matchers.add(new Selector.Matcher(each.group(1), each.group(2), each.group(3)));
      }
      at = end + 1;
    }
    String range = "";
    if (nextIs(at, '[')) {
      int end = closing(text.indexOf('[', at), ']');
      range = text.substring(text.indexOf('[', at) + 1, end).strip();
      at = end + 1;
    }
    List<String> around = within.stream().filter(each -> !each.isEmpty()).toList();
    found.add(new Selector(name, matchers, range, around));
    return at;
  }

  /** Where a bracket is closed; brackets in strings do not count. */
  private int closing(int open, char close) {
    boolean quoted = false;
    for (int i = open; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' && text.charAt(i - 1) != '\\') {
        quoted = !quoted;
      } else if (c == close && !quoted) {
        return i;
      }
    }
    throw new IllegalArgumentException("no " + close + " after position " + open + " in " + text);
  }

  private int afterClause(int from) {
    return nextIs(from, '(') ? text.indexOf(')', from) + 1 : from;
  }

  private boolean nextIs(int from, char wanted) {
    int at = from;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at < text.length() && text.charAt(at) == wanted;
  }
}
