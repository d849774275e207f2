// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.publish;

import io.tailwatch.events.v1.DataType;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.Quantity;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads a constant of the wire contract by the name that people use: {@code gradient-noise} for
 * {@code QUANTITY_GRADIENT_NOISE}, in any case. Stateless.
 */
abstract class WireName<E extends Enum<E>> implements ITypeConverter<E> {
  private final String prefix;
  private final List<E> choices;

  private WireName(String prefix, List<E> choices) {
    this.prefix = prefix;
    this.choices = choices;
  }

  @Override
  public final E convert(String value) {
    return choices.stream()
        .filter(choice -> name(choice).equalsIgnoreCase(value))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "expected one of "
                        + choices.stream().map(this::name).collect(Collectors.joining(", "))
                        + " but was '"
                        + value
                        + "'"));
  }

  private String name(E choice) {
    return choice.name().substring(prefix.length()).toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** For {@code --quantity}. */
  static final class OfQuantity extends WireName<Quantity> {
    OfQuantity() {
      super(
          "QUANTITY_",
          List.of(
              Quantity.QUANTITY_ITERATES,
              Quantity.QUANTITY_UPDATES,
              Quantity.QUANTITY_GRADIENTS,
              Quantity.QUANTITY_GRADIENT_NOISE));
    }
  }

  /** For {@code --data-type}. */
  static final class OfDataType extends WireName<DataType> {
    OfDataType() {
      super(
          "DATA_TYPE_",
          List.of(
              DataType.DATA_TYPE_FLOAT64,
              DataType.DATA_TYPE_FLOAT32,
              DataType.DATA_TYPE_FLOAT16,
              DataType.DATA_TYPE_BFLOAT16));
    }
  }

  /** For {@code --observable}: those that need no directions. */
  static final class OfObservable extends WireName<Observable> {
    OfObservable() {
      super(
          "OBSERVABLE_",
          List.of(
              Observable.OBSERVABLE_NORM,
              Observable.OBSERVABLE_COORDINATES,
              Observable.OBSERVABLE_UPDATE_NORM,
              Observable.OBSERVABLE_IDENTITY));
    }
  }
}
