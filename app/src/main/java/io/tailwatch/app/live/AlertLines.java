// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.live;

import io.tailwatch.app.cli.Numbers;
import io.tailwatch.events.v1.AlertKind;
import io.tailwatch.events.v1.AlertSeverity;
import io.tailwatch.events.v1.AlertState;
import io.tailwatch.events.v1.TailAlert;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/** Alerts as lines of text: kind, state and severity, then the sentence. Stateless. */
public final class AlertLines {
  private static final String KIND = "ALERT_KIND_";
  private static final String STATE = "ALERT_STATE_";
  private static final String SEVERITY = "ALERT_SEVERITY_";

  private AlertLines() {}

  /** The lines of the alerts that have fired at some time; none wider than {@code width}. */
  public static List<String> render(List<TailAlert> alerts, int width, Ansi ansi) {
    var lines = new ArrayList<String>();
    for (TailAlert alert : alerts) {
      String first = head(alert) + ": ";
      List<String> text = Wrap.lines(first, alert.getSentence(), width, "  ");
      // Coloured after it was wrapped: escape codes have no width.
      lines.add(style(ansi, alert, first.strip()) + text.get(0).substring(first.length() - 1));
      lines.addAll(text.subList(1, text.size()));
    }
    return lines;
  }

  private static String head(TailAlert alert) {
    String severity =
        alert.getSeverity() == AlertSeverity.ALERT_SEVERITY_UNSPECIFIED
            ? ""
            : ", " + word(alert.getSeverity().name(), SEVERITY);
    return "alert "
        + word(alert.getKind().name(), KIND)
        + " "
        + word(alert.getState().name(), STATE)
        + " at step "
        + Numbers.text(alert.getStep())
        + severity;
  }

  private static String word(String name, String prefix) {
    return name.substring(prefix.length()).toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String style(Ansi ansi, TailAlert alert, String text) {
    if (!ansi.enabled()) {
      return text;
    }
    Style[] styles = styles(alert);
    return Style.on(styles) + text + Style.off(styles);
  }

  private static Style[] styles(TailAlert alert) {
    if (alert.getState() == AlertState.ALERT_STATE_RESOLVED) {
      return new Style[] {Style.fg_green};
    }
    if (alert.getState() == AlertState.ALERT_STATE_SUSPECT) {
      return new Style[] {Style.fg_yellow};
    }
    return alert.getSeverity() == AlertSeverity.ALERT_SEVERITY_INFO
            && alert.getKind() == AlertKind.ALERT_KIND_DRIFT
        ? new Style[] {Style.fg_cyan, Style.bold}
        : new Style[] {Style.fg_red, Style.bold};
  }
}
