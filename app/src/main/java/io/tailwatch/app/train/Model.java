// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.train;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What can be trained, or simulated in place of a training. */
enum Model {
  /** Least squares with a ridge penalty. */
  RIDGE,
  /** The same on random features of the data. */
  RANDOM_FEATURES,
  /** Homogenized SGD, the diffusion. */
  HSGD,
  /** The Gaussian Ornstein-Uhlenbeck process. */
  OU,
  /** The alpha-stable one. */
  STABLE_OU;

  /** As the command line has it. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it learns from data. */
  boolean hasData() {
    return this == RIDGE || this == RANDOM_FEATURES || this == HSGD;
  }

  /** Whether it takes SGD steps. */
  boolean isSgd() {
    return this == RIDGE || this == RANDOM_FEATURES;
  }

  /** Reads a label. */
  static final class Converter implements ITypeConverter<Model> {
    @Override
    public Model convert(String value) {
      return Arrays.stream(values())
          .filter(model -> model.label().equalsIgnoreCase(value))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "expected one of "
                          + Arrays.stream(values())
                              .map(Model::label)
                              .collect(Collectors.joining(", "))
                          + " but was '"
                          + value
                          + "'"));
    }
  }
}
