// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.dashboards;

import java.util.List;

/**
 * A metric in an expression of PromQL.
 *
 * @param metric its name
 * @param matchers the labels that are asked for
 * @param range what stands in brackets; empty for an instant vector
 * @param within functions and aggregations around it, the innermost first
 */
record Selector(String metric, List<Matcher> matchers, String range, List<String> within) {
  /** A condition on a label, such as {@code job =~ "$job"}. */
  record Matcher(String label, String operator, String value) {}

  /** The aggregation nearest to it; empty without any. */
  String aggregation() {
    return within.stream().filter(PromQl.AGGREGATIONS::contains).findFirst().orElse("");
  }
}
