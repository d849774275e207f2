// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailwatch.app.cli.Console;
import io.tailwatch.app.cli.Defaults;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class MainTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "broker",
        "train",
        "publish",
        "analyze",
        "estimate",
        "bounds",
        "dead-letters list",
        "dead-letters show",
        "dead-letters replay",
        "doctor",
        "bench",
        "bench latency",
        "bench sizing"
      })
  void everyCommandHasHelpWithExitCodes(String command) {
    Cli.Result help = new Cli().run((command + " --help").split(" "));
    assertThat(help.code()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out())
        .startsWith("Usage: tailwatch " + command)
        .contains("Default: ")
        .contains("3   no Kafka broker answers")
        .contains("--version");
    assertThat(help.out().lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
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
        .filteredOn(line -> line.matches("  [a-z-]+ .*"))
        .extracting(line -> line.strip().split(" ")[0])
        .containsExactly(
            "demo",
            "broker",
            "train",
            "publish",
            "analyze",
            "estimate",
            "bounds",
            "dead-letters",
            "doctor",
            "bench");
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
        "doctor --port 70000",
        "doctor --format xml",
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
    Path file =
        Files.writeString(dir.resolve("c.properties"), "rigde=1\nkafka.aks=1\nkafka.x.y=1\n");
    Cli.Result result =
        new Cli()
            .env("TAILWATCH_PROT", "1")
            .env("TAILWATCH_ZZZ", "1")
            .env("TAILWATCH_HEAP", "1g")
            .env("TAILWATCH_JAVA_OPTS", "-Xmx2g")
            .env("TAILWATCH_CONFIG", file.toString())
            .run("bounds", "--eigenvalues", "1", "--learning-rate", "0.5");
    assertThat(result.code()).isZero();
    assertThat(result.err())
        .isEqualToNormalizingNewlines(
            """
            tailwatch: warning: unknown setting TAILWATCH_PROT: did you mean TAILWATCH_PORT?
            tailwatch: warning: unknown setting TAILWATCH_ZZZ
            tailwatch: warning: unknown setting rigde: did you mean ridge?
            tailwatch: warning: no Kafka client knows the property aks (from %s): did you mean acks?
            """
                .formatted(file));
  }

  @Test
  void valuesThatLoggingDoesNotKnowAreNamed() {
    Cli.Result result =
        new Cli()
            .env("TAILWATCH_LOG_FORMAT", "xml")
            .env("TAILWATCH_LOG_LEVEL", "loud")
            .env("TAILWATCH_KAFKA_LOG_LEVEL", "Info")
            .run("--version");
    assertThat(result.err())
        .isEqualToNormalizingNewlines(
            """
            tailwatch: warning: TAILWATCH_LOG_FORMAT must be text or json: was xml; logs are text
            tailwatch: warning: TAILWATCH_LOG_LEVEL must be trace, debug, info, warn, error or off: \
            was loud; it is not used
            """);
  }

  /** For every option of every command that has one value: there is no other way to set one. */
  @Test
  void everyOptionIsTakenFromItsFlagThenTheEnvironmentThenTheFile(@TempDir Path dir)
      throws IOException {
    int looked = 0;
    for (OptionSpec option : options(Main.commandLine(console(Map.of()), defaults(Map.of())))) {
      String key = option.longestName().substring(2);
      String variable = "TAILWATCH_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
      Path file = Files.writeString(dir.resolve("c.properties"), key + "=of-the-file\n");
      var env = new HashMap<String, String>(Map.of("TAILWATCH_CONFIG", file.toString()));
      if (!key.equals("config")) {
        assertThat(defaults(env).defaultValue(option)).as(key).isEqualTo("of-the-file");
      }
      env.put(variable, key.equals("config") ? file.toString() : "of-the-environment");
      assertThat(defaults(env).defaultValue(option)).as(key).isEqualTo(env.get(variable));
      assertThat(defaults(Map.of()).defaultValue(option)).as(key).isNull();
      looked++;
    }
    assertThat(looked).isGreaterThan(40);
  }

  @Test
  void theAnalyzerSaysWhatItRunsWithAndWhereEachValueComesFrom(@TempDir Path dir)
      throws IOException {
    Path file =
        Files.writeString(
            dir.resolve("c.properties"),
            """
            bind=10.0.0.1
            threads=9
            port=9
            kafka.ssl.key.password=hunter1
            kafka.client.rack=of-the-file
            """);
    Cli.Result result =
        new Cli()
            .env("TAILWATCH_THREADS", "3")
            .env("TAILWATCH_PORT", "7")
            .env("KAFKA_SASL_JAAS_CONFIG", "some.Module required password='hunter2';")
            .run(
                "analyze",
                "--config",
                file.toString(),
                "--bootstrap-servers=host.invalid:1",
                "--port",
                "5",
                "--kafka",
                "ssl.keystore.password=hunter3");
    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err()).doesNotContain("hunter");
    assertThat(result.err().lines().map(line -> line.replace("tailwatch:   ", "")))
        .contains(
            "bootstrap-servers = host.invalid:1 (--bootstrap-servers)",
            "port = 5 (--port)",
            "threads = 3 (TAILWATCH_THREADS)",
            "bind = 10.0.0.1 (" + file + ")",
            "partitions = 8 (default)",
            "kafka client.rack = of-the-file (" + file + ")",
            "kafka sasl.jaas.config = **** (KAFKA_SASL_JAAS_CONFIG)",
            "kafka ssl.key.password = **** (" + file + ")",
            "kafka ssl.keystore.password = **** (--kafka)");
  }

  private static List<OptionSpec> options(CommandLine command) {
    var options = new ArrayList<OptionSpec>();
    for (OptionSpec option : command.getCommandSpec().options()) {
      if (!option.usageHelp() && !option.versionHelp() && !option.isMultiValue()) {
        options.add(option);
      }
    }
    command.getSubcommands().values().forEach(sub -> options.addAll(options(sub)));
    return options;
  }

  private static Defaults defaults(Map<String, String> env) {
    return Defaults.load(env, List.of());
  }

  private static Console console(Map<String, String> env) {
    var nowhere = new PrintWriter(OutputStream.nullOutputStream());
    return new Console(InputStream.nullInputStream(), nowhere, nowhere, env, false, false);
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
