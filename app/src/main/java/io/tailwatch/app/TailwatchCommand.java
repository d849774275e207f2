// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app;

import io.tailwatch.app.cli.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tailwatch} without a subcommand: says what there is. */
@Command(
    name = "tailwatch",
    description = "Watches the tail index of live SGD training over Kafka.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Start with: tailwatch demo",
      "A setting comes from its flag, else from the environment (--state-dir is",
      "TAILWATCH_STATE_DIR), else from the file named by --config, else from its default.",
      "Kafka properties: KAFKA_SECURITY_PROTOCOL=SSL sets security.protocol, and so on.",
      "TAILWATCH_DEBUG=1 shows stack traces; NO_COLOR=1 turns colour off;",
      "TAILWATCH_LOG_FORMAT=json makes every line of stderr a JSON object."
    })
final class TailwatchCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    CommandLine self = spec.commandLine();
    self.usage(self.getErr());
    throw new ParameterException(self, "a command is missing");
  }

  /** What the help of a command and those below it has in common with all others. */
  static void describe(CommandLine command) {
    command.getSubcommands().values().forEach(TailwatchCommand::describe);
    command.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(new Version());
    command
        .getCommandSpec()
        .usageMessage()
        .showDefaultValues(true)
        .abbreviateSynopsis(true)
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(exitCodes());
  }

  private static Map<String, String> exitCodes() {
    var codes = new LinkedHashMap<String, String>();
    codes.put(" " + ExitCode.OK, "success; Ctrl-C of a service included");
    codes.put(" " + ExitCode.FAILURE, "failure");
    codes.put(" " + ExitCode.USAGE, "wrong option or argument");
    codes.put(" " + ExitCode.UNREACHABLE, "no Kafka broker answers, or none lets us in");
    codes.put(" " + ExitCode.BAD_DATA, "bad data");
    return codes;
  }

  /** The version that the build wrote down. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
      var build = new Properties();
      try (InputStream in = TailwatchCommand.class.getResourceAsStream("build.properties")) {
        build.load(in);
      }
      return new String[] {"tailwatch " + build.getProperty("version")};
    }
  }
}
