// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the number of an option; its messages do not speak of Java's types. */
final class NumberConverter {

  private NumberConverter() {}

  /** Any number. */
  static final class Real implements ITypeConverter<Double> {
    @Override
    public Double convert(String value) {
      try {
        return Double.valueOf(value);
      } catch (NumberFormatException e) {
        throw new TypeConversionException("'" + value + "' is not a number");
      }
    }
  }

  /** A whole number. */
  static final class Whole implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      try {
        return Integer.valueOf(value);
      } catch (NumberFormatException e) {
        throw new TypeConversionException(
            "'" + value + "' is not a whole number of at most " + Integer.MAX_VALUE);
      }
    }
  }
}
