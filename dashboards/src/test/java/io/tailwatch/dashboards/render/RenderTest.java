// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.dashboards.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the dashboards use can be drawn, and what cannot be drawn is said. */
@Timeout(120)
class RenderTest {
  private static final Path DASHBOARDS = Path.of("grafana", "dashboards");
  private static final int WIDTH = 1200;
  private static final TimeRange TIME = TimeRange.of(1_700_000_000, 600, WIDTH, 5);

  private static final String SINGLE =
      """
      {"templating": {"list": [{"name": "observable", "type": "query",
        "query": {"query": "label_values(tailwatch_verdict, observable)"}}]}}
      """;

  private static CannedPrometheus prometheus;
  private static Pictures pictures;

  @TempDir private Path dir;

  @BeforeAll
  static void start() throws IOException {
    Optional<Path> chromium = Chromium.find(System.getenv());
    String ci = System.getenv().getOrDefault("CI", "");
    if (chromium.isEmpty() && !ci.isEmpty() && !ci.equals("false")) {
      throw new AssertionError("nothing is drawn: apt-get install chromium");
    }
    Assumptions.assumeTrue(chromium.isPresent(), "nothing is drawn: there is no Chromium");
    prometheus = CannedPrometheus.start();
    pictures = Pictures.start(chromium.get());
  }

  @AfterAll
  static void stop() {
    if (pictures != null) {
      pictures.close();
      prometheus.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"overview", "run", "analyzer"})
  void drawsTheDashboard(String name) throws Exception {
    Path picture = dir.resolve(name + ".png");
    pictures.take(board(name, "light"), WIDTH, picture);
    BufferedImage image = ImageIO.read(picture.toFile());
    assertThat(image.getWidth()).isEqualTo(WIDTH);
    assertThat(image.getHeight()).isGreaterThan(WIDTH);
    assertThat(colours(image)).isGreaterThan(100);
  }

  @Test
  void everyQueryHasItsVariablesReplaced() throws Exception {
    board("analyzer", "dark");
    assertThat(prometheus.questions())
        .isNotEmpty()
        .allSatisfy(question -> assertThat(question).doesNotContain("$"))
        .anySatisfy(question -> assertThat(question).contains("job=~\".+\"").contains("[20s]"));
  }

  @Test
  void aPanelIsRepeatedForEachObservable() throws Exception {
    assertThat(board("run", "dark").findValuesAsText("title"))
        .contains("Series s/1", "Index of projection", "Index of norm")
        .doesNotContain("Index of $observable");
  }

  /** Norm comes first by its name. */
  @Test
  void ofAVariableWithOneValueTheFirstIsTaken() throws Exception {
    ObjectNode dashboard = (ObjectNode) new ObjectMapper().readTree(SINGLE);
    Variables chosen =
        new Answers(new Prometheus(prometheus.url()), TIME).variables(dashboard, Map.of());
    assertThat(chosen.inQuery("$observable")).isEqualTo("norm");
  }

  @Test
  void aPanelThatCannotBeDrawnIsAnError() throws Exception {
    ObjectNode board = board("overview", "dark");
    ((ObjectNode) board.at("/panels/0/panel")).put("type", "piechart");
    assertThatThrownBy(() -> pictures.take(board, WIDTH, dir.resolve("x.png")))
        .hasMessageContaining("panels of type piechart cannot be drawn");
  }

  @Test
  void aUnitThatCannotBeDrawnIsAnError() throws Exception {
    ObjectNode board = board("overview", "dark");
    ((ObjectNode) board.at("/panels/1/panel/fieldConfig/defaults")).put("unit", "furlong");
    assertThatThrownBy(() -> pictures.take(board, WIDTH, dir.resolve("x.png")))
        .hasMessageContaining("unit furlong cannot be drawn");
  }

  @Test
  void whatPrometheusRefusesIsAnError() {
    var source = new Prometheus(prometheus.url());
    assertThatThrownBy(() -> source.instant("refuse me(", TIME))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("parse error");
  }

  private static ObjectNode board(String name, String theme) throws Exception {
    var answers = new Answers(new Prometheus(prometheus.url()), TIME);
    return Board.of(DASHBOARDS.resolve(name + ".json"), Map.of(), theme, answers);
  }

  private static long colours(BufferedImage image) {
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    return Arrays.stream(pixels).distinct().count();
  }
}
