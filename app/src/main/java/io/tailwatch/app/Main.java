// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app;

import io.tailwatch.app.bench.BenchCommand;
import io.tailwatch.app.bench.latency.LatencyCommand;
import io.tailwatch.app.bench.sizing.SizingCommand;
import io.tailwatch.app.bench.training.TrainingCommand;
import io.tailwatch.app.cli.Console;
import io.tailwatch.app.cli.Defaults;
import io.tailwatch.app.cli.ExitCode;
import io.tailwatch.app.cli.Failures;
import io.tailwatch.app.cli.LogSettings;
import io.tailwatch.app.cli.UnknownSettings;
import io.tailwatch.app.doctor.DoctorCommand;
import io.tailwatch.app.letters.DeadLettersCommand;
import io.tailwatch.app.offline.BoundsCommand;
import io.tailwatch.app.offline.EstimateCommand;
import io.tailwatch.app.publish.PublishCommand;
import io.tailwatch.app.service.AnalyzeCommand;
import io.tailwatch.app.service.BrokerCommand;
import io.tailwatch.app.service.DemoCommand;
import io.tailwatch.app.train.TrainCommand;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/** The entry point of {@code tailwatch}. */
public final class Main {

  private Main() {}

  /** Runs a command and exits with its code. */
  public static void main(String[] args) {
    System.exit(run(Console.system(), args));
  }

  /** Runs a command in this process and returns its exit code. Throws nothing. */
  public static int run(Console console, String... args) {
    int code = execute(console, args);
    // Whoever reads a pipe that closed, or fills a disk, must not take half a result for a whole.
    if (console.out().checkError() && code == ExitCode.OK) {
      console.complain("cannot write standard output: the disk is full, or its reader went away");
      code = ExitCode.FAILURE;
    }
    console.err().flush();
    return code;
  }

  private static int execute(Console console, String... args) {
    try {
      Defaults defaults = Defaults.load(console.env(), List.of(args));
      CommandLine commandLine = commandLine(console, defaults);
      LogSettings.warnings(console.env()).forEach(console::warn);
      UnknownSettings.warnings(defaults, commandLine).forEach(console::warn);
      return commandLine.execute(args);
    } catch (Exception | Error e) {
      return Failures.report(console, e);
    }
  }

  static CommandLine commandLine(Console console, Defaults defaults) {
    var commandLine = new CommandLine(new TailwatchCommand());
    commandLine.addSubcommand(new DemoCommand(console));
    commandLine.addSubcommand(new BrokerCommand(console));
    commandLine.addSubcommand(new TrainCommand(console, defaults));
    commandLine.addSubcommand(new PublishCommand(console, defaults));
    commandLine.addSubcommand(new AnalyzeCommand(console, defaults));
    commandLine.addSubcommand(new EstimateCommand(console));
    commandLine.addSubcommand(new BoundsCommand(console));
    commandLine.addSubcommand(DeadLettersCommand.of(console, defaults));
    commandLine.addSubcommand(new DoctorCommand(console, defaults));
    commandLine.addSubcommand(
        new CommandLine(new BenchCommand(console))
            .addSubcommand(new LatencyCommand(console))
            .addSubcommand(new SizingCommand(console))
            .addSubcommand(new TrainingCommand(console)));
    commandLine
        .setOut(console.out())
        .setErr(console.err())
        .setDefaultValueProvider(defaults)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setAbbreviatedOptionsAllowed(false)
        .setUsageHelpWidth(80)
        .setColorScheme(Help.defaultColorScheme(console.ansi()))
        .setParameterExceptionHandler((e, arguments) -> Failures.reportUsage(console, e))
        .setExecutionExceptionHandler((e, command, result) -> Failures.report(console, e));
    TailwatchCommand.describe(commandLine);
    return commandLine;
  }
}
