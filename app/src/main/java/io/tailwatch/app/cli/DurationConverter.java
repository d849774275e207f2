// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 90s}, {@code 2m}, {@code 1h}, {@code 1m30s}, {@code 90} (seconds); up to a year. */
public final class DurationConverter implements ITypeConverter<Duration> {

  private static final Pattern FORMAT =
      Pattern.compile("(?:(\\d{1,4})h)?(?:(\\d{1,6})m)?(?:(\\d{1,8})s?)?");
  private static final Duration LONGEST = Duration.ofDays(366);

  @Override
  public Duration convert(String value) {
    Matcher matcher = FORMAT.matcher(value);
    if (value.isEmpty() || !matcher.matches()) {
      throw new TypeConversionException("must be a time such as 90s, 2m or 1h30m: was " + value);
    }
    Duration duration =
        Duration.ofHours(part(matcher.group(1)))
            .plusMinutes(part(matcher.group(2)))
            .plusSeconds(part(matcher.group(3)));
    if (duration.isZero() || duration.compareTo(LONGEST) > 0) {
      throw new TypeConversionException("must be at least 1s and at most 366 days: was " + value);
    }
    return duration;
  }

  /** As it would be written, {@code 1h30m}; whole seconds only. */
  static String text(Duration duration) {
    String text =
        (duration.toHours() > 0 ? duration.toHours() + "h" : "")
            + (duration.toMinutesPart() > 0 ? duration.toMinutesPart() + "m" : "")
            + (duration.toSecondsPart() > 0 ? duration.toSecondsPart() + "s" : "");
    return text.isEmpty() ? "0s" : text;
  }

  private static long part(String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
