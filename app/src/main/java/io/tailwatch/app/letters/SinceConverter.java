// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.letters;

import io.tailwatch.app.cli.DurationConverter;
import io.tailwatch.app.letters.LetterFilter.Since;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a duration, which is that long ago, or an instant. */
final class SinceConverter implements ITypeConverter<Since> {

  @Override
  public Since convert(String text) {
    try {
      return new Since(null, Instant.parse(text));
    } catch (DateTimeParseException e) {
      try {
        return new Since(new DurationConverter().convert(text), null);
      } catch (TypeConversionException notADuration) {
        throw new TypeConversionException(
            "must be a time such as 30m or 2h, or an instant as 2026-01-31T12:00:00Z: was " + text);
      }
    }
  }
}
