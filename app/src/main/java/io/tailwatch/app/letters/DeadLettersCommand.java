// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.letters;

import io.tailwatch.app.cli.Console;
import io.tailwatch.app.cli.Defaults;
import java.util.Map;
import java.util.Stack;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** {@code tailwatch dead-letters}: what the analyzer refused. */
@Command(
    name = "dead-letters",
    description = {
      "Shows what the analyzer refused and why, and sends it once more after a fix.",
      "Without a command: list."
    },
    synopsisSubcommandLabel = "[list|show|replay]",
    preprocessor = DeadLettersCommand.ListByDefault.class,
    footer = {
      "",
      "Examples:",
      "  tailwatch dead-letters list --summary",
      "  tailwatch dead-letters list --run 'run 7' --since 2h",
      "  tailwatch dead-letters show 3@1234",
      "  tailwatch dead-letters replay --reason direction --dry-run"
    })
public final class DeadLettersCommand {

  private DeadLettersCommand() {}

  /** The command with those below it, talking to this console. */
  public static CommandLine of(Console console, Defaults defaults) {
    var command = new CommandLine(new DeadLettersCommand());
    command.addSubcommand(new ListLettersCommand(console, defaults));
    command.addSubcommand(new ShowLetterCommand(console, defaults));
    command.addSubcommand(new ReplayLettersCommand(console, defaults));
    return command;
  }

  /** Puts {@code list} before options that come without a command. */
  static final class ListByDefault implements IParameterPreprocessor {
    @Override
    public boolean preprocess(
        Stack<String> arguments, CommandSpec command, ArgSpec argument, Map<String, Object> info) {
      if (arguments.isEmpty() || isOptionOfList(arguments.peek(), command)) {
        arguments.push("list");
      }
      return false;
    }

    private static boolean isOptionOfList(String first, CommandSpec command) {
      return first.startsWith("-") && command.findOption(first) == null;
    }
  }
}
