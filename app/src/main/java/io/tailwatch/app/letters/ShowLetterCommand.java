// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.letters;

import io.tailwatch.app.cli.CommandFailure;
import io.tailwatch.app.cli.Console;
import io.tailwatch.app.cli.Defaults;
import io.tailwatch.app.cli.ExitCode;
import io.tailwatch.app.cli.Failures;
import io.tailwatch.app.cli.Format;
import io.tailwatch.app.cli.Json;
import io.tailwatch.app.cli.KafkaOptions;
import io.tailwatch.app.cli.Printable;
import io.tailwatch.app.live.Screen;
import io.tailwatch.events.Topics;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tailwatch dead-letters show}. */
@Command(
    name = "show",
    description = {
      "Shows one dead letter: headers, reason, stack trace, and its batch as far as it can be read",
      "or else its bytes."
    },
    footer = {
      "",
      "Examples:",
      "  tailwatch dead-letters show 3@1234",
      "  tailwatch dead-letters show tailwatch.dead-letters.v1-0@17 --out letter.bin"
    })
final class ShowLetterCommand implements Callable<Integer> {

  private final Console console;

  @Mixin private final KafkaOptions kafka;

  @Parameters(
      paramLabel = "ID",
      description = {
        "Where the refused record lies, partition@offset, as list prints it; or",
        "topic-partition@offset of the record or of the letter."
      })
  private String id;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write the value, byte by byte, to this new file.")
  private Path out;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json.")
  private Format format;

  ShowLetterCommand(Console console, Defaults defaults) {
    this.console = console;
    this.kafka = new KafkaOptions(defaults);
  }

  @Override
  public Integer call() {
    var topics = new Topics(kafka.topicPrefix());
    Place place =
        Place.parse(id, topics.iterates())
            .orElseThrow(
                () ->
                    CommandFailure.usage(
                        "ID must be partition@offset or topic-partition@offset: was "
                            + Printable.text(id)));
    Letter letter =
        find(place)
            .orElseThrow(
                () ->
                    CommandFailure.failure(
                        "no letter about "
                            + Printable.text(place.toString())
                            + " in "
                            + topics.deadLetters()
                            + ": tailwatch dead-letters list shows those that there are"));
    if (format == Format.JSON) {
      console.out().println(Json.text(LetterPage.json(letter)));
    } else {
      LetterPage.lines(letter, new Screen(console).width()).forEach(console.out()::println);
    }
    console.out().flush();
    if (out != null) {
      write(letter);
    }
    return ExitCode.OK;
  }

  private Optional<Letter> find(Place place) {
    try (var letters = LetterTopic.open(kafka)) {
      if (place.topic().equals(letters.topic())) {
        return letters.at(place);
      }
      var found = new AtomicReference<Letter>();
      letters.read(
          0,
          letter -> {
            if (letter.id().equals(place)) {
              found.set(letter);
            }
          });
      return Optional.ofNullable(found.get());
    }
  }

  private void write(Letter letter) {
    if (letter.value() == null) {
      throw CommandFailure.failure("the record has no value: there is nothing to write");
    }
    try {
      Files.write(out, letter.value(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw CommandFailure.failure(out + " exists: choose another file for --out");
    } catch (IOException e) {
      throw CommandFailure.failure("cannot write " + out + " (" + Failures.reason(e) + ")");
    }
    console.say(
        letter.value().length
            + " bytes written to "
            + out
            + (letter.truncated() ? ", the beginning of " + letter.originalBytes() : ""));
  }
}
