// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PromQlTest {
  @Test
  void findsASelectorWithAllThatBelongsToIt() {
    assertThat(PromQl.selectors("sum by (le) (rate(a_bucket{job=~\"$job\", b!=\"}\"}[5m]))"))
        .containsExactly(
            new Selector(
                "a_bucket",
                List.of(
                    new Selector.Matcher("job", "=~", "$job"),
                    new Selector.Matcher("b", "!=", "}")),
                "5m",
                List.of("rate", "sum")));
  }

  @Test
  void labelsWordsFunctionsNumbersAndVariablesAreNoMetrics() {
    String expression =
        """
        max by (run) (a offset $__interval) # not b
          * on (run) group_left (order) count_values by (run) ("order", 1e3 - c @ end())
          or vector(0) unless d < bool Inf
        """;
    assertThat(metrics(expression)).containsExactly("a", "c", "d");
    assertThat(PromQl.groupings(expression)).containsExactly("order", "run");
  }

  @Test
  void theRangeOfASubqueryIsNoMetric() {
    assertThat(metrics("deriv((max by (job) (a{c!~\".*x\"}) >= 0)[10m:15s]) > 0"))
        .containsExactly("a");
  }

  @Test
  void theNearestAggregationCounts() {
    assertThat(PromQl.selectors("count(max by (run) (changes(a[5m])) > 0)").get(0).aggregation())
        .isEqualTo("max");
    assertThat(PromQl.selectors("rate(a[5m])").get(0).aggregation()).isEmpty();
  }

  @Test
  void aSelectorMayHaveNoName() {
    assertThat(metrics("sum({job=\"x\"})")).containsExactly("");
  }

  private static List<String> metrics(String expression) {
    return PromQl.selectors(expression).stream().map(Selector::metric).toList();
  }
}
