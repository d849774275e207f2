// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.letters;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Which letters are meant. A picocli mixin. */
final class LetterFilter {

  @Option(names = "--run", paramLabel = "NAME", description = "Only letters about this run.")
  private String run;

  @Option(names = "--series", paramLabel = "NAME", description = "Only letters about this series.")
  private String series;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Only letters whose reason holds this text, in capitals or not.")
  private String reason;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = SinceConverter.class,
      description = {
        "Only letters about records from then on: 30m or 2h ago, or an instant as",
        "2026-01-31T12:00:00Z."
      })
  private Since since;

  /** Whether anything is filtered. */
  boolean isAny() {
    return run != null || series != null || reason != null || since != null;
  }

  /** Earliest time stamp, 0 for all. */
  long sinceMillis() {
    return since == null ? 0 : since.instant(Instant.now()).toEpochMilli();
  }

  /** Whether a letter passes, its time apart. */
  boolean matches(Letter letter) {
    if (reason != null
        && !letter.reason().toLowerCase(Locale.ROOT).contains(reason.toLowerCase(Locale.ROOT))) {
      return false;
    }
    if (run == null && series == null) {
      return true;
    }
    Gist gist = Gist.of(letter);
    return (run == null || run.equals(gist.run()))
        && (series == null || series.equals(gist.series()));
  }

  /** A time before now, or an instant. */
  record Since(Duration ago, Instant at) {
    Instant instant(Instant now) {
      return at != null ? at : now.minus(ago);
    }
  }
}
