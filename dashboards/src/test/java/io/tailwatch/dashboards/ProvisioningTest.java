// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What Grafana is told at its start. */
class ProvisioningTest {
  private static final Path PROVISIONING = Path.of("grafana", "provisioning");
  private static final Path PROMETHEUS = Path.of("prometheus", "prometheus.yml");

  private final YAMLMapper yaml = new YAMLMapper();

  @Test
  void dashboardsComeFromTheirFilesAndStayThatWay() throws IOException {
    JsonNode provider = read(PROVISIONING.resolve("dashboards/tailwatch.yml")).at("/providers/0");
    assertThat(provider.at("/options/path").asText()).isEqualTo("/var/lib/grafana/dashboards");
    assertThat(provider.path("allowUiUpdates").asBoolean(true)).isFalse();
    assertThat(provider.path("folderUid").asText()).isEqualTo("tailwatch");
  }

  @Test
  void theDataSourceIsThePrometheusOfTheStack() throws IOException {
    JsonNode source = source();
    assertThat(source.path("type").asText()).isEqualTo("prometheus");
    assertThat(source.path("url").asText()).isEqualTo("http://prometheus:9090");
    assertThat(source.path("uid").asText()).isNotBlank();
  }

  /** Grafana makes $__rate_interval of it: were it shorter, rates would have gaps. */
  @Test
  void theDataSourceKnowsHowOftenPrometheusScrapes() throws IOException {
    Assumptions.assumeTrue(
        Files.exists(PROMETHEUS), "there is no " + PROMETHEUS + " to compare with");
    assertThat(source().at("/jsonData/timeInterval").asText())
        .isEqualTo(read(PROMETHEUS).at("/global/scrape_interval").asText());
  }

  private JsonNode source() throws IOException {
    return read(PROVISIONING.resolve("datasources/prometheus.yml")).at("/datasources/0");
  }

  private JsonNode read(Path file) throws IOException {
    return yaml.readTree(file.toFile());
  }
}
