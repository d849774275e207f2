// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import io.tailwatch.app.cli.Format;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads a constant in any case, and names the choices in the lower case of the help where there is
 * none. Stateless.
 */
abstract class ChoiceConverter<E extends Enum<E>> implements ITypeConverter<E> {

  private final Class<E> type;

  private ChoiceConverter(Class<E> type) {
    this.type = type;
  }

  @Override
  public final E convert(String value) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().equalsIgnoreCase(value))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "expected one of " + choices() + " but was '" + value + "'"));
  }

  private String choices() {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  /** For {@code --format}. */
  static final class OfFormat extends ChoiceConverter<Format> {
    OfFormat() {
      super(Format.class);
    }
  }

  /** For {@code --center}. */
  static final class OfCentre extends ChoiceConverter<Centre> {
    OfCentre() {
      super(Centre.class);
    }
  }

  /** For {@code --tail}. */
  static final class OfTail extends ChoiceConverter<EstimateCommand.Tail> {
    OfTail() {
      super(EstimateCommand.Tail.class);
    }
  }
}
