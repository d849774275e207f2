// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tailwatch.deploy.ComposeFile.Service;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The compose file. */
class ComposeTest {

  private final ComposeFile file = ComposeFile.read();

  @Test
  void itIsValidInEveryProfileAndKeepsTheRules() {
    assertThat(file.profiles()).containsExactly("cluster", "single");
    assertThat(ComposeRules.problems(file)).isEmpty();
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        arguments("restart: unless-stopped", "restarts: always", "'restarts' is not defined"),
        arguments("condition: service_healthy", "condition: healthy", "enumeration"),
        arguments(
            "grafana/grafana:13.2.3",
            "grafana/grafana:latest",
            "grafana: the image must have a full version"),
        arguments(
            "grafana/grafana:13.2.3",
            "grafana/grafana",
            "grafana: the image must have a full version"),
        arguments(
            "image: tailwatch:0", "image: tailwatch:1", "training: the image must be of version"),
        arguments(
            "image: apache/kafka:4",
            "image: apache/kafka:3",
            "kafka: the image must be of version"),
        arguments(
            "127.0.0.1:${GRAFANA",
            "0.0.0.0:${GRAFANA",
            "grafana: ports are published on the loopback only"),
        arguments(
            "SECOND_ANALYZER_PORT:-8081",
            "SECOND_ANALYZER_PORT:-8080",
            "analyzer-2: the port is taken"),
        arguments(
            "healthcheck: {disable: true}",
            "healthcheck: {retries: 3}",
            "training: a health check is off for trainings"),
        arguments(
            "healthcheck: &web-healthcheck",
            "x-unused: &web-healthcheck",
            "alertmanager: needs a health check"),
        arguments("cap_drop: [ALL]", "cap_drop: [CHOWN]", "kafka: must drop all capabilities"),
        arguments(
            "no-new-privileges:true",
            "no-new-privileges:false",
            "grafana: must not gain privileges"),
        arguments("read_only: true", "read_only: false", "prometheus: must have a read-only root"),
        arguments("mem_limit: 1g", "privileged: true", "kafka: must not have privileged"),
        arguments(
            "GF_SECURITY_ADMIN_PASSWORD__FILE: /run/secrets/grafana_admin_password",
            "GF_SECURITY_ADMIN_PASSWORD: admin",
            "grafana: GF_SECURITY_ADMIN_PASSWORD must name a file"),
        arguments(
            "secrets: [grafana_admin_password]",
            "secrets: []",
            "names a secret that it is not given"),
        arguments(
            "command: [analyze]",
            "command: [analyze, --http-token=x]",
            "analyzer: no secrets on the command line"),
        arguments(
            "file: ./deploy/secrets/http_token",
            "file: ./docs/http_token",
            "secret http_token: must be the file"),
        arguments(
            "./dashboards/prometheus:/etc",
            "./dashboards/other:/etc",
            "prometheus: there is no directory ./dashboards/other"),
        arguments(
            ":/etc/prometheus:ro",
            ":/etc/prometheus",
            "prometheus: what is mounted from the repository is read-only"),
        arguments("  kafka-3-data:", "  kafka-4-data:", "kafka-3: there is no volume kafka-3-data"),
        arguments(
            "analyzer-1: {condition",
            "analyzer: {condition",
            "depends on analyzer, which is not of its profile"),
        arguments(
            "kafka: {condition",
            "broker: {condition",
            "analyzer: depends on broker, which does not exist"),
        arguments(
            "SERVERS: kafka:19092",
            "SERVERS: kafka-1:19092",
            "analyzer: there is no kafka-1 in profile single"));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void aFileThatBreaksARuleIsFound(String part, String other, String problem) {
    String text = Repository.text(ComposeFile.NAME);
    assertThat(text).contains(part);
    assertThat(ComposeRules.problems(ComposeFile.parse(text.replace(part, other))))
        .anySatisfy(found -> assertThat(found).contains(problem));
  }

  @Test
  void theClusterSurvivesTheLossOfABroker() {
    Map<String, Service> cluster = file.services("cluster");
    List<Service> brokers = cluster.values().stream().filter(Service::isBroker).toList();
    assertThat(brokers).hasSize(3);
    for (Service broker : brokers) {
      assertThat(broker.environment())
          .containsEntry("KAFKA_DEFAULT_REPLICATION_FACTOR", "3")
          .containsEntry("KAFKA_MIN_INSYNC_REPLICAS", "2")
          .containsEntry("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "3")
          .containsEntry("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", "3")
          .containsEntry("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "2");
    }
    assertThat(brokers)
        .extracting(broker -> broker.environment().get("KAFKA_NODE_ID"))
        .doesNotHaveDuplicates();
    List<Service> analyzers =
        cluster.values().stream().filter(service -> service.runs("analyze")).toList();
    assertThat(analyzers).hasSize(2);
    for (Service analyzer : analyzers) {
      assertThat(analyzer.environment())
          .containsEntry("TAILWATCH_REPLICATION_FACTOR", "3")
          .containsEntry("TAILWATCH_STANDBYS", "1");
      assertThat(analyzer.dependsOn()).containsOnlyKeys("kafka-1", "kafka-2", "kafka-3");
      assertThat(analyzer.names()).contains("analyzer");
    }
  }

  @Test
  void aBrokerIsReachedFromOutsideAtThePortThatItTellsItsClients() {
    for (Service service : file.services().values()) {
      if (service.isBroker()) {
        String[] port = service.ports().get(0).split(":");
        assertThat(service.environment())
            .extractingByKey("KAFKA_ADVERTISED_LISTENERS")
            .asString()
            .isEqualTo("INTERNAL://%s:19092,HOST://127.0.0.1:%s", service.name(), port[1]);
        assertThat(port[2]).isEqualTo("9092");
      }
    }
  }

  @Test
  void neitherGitNorTheBuildOfTheImageSeesSecrets() {
    assertThat(Repository.text(".gitignore").lines()).contains("/deploy/secrets/", "/.env");
    assertThat(Repository.text(".dockerignore").lines()).contains("deploy/secrets", ".env");
    String setup = Repository.text("deploy/setup");
    for (String secret : Yaml.map(file.tree(), "secrets").keySet()) {
      assertThat(setup).contains(secret);
    }
    assertThat(Repository.text(".env.example")).contains("COMPOSE_PROFILES=single");
  }
}
