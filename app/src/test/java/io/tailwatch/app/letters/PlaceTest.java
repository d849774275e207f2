// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.letters;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceTest {

  @ParameterizedTest
  @CsvSource({
    "3@1234, t, 3, 1234",
    "other.v1-0@7, other.v1, 0, 7",
    "a-1-2@3, a-1, 2, 3",
  })
  void idsAreReadWithAndWithoutTheTopic(String text, String topic, int partition, long offset) {
    assertThat(Place.parse(text, "t")).contains(new Place(topic, partition, offset));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "3", "@3", "3@", "-3@1", "3@-1", "x@1", "t-@1", "3@1 ", "9999999999@1"})
  void otherTextsAreNoIds(String text) {
    assertThat(Place.parse(text, "t")).isEmpty();
  }

  @Test
  void theTopicIsLeftOutWhereItIsUnderstood() {
    Place place = new Place("t.v1", 3, 5);
    assertThat(place.within("t.v1")).isEqualTo("3@5");
    assertThat(place.within("u.v1")).isEqualTo("t.v1-3@5");
    assertThat(Place.parse(place.toString(), "u.v1")).contains(place);
  }
}
