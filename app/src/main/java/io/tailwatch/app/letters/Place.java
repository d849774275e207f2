// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.letters;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a record lies.
 *
 * @param topic its topic
 * @param partition its partition
 * @param offset its offset
 */
record Place(String topic, int partition, long offset) {

  private static final Pattern FORM = Pattern.compile("(?:(.+)-)?(\\d{1,9})@(\\d{1,18})");

  /**
   * Reads {@code topic-partition@offset}, or {@code partition@offset} in a topic that is
   * understood; empty for everything else.
   */
  static Optional<Place> parse(String text, String understood) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String topic = matcher.group(1) == null ? understood : matcher.group(1);
    return Optional.of(
        new Place(topic, Integer.parseInt(matcher.group(2)), Long.parseLong(matcher.group(3))));
  }

  /** Short enough for a table, where the topic is understood. */
  String within(String understood) {
    return topic.equals(understood) ? partition + "@" + offset : toString();
  }

  @Override
  public String toString() {
    return topic + "-" + partition + "@" + offset;
  }
}
