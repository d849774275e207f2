// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.judge;

import io.tailwatch.events.v1.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How verdicts are called in labels and JSON: {@code within}, {@code kesten-consistent}. */
public final class VerdictNames {
  private static final String PREFIX = "VERDICT_";

  private VerdictNames() {}

  /** The name of a verdict. */
  public static String of(Verdict verdict) {
    return verdict.name().substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Every verdict that can be given. */
  public static List<Verdict> all() {
    return Arrays.stream(Verdict.values())
        .filter(
            verdict -> verdict != Verdict.UNRECOGNIZED && verdict != Verdict.VERDICT_UNSPECIFIED)
        .toList();
  }
}
