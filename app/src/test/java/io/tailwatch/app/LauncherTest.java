// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher script in a tree of its own, with scripts in place of Java and Maven. */
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(60)
class LauncherTest {

  @TempDir private Path dir;
  private Path home;
  private Path tools;
  private Path jar;

  @BeforeEach
  void tree() throws IOException {
    home = Files.createDirectories(dir.resolve("a tree"));
    Path launcher = Path.of("..", "tailwatch");
    Files.copy(launcher, home.resolve("tailwatch"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.writeString(home.resolve("pom.xml"), "<project/>");
    Files.createDirectories(home.resolve("app/src/main/java"));
    Files.writeString(home.resolve("app/pom.xml"), "<project/>");
    jar = home.resolve("app/target/tailwatch.jar");
    tools = Files.createDirectories(dir.resolve("tools"));
    // What the script itself needs, so that the PATH can hold nothing else.
    for (String name :
        List.of(
            "cat",
            "dirname",
            "readlink",
            "sed",
            "head",
            "find",
            "mkdir",
            "rm",
            "mv",
            "touch",
            "sleep")) {
      Path place = Files.exists(Path.of("/usr/bin", name)) ? Path.of("/usr/bin") : Path.of("/bin");
      tool(name, "exec " + place.resolve(name) + " \"$@\"");
    }
  }

  @Test
  void argumentsAndTheExitCodePassThroughFromAnywhereAndThroughALink() throws Exception {
    tool("java", javaOf("17.0.15", "printf '<%s>' \"$@\"; exit 42"));
    builtNow();
    Path link = dir.resolve("tw");
    Files.createSymbolicLink(link, home.resolve("tailwatch"));
    Run run = run(link, "estimate", "my file.txt", "", "--k=3").end();
    assertThat(run.code()).isEqualTo(42);
    assertThat(run.out())
        .contains("<-jar><" + jar.toRealPath() + "><estimate><my file.txt><><--k=3>");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void withoutJavaItSaysWhatIsMissing() throws Exception {
    builtNow();
    Run run = run(home.resolve("tailwatch"), "--version").end();
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).startsWith("tailwatch: needs JDK 17 or newer. ").contains("JAVA_HOME");
    assertThat(run.err().lines()).hasSize(1);
  }

  @Test
  void anOldJavaIsNamedAndPassedOver() throws Exception {
    builtNow();
    tool("java", javaOf("11.0.2", "echo old"));
    Run run = run(home.resolve("tailwatch"), "--version").end();
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("found " + tools.resolve("java") + ", version 11");
    tool("java", javaOf("1.8.0_392", "echo old"));
    assertThat(run(home.resolve("tailwatch"), "--version").end().err()).contains("version 8");
  }

  @Test
  void javaHomeComesFirst() throws Exception {
    builtNow();
    tool("java", javaOf("17.0.1", "echo from the path"));
    Path jdk = Files.createDirectories(dir.resolve("jdk/bin"));
    executable(jdk.resolve("java"), javaOf("25", "echo from JAVA_HOME"));
    Run run =
        start(Map.of("JAVA_HOME", dir.resolve("jdk").toString()), home.resolve("tailwatch")).end();
    assertThat(run.out()).isEqualTo("from JAVA_HOME\n");
  }

  @Test
  void withoutMavenItSaysWhatIsMissing() throws Exception {
    tool("java", javaOf("17", "echo never"));
    Run run = run(home.resolve("tailwatch"), "--version").end();
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("needs Maven 3.8.7 or newer to build");
    assertThat(run.out()).isEmpty();
    assertThat(home.resolve("app/.build.lock")).doesNotExist();
  }

  @Test
  void aFailedBuildEndsItAndLeavesNoLock() throws Exception {
    tool("java", javaOf("17", "echo never"));
    tool("mvn", "echo broken; exit 1");
    Run run = run(home.resolve("tailwatch"), "--version").end();
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("broken").contains("the build failed");
    assertThat(run.out()).isEmpty();
    assertThat(home.resolve("app/.build.lock")).doesNotExist();
  }

  @Test
  void itBuildsOnlyWhatIsNewerThanTheJar() throws Exception {
    tool("java", javaOf("17", "echo ran"));
    countingMaven(0);
    Path launcher = home.resolve("tailwatch");
    assertThat(run(launcher).end().out()).isEqualTo("ran\n");
    assertThat(builds()).isEqualTo(1);
    assertThat(run(launcher).end().err()).isEmpty();
    assertThat(builds()).isEqualTo(1);
    Path source = Files.createFile(home.resolve("app/src/main/java/New.java"));
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
    assertThat(run(launcher).end().err()).contains("building");
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void threeTerminalsAtOnceBuildOnce() throws Exception {
    tool("java", javaOf("17", "echo ran"));
    countingMaven(2);
    var runs = new ArrayList<Started>();
    for (int i = 0; i < 3; i++) {
      runs.add(run(home.resolve("tailwatch")));
    }
    for (Started started : runs) {
      assertThat(started.end().out()).isEqualTo("ran\n");
    }
    assertThat(builds()).isEqualTo(1);
    assertThat(home.resolve("app/.build.lock")).doesNotExist();
  }

  @Test
  void theLockOfADeadBuildIsNoObstacle() throws Exception {
    tool("java", javaOf("17", "echo ran"));
    countingMaven(0);
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Path lock = Files.createDirectories(home.resolve("app/.build.lock"));
    Files.writeString(lock.resolve("pid"), dead.pid() + "\n");
    assertThat(run(home.resolve("tailwatch")).end().out()).isEqualTo("ran\n");
  }

  @Test
  void anInstalledCopyWithoutSourcesRunsAsItIs() throws Exception {
    tool("java", javaOf("17", "echo ran"));
    builtNow();
    Files.delete(home.resolve("pom.xml"));
    FileTime longAgo = FileTime.from(Instant.EPOCH);
    Files.setLastModifiedTime(jar, longAgo);
    assertThat(run(home.resolve("tailwatch")).end().out()).isEqualTo("ran\n");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "256m, -, 268435456, UseSerialGC",
        "1g, -, 1073741824, UseSerialGC",
        "2000m, -, 2097152000, UseSerialGC",
        "2g, -, 2147483648, UseG1GC",
        "8G, -, 8589934592, UseG1GC",
        "-, -Xmx3g, 3221225472, UseG1GC",
        "-, -Xmx300m, 314572800, UseSerialGC",
        "4g, -Xmx512m -XX:+UseParallelGC, 536870912, UseParallelGC",
      })
  void heapAndCollectorFitEachOtherAndTheUsersOptionsWin(
      String heap, String options, String bytes, String collector) throws Exception {
    Map<String, String> flags = realFlags(heap, options, "estimate");
    assertThat(flags).containsEntry("MaxHeapSize", bytes).containsEntry(collector, "true");
    if (collector.equals("UseG1GC")) {
      assertThat(flags).containsEntry("G1HeapRegionSize", String.valueOf(16 << 20));
    }
    assertThat(List.of("UseSerialGC", "UseG1GC", "UseParallelGC", "UseZGC", "UseShenandoahGC"))
        .filteredOn(name -> "true".equals(flags.get(name)))
        .containsExactly(collector);
  }

  @Test
  void onlyAServiceEndsAtOnceWithoutMemory() throws Exception {
    assertThat(realFlags("300m", null, "analyze")).containsEntry("ExitOnOutOfMemoryError", "true");
    assertThat(realFlags("300m", null, "estimate"))
        .containsEntry("ExitOnOutOfMemoryError", "false");
    assertThat(realFlags("300m", "-XX:-ExitOnOutOfMemoryError", "analyze"))
        .containsEntry("ExitOnOutOfMemoryError", "false");
  }

  @Test
  void aShareOfTheMemoryIsLeftToTheJvm() throws Exception {
    Map<String, String> flags = realFlags("10%", null, "analyze");
    assertThat(Double.parseDouble(flags.get("MaxRAMPercentage"))).isEqualTo(10);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // A small container, a usual machine, a large one; somebody chose a share.
        "134217728, ergonomic, default, -Xmx256m, UseSerialGC",
        "1073741824, ergonomic, default, -, UseSerialGC",
        "3221225472, ergonomic, default, -, UseG1GC",
        "17179869184, ergonomic, default, -Xmx4g, UseG1GC",
        "134217728, ergonomic, command line, -, UseSerialGC",
        "17179869184, ergonomic, environment, -, UseG1GC",
        "17179869184, environment, default, -, UseG1GC",
      })
  void withoutAWishTheHeapIsTheJvmsOwnWithinBounds(
      String bytes, String whose, String share, String option, String collector) throws Exception {
    builtNow();
    tool(
        "java",
        javaOf(
            "17.0.15",
            """
            case "$*" in *PrintFlagsFinal*)
            echo '   size_t MaxHeapSize    = %s    {product} {%s}'
            echo '   double MaxRAMPercentage    = 25.000000    {product} {%s}'
            exit 0;; esac
            printf '<%%s>' "$@"
            """
                .formatted(bytes, whose, share)));
    String given = run(home.resolve("tailwatch"), "bounds").end().out();
    assertThat(given).contains("<-XX:+" + collector + ">");
    if (option == null) {
      assertThat(given).doesNotContain("-Xmx");
    } else {
      assertThat(given).contains("<" + option + ">");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"much", "0", "1.5g", "-1g", "4gb", "g", "%"})
  void aHeapThatIsNoneIsAUsageError(String heap) throws Exception {
    builtNow();
    tool("java", javaOf("17.0.15", "echo never"));
    Run run = start(Map.of("TAILWATCH_HEAP", heap), home.resolve("tailwatch"), "bounds").end();
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("tailwatch: TAILWATCH_HEAP must be").endsWith(heap + "\n");
  }

  private Map<String, String> realFlags(String heap, String options, String command)
      throws Exception {
    builtNow();
    // A jar without a main class: the JVM starts, says what it was given, and ends.
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    var env = new HashMap<String, String>();
    env.put("JAVA_HOME", System.getProperty("java.home"));
    env.put("TAILWATCH_JAVA_OPTS", (options == null ? "" : options) + " -XX:+PrintFlagsFinal");
    if (heap != null) {
      env.put("TAILWATCH_HEAP", heap);
    }
    Run run = start(env, home.resolve("tailwatch"), command).end();
    var flags = new HashMap<String, String>();
    Matcher flag = Pattern.compile("(?m)^ *\\w+ (\\w+) += (\\S+) ").matcher(run.out() + run.err());
    while (flag.find()) {
      flags.put(flag.group(1), flag.group(2));
    }
    assertThat(flags).as(run.out() + run.err()).isNotEmpty();
    return flags;
  }

  private void builtNow() throws IOException {
    Files.createDirectories(jar.getParent());
    Files.writeString(jar, "jar");
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(2)));
  }

  private void countingMaven(int seconds) throws IOException {
    tool(
        "mvn",
        "echo build >>\""
            + dir
            + "/builds\"; sleep "
            + seconds
            + "; mkdir -p app/target; : >app/target/tailwatch.jar");
  }

  private long builds() throws IOException {
    return Files.readAllLines(dir.resolve("builds")).size();
  }

  private static String javaOf(String version, String action) {
    return "if [ \"$1\" = -version ]; then echo 'openjdk version \""
        + version
        + "\" 2025-04-15' >&2; exit 0; fi\n"
        + action;
  }

  private void tool(String name, String body) throws IOException {
    executable(tools.resolve(name), body);
  }

  private static void executable(Path file, String body) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Started run(Path launcher, String... args) throws IOException {
    return start(Map.of(), launcher, args);
  }

  private Started start(Map<String, String> env, Path launcher, String... args) throws IOException {
    var command = new ArrayList<String>(List.of(launcher.toString()));
    command.addAll(List.of(args));
    var builder = new ProcessBuilder(command).directory(dir.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", tools.toString());
    builder.environment().putAll(env);
    Path out = Files.createTempFile(dir, "out", "");
    Path err = Files.createTempFile(dir, "err", "");
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    return new Started(builder.start(), out, err);
  }

  private record Started(Process process, Path out, Path err) {
    Run end() throws IOException, InterruptedException {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      return new Run(
          process.exitValue(),
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(err, StandardCharsets.UTF_8));
    }
  }

  private record Run(int code, String out, String err) {}
}
