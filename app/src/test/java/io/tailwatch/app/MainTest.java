// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailwatch.app.cli.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

  @ParameterizedTest
  @ValueSource(strings = {"demo", "broker", "train", "analyze", "estimate", "bounds", "bench"})
  void everyCommandHasHelpWithExitCodes(String command) {
    Cli.Result help = new Cli().run(command, "--help");
    assertThat(help.code()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out())
        .startsWith("Usage: tailwatch " + command)
        .contains("Default: ")
        .contains("3   no Kafka broker answers")
        .contains("--version");
  }

  @Test
  void aTopicPrefixThatTopicsCannotHaveIsAUsageError() {
    for (String command : List.of("train", "analyze")) {
      assertOneLine(new Cli().run(command, "--topic-prefix", "a b"), 2).contains("--topic-prefix");
    }
  }

  @Test
  void anApplicationIdThatTopicsCannotHaveIsAUsageError() {
    assertOneLine(new Cli().run("analyze", "--application-id", "a b"), 2).contains("a b");
  }

  @Test
  void outputThatCannotBeWrittenIsAFailure() {
    var full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    var err = new StringWriter();
    var console =
        new Console(
            InputStream.nullInputStream(),
            new PrintWriter(full, true),
            new PrintWriter(err, true),
            Map.of(),
            false,
            false);
    assertThat(Main.run(console, "--version")).isEqualTo(1);
    assertThat(err.toString()).contains("cannot write standard output");
  }

  @Test
  void theHelpNamesEveryCommandAndNoOther() {
    assertThat(new Cli().run("--help").out().lines())
        .filteredOn(line -> line.matches("  [a-z]+ .*"))
        .extracting(line -> line.strip().split(" ")[0])
        .containsExactly("demo", "broker", "train", "analyze", "estimate", "bounds", "bench");
  }

  @Test
  void theVersionComesFromTheBuild() {
    Cli.Result version = new Cli().run("--version");
    assertThat(version.code()).isZero();
    assertThat(version.out()).matches("tailwatch \\d+\\.\\d+\\.\\d+\\S*\\R");
  }

  @Test
  void withoutACommandTheHelpGoesToStderr() {
    Cli.Result nothing = new Cli().run();
    assertThat(nothing.code()).isEqualTo(2);
    assertThat(nothing.out()).isEmpty();
    assertThat(nothing.err()).contains("a command is missing", "Usage: tailwatch", "demo");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo --prot 1",
        "demo --port abc",
        "demo --port 70000",
        "demo --duration soon",
        "broker --port 70000",
        "analyze --port -1",
        "analyze --threads 0",
        "train --steps -1",
        "train --rate -1",
        "train --batch-size 0",
        "train --model mlp",
      })
  void aWrongOptionIsOneLineAndExitCode2(String line) {
    String[] args = line.split(" ");
    assertOneLine(new Cli().run(args), 2).contains(args[1].substring(2, 5));
  }

  @Test
  void anUnknownCommandIsOneLine() {
    assertOneLine(new Cli().run("anlyze"), 2).contains("anlyze").contains("--help");
  }

  @Test
  void flagsWinOverTheEnvironmentOverTheFileOverDefaults(@TempDir Path dir) throws IOException {
    Path file = Files.writeString(dir.resolve("tailwatch.properties"), "ridge=0.3\n");
    String[] bounds = {"bounds", "--eigenvalues", "1", "--learning-rate", "0.5"};
    Cli.Result byDefault = new Cli().run(bounds);
    Cli fromFile = new Cli().env("TAILWATCH_CONFIG", file.toString());
    Cli.Result byFile = fromFile.run(bounds);
    Cli.Result byEnvironment = fromFile.env("TAILWATCH_RIDGE", "0.2").run(bounds);
    Cli.Result byFlag =
        fromFile.run("bounds", "--eigenvalues", "1", "--learning-rate", "0.5", "--ridge", "0.1");
    assertThat(byDefault.out()).contains("ridge 0,");
    assertThat(byFile.out()).contains("ridge 0.3,");
    assertThat(byEnvironment.out()).contains("ridge 0.2,");
    assertThat(byFlag.out()).contains("ridge 0.1,");
  }

  @Test
  void misspeltSettingsAreNamed(@TempDir Path dir) throws IOException {
    Path file = Files.writeString(dir.resolve("c.properties"), "rigde=1\nkafka.acks=1\n");
    Cli.Result result =
        new Cli()
            .env("TAILWATCH_PROT", "1")
            .env("TAILWATCH_JAVA_OPTS", "-Xmx2g")
            .env("TAILWATCH_CONFIG", file.toString())
            .run("bounds", "--eigenvalues", "1", "--learning-rate", "0.5");
    assertThat(result.code()).isZero();
    assertThat(result.err())
        .isEqualToNormalizingNewlines(
            """
            tailwatch: warning: unknown setting TAILWATCH_PROT
            tailwatch: warning: unknown setting rigde
            """);
  }

  @Test
  void anUnreadableConfigurationFileIsOneLine() {
    Cli.Result result = new Cli().run("analyze", "--config", "/nowhere/tailwatch.properties");
    assertOneLine(result, 2).contains("/nowhere/tailwatch.properties (no such file)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"train", "analyze"})
  void anUnreachableBrokerIsExitCode3AndSaysWhatToDo(String command) throws IOException {
    String nobody = "127.0.0.1:" + freePort();
    Cli.Result result = new Cli().env("KAFKA_BOOTSTRAP_SERVERS", nobody).run(command);
    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err().lines().reduce((first, last) -> last).orElseThrow())
        .startsWith("tailwatch: no Kafka broker at " + nobody + " answered within 10 s")
        .contains("start one (tailwatch broker) or correct --bootstrap-servers");
    assertThat(result.err()).doesNotContain("\tat ");
  }

  @ParameterizedTest
  @CsvSource({
    "train, nonsense, 2",
    "analyze, nonsense, 2",
    "train, host.invalid:1, 3",
    "analyze, host.invalid:1, 3"
  })
  void aBrokerAddressThatIsNoneIsNamed(String command, String address, int code) {
    Cli.Result result = new Cli().run(command, "--bootstrap-servers", address);
    assertThat(result.code()).as(result.err()).isEqualTo(code);
    assertThat(result.err().lines().reduce((first, last) -> last).orElseThrow())
        .startsWith("tailwatch: ")
        .contains("bootstrap");
    assertThat(result.err()).doesNotContain("\tat ");
  }

  @Test
  void aTakenPortOfTheBrokerIsOneLine() throws IOException {
    try (var taken = new ServerSocket(0, 1, java.net.InetAddress.getByName("127.0.0.1"))) {
      Cli.Result result = new Cli().run("broker", "--port", "" + taken.getLocalPort());
      assertOneLine(result, 1).contains("is taken").contains("--port");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "0", "NaN", "much"})
  void aWrongLearningRateIsOneLine(String rate) {
    assertOneLine(new Cli().run("train", "--learning-rate", rate), 2).contains(rate);
  }

  @Test
  void anUnknownDataSetIsBadDataAndListsTheKnownOnes() {
    assertOneLine(new Cli().run("train", "--data", "nowhere.csv"), 4)
        .contains("nowhere.csv")
        .contains("concrete");
  }

  @Test
  void stackTracesAreShownOnRequestOnly() {
    Cli.Result result = new Cli().env("TAILWATCH_DEBUG", "1").run("train", "--data", "nowhere.csv");
    assertThat(result.code()).isEqualTo(4);
    assertThat(result.err()).contains("\tat io.tailwatch");
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static org.assertj.core.api.AbstractStringAssert<?> assertOneLine(
      Cli.Result result, int code) {
    assertThat(result.code()).as(result.err()).isEqualTo(code);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines()).hasSize(1);
    return assertThat(result.err()).startsWith("tailwatch: ");
  }
}
