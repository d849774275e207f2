// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import io.tailwatch.tails.estimate.threshold.ThresholdRule;
import io.tailwatch.tails.estimate.threshold.ThresholdRules;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a threshold rule in any case, and names them all where there is none. */
final class RuleConverter implements ITypeConverter<ThresholdRule> {

  @Override
  public ThresholdRule convert(String value) {
    return ThresholdRules.named(value.toLowerCase(Locale.ROOT))
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "expected one of "
                        + String.join(", ", ThresholdRules.names())
                        + " but was '"
                        + value
                        + "'"));
  }
}
