// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.alert;

import io.tailwatch.events.v1.AlertKind;
import io.tailwatch.events.v1.AlertSeverity;
import io.tailwatch.events.v1.AlertState;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How alerts are called in URLs, labels and JSON: {@code bound-violation}, {@code firing}. */
public final class AlertNames {
  private static final List<AlertKind> KINDS =
      Arrays.stream(AlertKind.values())
          .filter(k -> k != AlertKind.UNRECOGNIZED && k != AlertKind.ALERT_KIND_UNSPECIFIED)
          .toList();
  private static final List<AlertState> STATES =
      Arrays.stream(AlertState.values())
          .filter(s -> s != AlertState.UNRECOGNIZED && s != AlertState.ALERT_STATE_UNSPECIFIED)
          .toList();

  private AlertNames() {}

  /** The name of a kind; {@code unspecified} or {@code unrecognized} where there is none. */
  public static String of(AlertKind kind) {
    return name(kind.name(), "ALERT_KIND_");
  }

  /** The name of a state; {@code unspecified} or {@code unrecognized} where there is none. */
  public static String of(AlertState state) {
    return name(state.name(), "ALERT_STATE_");
  }

  /** The name of a severity; {@code unspecified} or {@code unrecognized} where there is none. */
  public static String of(AlertSeverity severity) {
    return name(severity.name(), "ALERT_SEVERITY_");
  }

  /** Every kind that can be raised. */
  public static List<AlertKind> kinds() {
    return KINDS;
  }

  /** The kind of a name; empty when there is none of that name. */
  public static Optional<AlertKind> kind(String name) {
    return KINDS.stream().filter(kind -> of(kind).equals(name)).findFirst();
  }

  /** Every state an alert can be in. */
  public static List<AlertState> states() {
    return STATES;
  }

  /** The state of a name; empty when there is none of that name. */
  public static Optional<AlertState> state(String name) {
    return STATES.stream().filter(state -> of(state).equals(name)).findFirst();
  }

  private static String name(String constant, String prefix) {
    return constant.replace(prefix, "").toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
