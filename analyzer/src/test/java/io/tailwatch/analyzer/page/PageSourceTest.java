// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What can be said of the files of the page without a browser. */
class PageSourceTest {
  private static final long MAX_BYTES = 400_000;
  private static final Pattern IMPORT =
      Pattern.compile("^(?:import|export)\\b[^;]*?from '([^']+)';", Pattern.MULTILINE);

  private final Path root = root();

  private static Path root() {
    try {
      return Path.of(
              PageSourceTest.class.getResource("/io/tailwatch/analyzer/page/index.html").toURI())
          .getParent();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.filter(Files::isRegularFile).toList();
    }
  }

  private List<Path> ownScripts() throws IOException {
    return files().stream()
        .filter(file -> file.toString().endsWith(".js"))
        .filter(file -> !file.startsWith(root.resolve("vendor")))
        .toList();
  }

  @Test
  void librariesAreUnpackedWithTheirLicences() {
    assertThat(
            Stream.of(
                "preact.js",
                "uPlot.esm.js",
                "uPlot.min.css",
                "NOTICE.txt",
                "htm-LICENSE.txt",
                "preact-LICENSE.txt",
                "uPlot-LICENSE.txt"))
        .allSatisfy(name -> assertThat(root.resolve("vendor").resolve(name)).isNotEmptyFile());
  }

  @Test
  void everythingTogetherIsLight() throws IOException {
    long bytes = 0;
    for (Path file : files()) {
      if (!file.toString().endsWith(".txt")) {
        bytes += Files.size(file);
      }
    }
    assertThat(bytes).isLessThan(MAX_BYTES);
  }

  @Test
  void everyModuleIsThereAndAskedForAtOnce() throws IOException {
    Set<String> imported = new TreeSet<>();
    for (Path file : ownScripts()) {
      Matcher matcher = IMPORT.matcher(Files.readString(file));
      while (matcher.find()) {
        Path target = file.getParent().resolve(matcher.group(1)).normalize();
        assertThat(target).as("import of %s", root.relativize(file)).isRegularFile();
        imported.add("page/" + root.relativize(target));
      }
    }
    Set<String> preloaded =
        Pattern.compile("<link rel=\"modulepreload\" href=\"([^\"]+)\">")
            .matcher(Files.readString(root.resolve("index.html")))
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(preloaded).isEqualTo(imported);
  }

  @Test
  void namesNeverBecomeMarkup() throws IOException {
    for (Path file : ownScripts()) {
      assertThat(Files.readString(file))
          .as("%s", root.relativize(file))
          .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(")
          .doesNotContain("dangerouslySet", "new Function", "createContextualFragment");
    }
  }

  @Test
  void nothingIsInlineForThePolicyForbidsIt() throws IOException {
    String index = Files.readString(root.resolve("index.html"));
    assertThat(index).doesNotContain("<style", "style=", "onclick", "onload", "javascript:");
    assertThat(Pattern.compile("<script(?![^>]*\\bsrc=)").matcher(index).find()).isFalse();
    assertThat(index).doesNotContain("http://", "https://");
  }

  @Test
  void theDarkThemeIsTheSameByWishAndByChoice() throws IOException {
    String style = Files.readString(root.resolve("style.css"));
    assertThat(properties(style, ":root:not([data-theme=\"light\"]) {"))
        .isNotEmpty()
        .isEqualTo(properties(style, ":root[data-theme=\"dark\"] {"));
  }

  private static List<String> properties(String style, String selector) {
    int start = style.indexOf(selector) + selector.length();
    return style
        .substring(start, style.indexOf('}', start))
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .toList();
  }
}
