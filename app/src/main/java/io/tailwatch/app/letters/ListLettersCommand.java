// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.letters;

import io.tailwatch.app.cli.CommandFailure;
import io.tailwatch.app.cli.Console;
import io.tailwatch.app.cli.Defaults;
import io.tailwatch.app.cli.ExitCode;
import io.tailwatch.app.cli.Format;
import io.tailwatch.app.cli.Json;
import io.tailwatch.app.cli.KafkaOptions;
import io.tailwatch.app.cli.Numbers;
import io.tailwatch.app.live.Screen;
import io.tailwatch.events.Topics;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tailwatch dead-letters list}. */
@Command(
    name = "list",
    description = {
      "Lists the newest dead letters, the newest last, or counts them by reason.",
      "A record that has several letters, because the analyzer crashed, is listed once."
    },
    footer = {
      "",
      "The id of a letter is where the refused record lies, partition@offset; show and replay",
      "take it. Names and keys from outside are shown with escapes where they are not text.",
      "Examples:",
      "  tailwatch dead-letters list --summary",
      "  tailwatch dead-letters list --run 'run 7' --since 2h --format json"
    })
final class ListLettersCommand implements Callable<Integer> {

  private final Console console;

  @Mixin private final KafkaOptions kafka;

  @Mixin private final LetterFilter filter = new LetterFilter();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "List at most the newest N; 0 lists all.")
  private int limit;

  @Option(names = "--summary", description = "Count the letters by reason instead.")
  private boolean summary;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json.")
  private Format format;

  ListLettersCommand(Console console, Defaults defaults) {
    this.console = console;
    this.kafka = new KafkaOptions(defaults);
  }

  @Override
  public Integer call() {
    if (limit < 0) {
      throw CommandFailure.usage("--limit must be at least 0: was " + limit);
    }
    String understood = new Topics(kafka.topicPrefix()).iterates();
    var groups = new ReasonGroups();
    Deque<LetterLine> newest = new ArrayDeque<>();
    LetterTopic.Tally tally;
    try (var letters = LetterTopic.open(kafka)) {
      tally =
          letters.read(
              filter.sinceMillis(),
              letter -> {
                if (filter.matches(letter)) {
                  groups.add(letter);
                  keep(newest, letter);
                }
              });
    }
    if (format == Format.JSON) {
      print(
          List.of(
              Json.text(
                  LettersJson.list(
                      new Topics(kafka.topicPrefix()).deadLetters(),
                      tally,
                      groups,
                      summary ? List.of() : newest))));
    } else {
      int width = new Screen(console).width();
      print(
          summary ? groups.lines(understood, width) : LetterLine.table(newest, understood, width));
      say(tally, groups.total(), newest.size());
    }
    return ExitCode.OK;
  }

  private void keep(Deque<LetterLine> newest, Letter letter) {
    if (summary) {
      return;
    }
    newest.addLast(LetterLine.of(letter));
    if (limit > 0 && newest.size() > limit) {
      newest.removeFirst();
    }
  }

  private void print(List<String> lines) {
    lines.forEach(console.out()::println);
    console.out().flush();
  }

  private void say(LetterTopic.Tally tally, long matched, int shown) {
    String topic = new Topics(kafka.topicPrefix()).deadLetters();
    if (tally.read() == 0) {
      console.say("no letters in " + topic);
      return;
    }
    console.say(
        Numbers.text(matched)
            + (filter.isAny() ? " matching" : "")
            + (matched == 1 ? " letter in " : " letters in ")
            + topic
            + (tally.repeated() == 0
                ? ""
                : "; " + Numbers.text(tally.repeated()) + " that repeat another were left out"));
    if (!summary && shown < matched) {
      console.say(Numbers.text(matched - shown) + " older ones are not shown: --limit 0 shows all");
    }
  }
}
