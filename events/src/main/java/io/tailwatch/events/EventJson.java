// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.RunDescriptor;
import java.io.IOException;

/**
 * The JSON form of iterates and runs, for feeding from {@code kcat}, Kafka Connect and scripts.
 *
 * <p>It is Protobuf's JSON mapping with these rules of our own: {@code values} is an array of
 * numbers, an array of rows, or a base64 string of the little-endian bytes; {@code steps} and
 * {@code dimension} may be left out where the rows, or one of the two, tell them; not-a-number and
 * the infinities may be written as strings or as the bare words {@code NaN}, {@code Infinity},
 * {@code -Infinity}, because that is what Python writes and a diverging training must be seen, not
 * refused; fields that are not known are skipped. A field that comes twice is refused.
 */
final class EventJson {
  private static final int MAX_NUMBER_LENGTH = 100;
  private static final int MAX_FIELD_NAME_LENGTH = 512;

  /** The length of a document, and with it of every text, is checked before it gets here. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(EventLimits.MAX_NESTING)
                  .maxNumberLength(MAX_NUMBER_LENGTH)
                  .maxNameLength(MAX_FIELD_NAME_LENGTH)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  private EventJson() {}

  static IterateBatch iterateBatch(byte[] json, EventLimits limits) {
    IterateBatch.Builder batch = IterateBatch.newBuilder();
    JsonValues values = new JsonValues(limits);
    read(
        json,
        parser ->
            new JsonMessages(parser, limits)
                .read(
                    batch,
                    field -> {
                      if (field.getNumber() != IterateBatch.VALUES_FIELD_NUMBER) {
                        return false;
                      }
                      values.read(parser);
                      return true;
                    }));
    values.putInto(batch);
    return batch.build();
  }

  static RunDescriptor runDescriptor(byte[] json, EventLimits limits) {
    RunDescriptor.Builder run = RunDescriptor.newBuilder();
    read(json, parser -> new JsonMessages(parser, limits).read(run, field -> false));
    return run.build();
  }

  /** Reads one message from a parser that stands at its opening brace. */
  @FunctionalInterface
  private interface Body {
    void read(JsonParser parser) throws IOException;
  }

  private static void read(byte[] json, Body body) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new BadEventException("JSON event must be an object: was " + parser.currentToken());
      }
      body.read(parser);
      if (parser.nextToken() != null) {
        throw new BadEventException(
            "JSON event must be one object: had " + parser.currentToken() + " behind it");
      }
    } catch (JsonProcessingException e) {
      throw new BadEventException("event must be valid JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new BadEventException("event must be valid JSON: " + e.getMessage(), e);
    }
  }
}
