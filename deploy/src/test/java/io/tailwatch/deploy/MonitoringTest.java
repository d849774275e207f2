// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailwatch.deploy.ComposeFile.Service;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the configuration of Prometheus, Alertmanager and Grafana expects of the compose file. */
class MonitoringTest {

  private static final Pattern SECRET = Pattern.compile("/run/secrets/(\\w+)");
  private static final List<String> FILES =
      List.of(
          "dashboards/prometheus/prometheus.yml",
          "dashboards/alertmanager/alertmanager.yml",
          "dashboards/grafana/provisioning/datasources/prometheus.yml",
          "dashboards/grafana/provisioning/dashboards/tailwatch.yml");

  private final ComposeFile compose = ComposeFile.read();

  @Test
  void whatTheConfigurationNamesIsThere() {
    for (String file : FILES) {
      assertThat(problems(file, Repository.text(file))).as(file).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 | secrets/http_token         | secrets/token          | prometheus has no secret token
          0 | alertmanager:9093          | alerts:9093            | there is no alerts
          0 | names: [analyzer]          | names: [analyser]      | there is no analyser
          0 | port: 8080                 | port: 8081             | there is no port 8081 of analyzer
          0 | alertmanager:9093          | alertmanager:9094      | there is no port 9094 of alertmanager
          1 | secrets/slack_url          | secrets/slack          | alertmanager has no secret slack
          2 | http://prometheus:9090     | http://prom:9090       | there is no prom
          3 | /var/lib/grafana/dashboards | /dashboards           | grafana has nothing at /dashboards
          """)
  void aConfigurationThatNamesSomethingElseIsFound(
      int file, String part, String other, String problem) {
    String text = Repository.text(FILES.get(file));
    assertThat(text).contains(part);
    assertThat(problems(FILES.get(file), text.replace(part, other)))
        .anySatisfy(found -> assertThat(found).contains(problem));
  }

  @Test
  void eachConfigurationIsMountedWhereItsProgramLooks() {
    assertThat(services().get("prometheus").command())
        .contains("--config.file=/etc/prometheus/prometheus.yml");
    assertThat(mounts("prometheus")).containsEntry("/etc/prometheus", "./dashboards/prometheus");
    assertThat(services().get("alertmanager").command())
        .contains("--config.file=/etc/alertmanager/alertmanager.yml");
    assertThat(mounts("alertmanager"))
        .containsEntry("/etc/alertmanager", "./dashboards/alertmanager");
    // Where the image of Grafana looks by itself.
    assertThat(mounts("grafana"))
        .containsEntry("/etc/grafana/provisioning", "./dashboards/grafana/provisioning");
    assertThat(Repository.ROOT.resolve("dashboards/grafana/dashboards"))
        .isDirectoryContaining("glob:**.json");
  }

  /** What a file names and the compose file does not have, in whichever profile. */
  private List<String> problems(String file, String text) {
    var problems = new ArrayList<String>();
    String owner = Path.of(file).getName(1).toString();
    Matcher secret = SECRET.matcher(text);
    while (secret.find()) {
      if (!services().get(owner).secrets().contains(secret.group(1))) {
        problems.add(owner + " has no secret " + secret.group(1));
      }
    }
    Map<String, Object> tree = Yaml.map(text);
    for (String profile : compose.profiles()) {
      for (String address : addresses(tree)) {
        String[] parts = address.split(":");
        check(profile, parts[0], parts[1], problems);
      }
    }
    for (Map<String, Object> provider : Yaml.maps(tree, "providers")) {
      String path = String.valueOf(Yaml.map(provider, "options").get("path"));
      if (!"./dashboards/grafana/dashboards".equals(mounts(owner).get(path))) {
        problems.add(owner + " has nothing at " + path);
      }
    }
    return problems;
  }

  private void check(String profile, String host, String port, List<String> problems) {
    List<Service> named =
        compose.services(profile).values().stream()
            .filter(service -> service.names().contains(host))
            .toList();
    if (named.isEmpty()) {
      problems.add("there is no " + host + " in profile " + profile);
    }
    for (Service service : named) {
      if (service.ports().stream().noneMatch(published -> published.endsWith(":" + port))) {
        problems.add("there is no port " + port + " of " + host);
      }
    }
  }

  /** What is asked, notified or looked up. */
  private static Set<String> addresses(Map<String, Object> tree) {
    var addresses = new HashSet<String>();
    var jobs = new ArrayList<>(Yaml.maps(tree, "scrape_configs"));
    jobs.addAll(Yaml.maps(Yaml.map(tree, "alerting"), "alertmanagers"));
    for (Map<String, Object> job : jobs) {
      for (Map<String, Object> lookup : Yaml.maps(job, "dns_sd_configs")) {
        Yaml.texts(lookup, "names").forEach(name -> addresses.add(name + ":" + lookup.get("port")));
      }
      for (Map<String, Object> fixed : Yaml.maps(job, "static_configs")) {
        addresses.addAll(Yaml.texts(fixed, "targets"));
      }
    }
    for (Map<String, Object> source : Yaml.maps(tree, "datasources")) {
      addresses.add(String.valueOf(source.get("url")).replace("http://", ""));
    }
    addresses.removeIf(address -> address.startsWith("localhost:"));
    return addresses;
  }

  private Map<String, Service> services() {
    return compose.services();
  }

  private Map<String, String> mounts(String service) {
    return services().get(service).volumes().stream()
        .map(volume -> volume.split(":"))
        .collect(Collectors.toMap(parts -> parts[1], parts -> parts[0]));
  }
}
