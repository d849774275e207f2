// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.tailwatch.app.Main;
import io.tailwatch.app.cli.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Kubernetes manifests. */
class ManifestsTest {

  private static final String IMAGE = "tailwatch:" + Repository.version();

  @Test
  void theyAreReadByTheirTypesAndKeepTheRules() {
    assertThat(ManifestRules.problems(Manifests.read(), IMAGE, paths())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serviceName: tailwatch-pods|serviceNames: tailwatch-pods",
        "readOnlyRootFilesystem: true|readOnlyRoot: true",
        "periodSeconds: 10|period: 10",
        "maxUnavailable: 1|maxUnavailble: 1",
        "interval: 15s|intervall: 15s",
        "key: token|keys: token",
        "kind: ConfigMap|kind: Secret",
        "apiVersion: policy/v1|apiVersion: policy/v1beta1",
        "replicas: 2|replicas: two",
      })
  void whatKubernetesWouldNotUnderstandIsFound(String change) {
    String[] parts = change.split("\\|");
    String text = text();
    assertThat(text).contains(parts[0]);
    String broken = text.replace(parts[0], parts[1]);
    assertThatThrownBy(() -> Manifests.parse(broken)).isInstanceOf(IllegalArgumentException.class);
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        arguments("image: tailwatch:0", "image: tailwatch:1", "the image must be"),
        arguments("targetPort: http", "targetPort: web", "must lead to a port of the pods"),
        arguments("clusterIP: None", "clusterIP: 10.0.0.1", "a headless service"),
        arguments(".tailwatch-pods.", ".tailwatch.", "the advertised URL"),
        arguments("name: POD_NAMESPACE", "name: NAMESPACE", "POD_NAMESPACE must be known"),
        arguments("enableServiceLinks: false", "enableServiceLinks: true", "must not become"),
        arguments("    - port: http\n", "    - port: web\n", "must name a port of the service"),
        arguments("          name: tailwatch-http", "          name: other", "must have the token"),
        arguments("path: /health/live", "path: /healthz", "the API has no /healthz"),
        arguments(
            "startupProbe:\n            httpGet:\n              path: /health/live",
            "startupProbe:\n            tcpSocket:\n              host: localhost",
            "there must be three probes"),
        arguments("GracePeriodSeconds: 40", "GracePeriodSeconds: 20", "30 s to stop"),
        arguments("runAsUser: 10001", "runAsUser: 0", "the user of the image"),
        arguments("type: RuntimeDefault", "type: Unconfined", "the default seccomp profile"),
        arguments("Escalation: false", "Escalation: true", "must not be gained"),
        arguments("Filesystem: true", "Filesystem: false", "the root must be read-only"),
        arguments("drop: [ALL]", "drop: [CHOWN]", "must be dropped"),
        arguments("serviceAccountName: tailwatch", "serviceAccountName: x", "service account"),
        arguments("ountToken: false", "ountToken: true", "no token of Kubernetes"),
        arguments("cpu: 500m", "ephemeral-storage: 1Gi", "CPU must be asked for"),
        arguments("memory: 1Gi\n            limits", "memory: 2Gi\n            limits", "limited"),
        arguments("state-dir=/var/lib", "state-dir=/tmp", "the state must be on its own volume"),
        arguments("mountPath: /tmp", "mountPath: /temp", "a place for temporary files"),
        arguments("config/analyzer.properties", "config/a.properties", "must name the mounted"),
        arguments("file=/etc/tailwatch/http", "file=/etc/http", "the mounted secret"));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void aManifestThatBreaksARuleIsFound(String part, String other, String problem) {
    String text = text();
    assertThat(text).contains(part);
    assertThat(ManifestRules.problems(Manifests.parse(text.replace(part, other)), IMAGE, paths()))
        .anySatisfy(found -> assertThat(found).contains(problem));
  }

  @Test
  void everyFileIsInTheKustomization() throws IOException {
    try (Stream<Path> files = Files.list(Repository.ROOT.resolve(Manifests.DIRECTORY))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(resources().stream(), Stream.of("kustomization.yaml")).toList());
    }
  }

  @Test
  void theProgramTakesArgumentsEnvironmentAndConfigurationOfThePod(@TempDir Path dir)
      throws IOException {
    assertThat(doctor(dir, text()))
        .contains("no address of a broker can be reached")
        .doesNotContain("unknown", "must be", "cannot be read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"standbys=1|standby=1", "bind=0|binds=0", "TAILWATCH_CON|TAILWATCH_CNO"})
  void aSettingThatTheProgramDoesNotKnowIsFound(String change, @TempDir Path dir)
      throws IOException {
    String[] parts = change.split("\\|");
    assertThat(doctor(dir, text().replace(parts[0], parts[1]))).contains("unknown setting");
  }

  /** What the doctor says with what the pod has; it takes the same as the analyzer. */
  private static String doctor(Path dir, String manifests) throws IOException {
    Manifests read = Manifests.parse(manifests);
    var container =
        read.one(StatefulSet.class).getSpec().getTemplate().getSpec().getContainers().get(0);
    assertThat(container.getArgs()).containsExactly("analyze");
    Files.createDirectories(dir.resolve("http"));
    Files.writeString(dir.resolve("http/token"), "not-a-secret\n");
    for (var file : read.one(ConfigMap.class).getData().entrySet()) {
      Files.createDirectories(dir.resolve("config"));
      Files.writeString(
          dir.resolve("config").resolve(file.getKey()),
          file.getValue()
              .replace("/etc/tailwatch", dir.toString())
              .replace("/var/lib/tailwatch", dir.resolve("state").toString())
              // Where nothing listens.
              .replace("kafka:9092", "127.0.0.1:1"));
    }
    var env = new HashMap<String, String>();
    for (EnvVar variable : container.getEnv()) {
      if (variable.getValue() != null) {
        env.put(
            variable.getName(),
            variable
                .getValue()
                .replace("/etc/tailwatch", dir.toString())
                .replace("$(POD_NAME)", "tailwatch-0")
                .replace("$(POD_NAMESPACE)", "default"));
      }
    }
    env.put("TAILWATCH_LOG_FORMAT", "text");
    var said = new StringWriter();
    var writer = new PrintWriter(said);
    Main.run(
        new Console(InputStream.nullInputStream(), writer, writer, Map.copyOf(env), false, false),
        "doctor",
        "--port",
        "0");
    return said.toString();
  }

  private static List<String> resources() {
    return Yaml.texts(
        Yaml.map(Repository.text(Manifests.DIRECTORY + "kustomization.yaml")), "resources");
  }

  private static String text() {
    return resources().stream()
        .map(file -> Repository.text(Manifests.DIRECTORY + file))
        .collect(Collectors.joining("---\n"));
  }

  private static Set<String> paths() {
    try {
      var api =
          new ObjectMapper()
              .readTree(
                  Repository.text(
                      "analyzer/src/main/resources/io/tailwatch/analyzer/http/openapi.json"));
      var paths = new TreeSet<String>();
      api.get("paths").fieldNames().forEachRemaining(paths::add);
      return paths;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
