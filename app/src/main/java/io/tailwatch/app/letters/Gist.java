// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.letters;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.InvalidProtocolBufferException;
import io.tailwatch.events.BadEventException;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.IterateBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which run, series and steps a letter is about, as far as it can be read: from the part of the
 * value before what is wrong with it, else from the key.
 *
 * @param run name of the run, empty if unknown
 * @param series name of the series, empty if unknown
 * @param attempt of the run
 * @param step the first one
 * @param steps how many
 * @param from {@code value}, {@code key}, or empty
 */
record Gist(
    String run,
    String series,
    OptionalLong attempt,
    OptionalLong step,
    OptionalLong steps,
    String from) {

  private static final JsonFactory JSON = new JsonFactory();

  private static final Gist NOTHING =
      new Gist("", "", OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), "");

  /** What can be read of a letter. */
  static Gist of(Letter letter) {
    if (letter.value() != null) {
      Gist gist = letter.isJson() ? ofJson(letter.value()) : ofProtobuf(letter.value());
      if (!gist.run.isEmpty() || !gist.series.isEmpty()) {
        return gist;
      }
    }
    return ofKey(letter.key());
  }

  /** {@code run/series}, or nothing. */
  Optional<String> name() {
    return run.isEmpty()
        ? Optional.empty()
        : Optional.of(series.isEmpty() ? run : run + "/" + series);
  }

  /** The batch as far as it can be parsed; fields behind the damage have their defaults. */
  static IterateBatch parse(byte[] value) {
    try {
      return IterateBatch.parseFrom(value);
    } catch (InvalidProtocolBufferException e) {
      return e.getUnfinishedMessage() instanceof IterateBatch batch
          ? batch
          : IterateBatch.getDefaultInstance();
    }
  }

  private static Gist ofProtobuf(byte[] value) {
    IterateBatch batch = parse(value);
    // A field that is 0 is not on the wire: whether it was read at all, only later ones tell.
    boolean read = batch.getFirstStep() != 0 || batch.getSteps() != 0 || batch.getDimension() != 0;
    return new Gist(
        batch.getRun(),
        batch.getSeries(),
        read ? OptionalLong.of(Math.max(1, batch.getAttempt())) : OptionalLong.empty(),
        read ? OptionalLong.of(batch.getFirstStep()) : OptionalLong.empty(),
        read ? OptionalLong.of(batch.getSteps()) : OptionalLong.empty(),
        "value");
  }

  private static Gist ofJson(byte[] value) {
    String run = "";
    String series = "";
    OptionalLong attempt = OptionalLong.empty();
    OptionalLong step = OptionalLong.empty();
    OptionalLong steps = OptionalLong.empty();
    try (JsonParser parser = JSON.createParser(value)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String field = parser.currentName();
          parser.nextToken();
          switch (field) {
            case "run" -> run = text(parser);
            case "series" -> series = text(parser);
            case "attempt" -> attempt = number(parser);
            case "firstStep", "first_step" -> step = number(parser);
            case "steps" -> steps = number(parser);
            default -> parser.skipChildren();
          }
        }
      }
    } catch (IOException e) {
      // What came before the damage is what there is.
    }
    return new Gist(run, series, attempt, step, steps, "value");
  }

  private static String text(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      return parser.getText();
    }
    parser.skipChildren();
    return "";
  }

  private static OptionalLong number(JsonParser parser) throws IOException {
    try {
      return switch (parser.currentToken()) {
        case VALUE_NUMBER_INT -> OptionalLong.of(parser.getLongValue());
        case VALUE_STRING -> OptionalLong.of(Long.parseLong(parser.getText()));
        default -> {
          parser.skipChildren();
          yield OptionalLong.empty();
        }
      };
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private static Gist ofKey(byte[] key) {
    if (key == null) {
      return NOTHING;
    }
    try {
      SeriesKey parsed = SeriesKey.parse(new String(key, StandardCharsets.UTF_8));
      return new Gist(
          parsed.run(),
          parsed.series(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          "key");
    } catch (BadEventException e) {
      return NOTHING;
    }
  }
}
