// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.doctor;

import io.tailwatch.analyzer.AnalyzerConfig;
import io.tailwatch.app.cli.AnalyzerOptions;
import io.tailwatch.app.cli.Console;
import io.tailwatch.app.cli.Defaults;
import io.tailwatch.app.cli.ExitCode;
import io.tailwatch.app.cli.Failures;
import io.tailwatch.app.cli.Format;
import io.tailwatch.app.cli.Json;
import io.tailwatch.app.cli.KafkaOptions;
import io.tailwatch.app.cli.Numbers;
import io.tailwatch.app.live.Screen;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tailwatch doctor}: what would keep an analyzer with these options from running. */
@Command(
    name = "doctor",
    description = {
      "Looks for what would keep an analyzer with the same options from running: here, on the way",
      "to the brokers, in their settings, topics, permissions and groups. Says what to do.",
      "Changes nothing on the cluster; the transactional id APPLICATION-ID-doctor is used once."
    },
    footer = {
      "",
      "Exit code 1: there is a problem. 3: no broker answers, or none lets us in.",
      "Examples:",
      "  tailwatch doctor --bootstrap-servers broker:9092 --replication-factor 3",
      "  tailwatch doctor --config analyzer.properties --format json"
    })
public final class DoctorCommand implements Callable<Integer> {

  private static final String CONNECTION = "connection";

  private final Console console;

  @Mixin private final KafkaOptions kafka;

  @Mixin private final AnalyzerOptions options = new AnalyzerOptions();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json.")
  private Format format;

  /** A command that talks to this console. */
  public DoctorCommand(Console console, Defaults defaults) {
    this.console = console;
    this.kafka = new KafkaOptions(defaults);
  }

  @Override
  public Integer call() throws InterruptedException {
    AnalyzerConfig config = options.config(kafka);
    var findings = new Findings();
    new LocalChecks(config, findings).run();
    boolean heard = new AddressCheck(findings).bootstrap(config.bootstrapServers());
    int code = ExitCode.UNREACHABLE;
    if (heard) {
      code = examine(config, findings);
    } else {
      findings.skipped(CONNECTION, "no address of a broker can be reached");
    }
    print(findings);
    return code == ExitCode.OK && findings.count(Status.PROBLEM) > 0 ? ExitCode.FAILURE : code;
  }

  /** All about the cluster; an exit code of its own if that does not answer. */
  private int examine(AnalyzerConfig config, Findings findings) throws InterruptedException {
    try (var cluster = Cluster.connect(kafka)) {
      new BrokerChecks(cluster, config, findings).run();
      var topics = new TopicChecks(cluster, config, findings);
      topics.run();
      new TransactionChecks(cluster, config, kafka, findings).run();
      new GroupChecks(cluster, config, kafka, findings, topics.iterates()).run();
      return ExitCode.OK;
    } catch (AuthenticationException e) {
      findings.problem(CONNECTION, Failures.notLetIn(e), "");
    } catch (TimeoutException e) {
      findings.problem(
          CONNECTION,
          "something listens, but does not answer as a Kafka broker with security.protocol "
              + kafka.properties().getOrDefault("security.protocol", "PLAINTEXT"),
          "correct security.protocol or --bootstrap-servers");
    } catch (KafkaException e) {
      findings.problem(CONNECTION, Failures.sentence(e), "correct the setting that this is about");
      return ExitCode.USAGE;
    }
    return ExitCode.UNREACHABLE;
  }

  private void print(Findings findings) {
    if (format == Format.JSON) {
      console.out().println(Json.text(Report.json(findings)));
    } else {
      Report.lines(findings, new Screen(console).width(), console.ansi())
          .forEach(console.out()::println);
    }
    console.out().flush();
    console.say(
        Numbers.text(findings.count(Status.PROBLEM))
            + (findings.count(Status.PROBLEM) == 1 ? " problem, " : " problems, ")
            + Numbers.text(findings.count(Status.WARNING))
            + (findings.count(Status.WARNING) == 1 ? " warning, " : " warnings, ")
            + Numbers.text(findings.count(Status.OK))
            + " ok, "
            + Numbers.text(findings.count(Status.SKIPPED))
            + " skipped");
  }
}
