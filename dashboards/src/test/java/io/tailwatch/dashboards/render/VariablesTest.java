// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.dashboards.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Variables in queries, as Grafana writes them. */
class VariablesTest {
  private static final String DASHBOARD =
      """
      {"templating": {"list": [
        {"name": "many", "type": "textbox", "query": "x", "multi": true, "includeAll": true, "allValue": ".+"},
        {"name": "one", "type": "textbox", "query": "a\\"b"}
      ]}}
      """;

  private static final TimeRange TIME = TimeRange.of(1_000_003, 600, 60, 5);

  @Test
  void allIsWhatItsValueSays() throws Exception {
    assertThat(variables(Map.of()).inQuery("x{a=~\"$many\"}")).isEqualTo("x{a=~\".+\"}");
  }

  @Test
  void oneOfManyIsEscapedForARegularExpressionInAString() throws Exception {
    assertThat(variables(Map.of("many", "layer.1|2")).inQuery("${many}"))
        .isEqualTo("layer\\\\.1\\\\|2");
    assertThat(variables(Map.of("many", "a\\b")).inQuery("$many")).isEqualTo("a\\\\\\\\b");
  }

  @Test
  void aSingleOneIsEscapedForAString() throws Exception {
    assertThat(variables(Map.of()).inQuery("x{a=\"$one\"}")).isEqualTo("x{a=\"a\\\"b\"}");
  }

  @Test
  void rangesFollowTheResolution() throws Exception {
    assertThat(TIME).isEqualTo(new TimeRange(999_400, 1_000_000, 10, 5));
    assertThat(variables(Map.of()).inQuery("[$__rate_interval] [$__range] [$__interval]"))
        .isEqualTo("[20s] [600s] [10s]");
  }

  @Test
  void whatNobodyDefinesStays() throws Exception {
    assertThat(variables(Map.of()).inText("$unknown ${__field.labels.run}"))
        .isEqualTo("$unknown ${__field.labels.run}");
  }

  private static Variables variables(Map<String, String> wanted) throws Exception {
    var dashboard = new ObjectMapper().readTree(DASHBOARD);
    return Variables.resolve(dashboard, wanted, new Prometheus("http://127.0.0.1:9"), TIME);
  }
}
