// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.letters;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailwatch.app.cli.Json;
import io.tailwatch.app.cli.Printable;
import java.time.Instant;
import java.util.Collection;
import java.util.OptionalLong;

/** Letters for programs. What is not known is null. Stateless. */
final class LettersJson {

  private LettersJson() {}

  static ObjectNode list(
      String topic, LetterTopic.Tally tally, ReasonGroups groups, Collection<LetterLine> letters) {
    ObjectNode node = Json.object();
    node.put("topic", topic);
    node.put("read", tally.read());
    node.put("repeated", tally.repeated());
    node.put("matched", groups.total());
    node.put("shown", letters.size());
    groups.putInto(node);
    ArrayNode array = node.putArray("letters");
    letters.forEach(letter -> array.add(of(letter)));
    return node;
  }

  static ObjectNode of(LetterLine letter) {
    ObjectNode node = Json.object();
    node.put("id", letter.id().toString());
    node.put("time", Instant.ofEpochMilli(letter.millis()).toString());
    boolean known = !letter.id().equals(letter.place());
    if (known) {
      node.set("source", place(letter.id()));
    } else {
      node.putNull("source");
    }
    node.set("letter", place(letter.place()));
    node.put("key", Printable.bytes(letter.key()));
    node.put("keyBase64", letter.key());
    put(node, "run", letter.gist().run());
    put(node, "series", letter.gist().series());
    put(node, "attempt", letter.gist().attempt());
    put(node, "step", letter.gist().step());
    put(node, "steps", letter.gist().steps());
    put(node, "readFrom", letter.gist().from());
    node.put("bytes", letter.bytes());
    node.put("truncated", letter.truncated());
    node.put("json", letter.json());
    node.put("reason", letter.reason());
    return node;
  }

  private static ObjectNode place(Place place) {
    ObjectNode node = Json.object();
    node.put("topic", place.topic());
    node.put("partition", place.partition());
    node.put("offset", place.offset());
    return node;
  }

  private static void put(ObjectNode node, String name, String text) {
    if (text.isEmpty()) {
      node.putNull(name);
    } else {
      node.put(name, text);
    }
  }

  private static void put(ObjectNode node, String name, OptionalLong number) {
    if (number.isPresent()) {
      node.put(name, number.getAsLong());
    } else {
      node.putNull(name);
    }
  }
}
