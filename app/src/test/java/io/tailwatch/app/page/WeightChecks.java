// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tailwatch.app.page.PageTests.Visits;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What the page weighs, and how soon it shows something. */
abstract class WeightChecks {
  private static final long MOST_BYTES = 1_500_000;

  /** For a busy machine; what is asked for is 1 s, which the test at full size measures. */
  private static final double SANE_MILLIS = 10_000;

  private static final String WEIGHT =
      """
      () => {
        const all = ['navigation', 'resource'].flatMap(type => performance.getEntriesByType(type));
        const sum = what => all.reduce((bytes, entry) => bytes + entry[what], 0);
        return JSON.stringify({requests: all.length, sent: sum('transferSize'),
          unpacked: sum('decodedBodySize')});
      }
      """;

  @Test
  void weighsLittleAndShowsSomethingSoon(Visits visits) {
    Visit visit = visits.visit();
    FirstPaint paint = FirstPaint.of(visit);
    // All views, so that nothing which is loaded late is left out.
    visit.run(Site.FINISHED);
    visit.chart(visit.card("projection"));
    visit.series(Site.FINISHED, Site.SERIES, "projection");
    visit.chart(visit.at("panel-qq"));
    JsonNode weight = Api.parse((String) visit.page().evaluate(WEIGHT));
    System.out.printf(
        Locale.ROOT,
        "live page: %s; %d requests, %,d bytes sent, %,d unpacked%n",
        paint,
        weight.get("requests").asInt(),
        weight.get("sent").asLong(),
        weight.get("unpacked").asLong());
    assertThat(paint.millis()).isBetween(1.0, SANE_MILLIS);
    // Not even unpacked, data of three views included.
    assertThat(weight.get("unpacked").asLong()).isBetween(100_000L, MOST_BYTES);
    assertThat(weight.get("sent").asLong())
        .as("compressed")
        .isLessThan(weight.get("unpacked").asLong() / 2);
  }
}
