// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.letters;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailwatch.app.cli.CommandFailure;
import io.tailwatch.app.cli.Console;
import io.tailwatch.app.cli.Defaults;
import io.tailwatch.app.cli.ExitCode;
import io.tailwatch.app.cli.Failures;
import io.tailwatch.app.cli.Format;
import io.tailwatch.app.cli.Json;
import io.tailwatch.app.cli.KafkaOptions;
import io.tailwatch.app.cli.Numbers;
import io.tailwatch.app.cli.Printable;
import io.tailwatch.events.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tailwatch dead-letters replay}. */
@Command(
    name = "replay",
    description = {
      "Sends dead letters once more to the topic they came from: key, value and headers as they",
      "came, without those about the error. For when the reason is gone: a limit was raised, a",
      "defect mended, a missing descriptor has come.",
      "Steps that the analyzer has passed meanwhile are counted as repeated (repeated_steps of the",
      "estimates), never a second time."
    },
    footer = {
      "",
      "Exit code 4: some of the letters could not be sent again, because they are truncated.",
      "Examples:",
      "  tailwatch dead-letters replay 3@1234 3@1250",
      "  tailwatch dead-letters replay --reason direction --since 1h --dry-run",
      "  tailwatch dead-letters replay --all --yes"
    })
final class ReplayLettersCommand implements Callable<Integer> {

  private static final int NAMED = 10;

  private final Console console;

  @Mixin private final KafkaOptions kafka;

  @Mixin private final LetterFilter filter = new LetterFilter();

  @Parameters(
      arity = "0..*",
      paramLabel = "ID",
      description = "Letters as list prints them, partition@offset or topic-partition@offset.")
  private List<String> ids = List.of();

  @Option(names = "--all", description = "All letters.")
  private boolean all;

  @Option(names = "--dry-run", description = "Say what would be sent, and send nothing.")
  private boolean dryRun;

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json.")
  private Format format;

  ReplayLettersCommand(Console console, Defaults defaults) {
    this.console = console;
    this.kafka = new KafkaOptions(defaults);
  }

  @Override
  public Integer call() {
    if (ids.isEmpty() && !filter.isAny() && !all) {
      throw CommandFailure.usage(
          "which letters? Name their ids, filter them by --run, --series, --reason or --since, or"
              + " say --all");
    }
    var topics = new Topics(kafka.topicPrefix());
    Set<Place> wanted = places(topics);
    Replay replay;
    try (var letters = LetterTopic.open(kafka)) {
      replay = new Replay(topics.iterates(), wanted, filter);
      letters.read(filter.sinceMillis(), replay::look);
      requireFound(wanted, replay, topics);
      sayPlan(replay, topics);
      if (!dryRun && replay.sendable() > 0) {
        confirm(replay, topics);
        replay.send(kafka, letters, filter.sinceMillis());
      }
    }
    report(replay, topics);
    if (!replay.failures().isEmpty()) {
      return ExitCode.FAILURE;
    }
    return replay.refused().isEmpty() ? ExitCode.OK : ExitCode.BAD_DATA;
  }

  private Set<Place> places(Topics topics) {
    Set<Place> places = new HashSet<>();
    for (String id : ids) {
      places.add(
          Place.parse(id, topics.iterates())
              .orElseThrow(
                  () ->
                      CommandFailure.usage(
                          "ID must be partition@offset or topic-partition@offset: was "
                              + Printable.text(id))));
    }
    return places;
  }

  private static void requireFound(Set<Place> wanted, Replay replay, Topics topics) {
    Set<Place> missing = new HashSet<>(wanted);
    missing.removeAll(replay.found());
    if (!missing.isEmpty()) {
      throw CommandFailure.failure(
          "no letter about "
              + Printable.text(missing.iterator().next().toString())
              + (missing.size() == 1 ? "" : " and " + (missing.size() - 1) + " others")
              + " in "
              + topics.deadLetters()
              + " that passes the filters: nothing was sent");
    }
  }

  private void sayPlan(Replay replay, Topics topics) {
    replay.refused().stream().limit(NAMED).forEach(no -> console.warn(no.sentence()));
    if (replay.refused().size() > NAMED) {
      console.warn(
          Numbers.text(replay.refused().size() - NAMED) + " more letters cannot be sent again");
    }
    if (replay.sendable() == 0) {
      console.say("no letter to send");
    } else if (dryRun) {
      console.say("would send " + letters(replay.sendable()) + " to " + topics.iterates());
    }
  }

  private void confirm(Replay replay, Topics topics) {
    if (yes) {
      return;
    }
    console
        .err()
        .print(
            "tailwatch: send "
                + letters(replay.sendable())
                + " to "
                + topics.iterates()
                + " on "
                + kafka.bootstrapServers()
                + "? [y/N] ");
    console.err().flush();
    String answer;
    try {
      answer =
          new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8))
              .readLine();
    } catch (IOException e) {
      throw CommandFailure.failure("cannot read the answer (" + Failures.reason(e) + ")");
    }
    if (answer == null) {
      console.err().println();
    }
    String word = answer == null ? "" : answer.strip().toLowerCase(Locale.ROOT);
    if (!word.equals("y") && !word.equals("yes")) {
      throw CommandFailure.failure("nothing was sent: answer y, or say --yes beforehand");
    }
  }

  private void report(Replay replay, Topics topics) {
    if (format == Format.JSON) {
      ObjectNode node = Json.object();
      node.put("topic", topics.iterates());
      node.put("dryRun", dryRun);
      node.put("selected", replay.sendable() + replay.refused().size());
      node.put("sent", replay.sent());
      put(node.putArray("refused"), replay.refused());
      put(node.putArray("failed"), replay.failures());
      console.out().println(Json.text(node));
      console.out().flush();
    }
    replay.failures().stream().limit(NAMED).forEach(no -> console.complain(no.sentence()));
    if (replay.sent() > 0) {
      console.say(
          letters(replay.sent())
              + " sent to "
              + topics.iterates()
              + "; steps that the analyzer has passed count as repeated, never twice");
    }
  }

  private static void put(ArrayNode array, List<Replay.Unsent> letters) {
    for (Replay.Unsent letter : letters) {
      ObjectNode each = array.addObject();
      each.put("id", letter.id().toString());
      each.put("reason", letter.reason());
    }
  }

  private static String letters(long count) {
    return Numbers.text(count) + (count == 1 ? " letter" : " letters");
  }
}
