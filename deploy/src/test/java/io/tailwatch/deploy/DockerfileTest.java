// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The Dockerfile. */
class DockerfileTest {

  @TempDir private static Path root;

  @BeforeAll
  static void assemble() throws IOException {
    Layout.assemble(Dockerfile.read(), root);
  }

  @AfterAll
  static void release() throws IOException {
    Layout.release(root);
  }

  @Test
  void itKeepsTheRules() {
    assertThat(DockerfileRules.problems(Dockerfile.read(), root)).isEmpty();
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        arguments("FROM maven:3.9.16-", "FROM maven:latest-", "FROM must have a full version"),
        arguments(":17.0.19_10-jre-noble\n", ":17-jre\n", "FROM must have a full version"),
        arguments("-jre-noble\n", "-jre-alpine\n", "FROM must have glibc"),
        arguments("COPY . .", "ADD https://example.org/a.tar /", "COPY instead of ADD"),
        arguments("ARG REVISION", "ARG API_TOKEN", "secrets stay in a layer"),
        arguments("COPY --from=build /src/tailwatch", "COPY tailwatch", "what was built"),
        arguments("USER 10001:10001", "USER tailwatch", "USER must be numbers"),
        arguments("USER 10001:10001", "USER 0:0", "USER must be numbers"),
        arguments("image.licenses", "image.license", "needs the label"),
        arguments("ARG VERSION=0.", "ARG VERSION=1.", "VERSION must be"),
        arguments("ENTRYPOINT [\"", "ENTRYPOINT exec [\"", "ENTRYPOINT must be there, in exec"),
        arguments("HEALTHCHECK", "ONBUILD HEALTHCHECK", "HEALTHCHECK must be there"),
        arguments("[\"/opt/tailwatch/tailwatch\"]", "[\"/tailwatch\"]", "ENTRYPOINT: no program"),
        arguments("tailwatch/healthcheck\"]", "tailwatch/check\"]", "HEALTHCHECK: no program"));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void aFileThatBreaksARuleIsFound(String part, String other, String problem) {
    String text = Repository.text(Dockerfile.NAME);
    assertThat(text).contains(part);
    assertThat(DockerfileRules.problems(Dockerfile.parse(text.replace(part, other)), root))
        .anySatisfy(found -> assertThat(found).contains(problem));
  }

  @Test
  void theImageHoldsTheProgramAndNothingElse() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      assertThat(
              files
                  .filter(Files::isRegularFile)
                  .map(file -> root.relativize(file).toString())
                  .filter(file -> !file.endsWith(".jar")))
          .containsExactlyInAnyOrder("opt/tailwatch/tailwatch", "opt/tailwatch/healthcheck");
    }
    Path app = root.resolve("opt/tailwatch/app/target");
    assertThat(app.resolve("tailwatch.jar")).exists();
    assertThat(app.resolve("lib")).isDirectoryContaining("glob:**/kafka-clients-*.jar");
    assertThat(app.resolve("lib")).isDirectoryNotContaining("glob:**/*junit*.jar");
  }
}
