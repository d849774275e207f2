// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailwatch.events.v1.AlertKind;
import io.tailwatch.events.v1.AlertSeverity;
import io.tailwatch.events.v1.AlertState;
import io.tailwatch.events.v1.TailAlert;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

class AlertFeedTest {
  private final AlertFeed feed = new AlertFeed();

  @Test
  void anAlertIsShownInItsLastStateAndCountedOnceWhenItFires() {
    feed.onNext(alert("run", AlertState.ALERT_STATE_SUSPECT, 10));
    feed.onNext(alert("run", AlertState.ALERT_STATE_FIRING, 20));
    feed.onNext(alert("run", AlertState.ALERT_STATE_FIRING, 30));
    feed.onNext(alert("run", AlertState.ALERT_STATE_RESOLVED, 40));
    assertThat(feed.fired()).isEqualTo(1);
    assertThat(feed.alerts())
        .singleElement()
        .satisfies(alert -> assertThat(alert.getStep()).isEqualTo(40));
  }

  @Test
  void onlyTheLastOfThoseThatAreOverAreKept() {
    feed.onNext(alert("active", AlertState.ALERT_STATE_FIRING, 1));
    for (int i = 0; i < 10; i++) {
      feed.onNext(alert("run" + i, AlertState.ALERT_STATE_RESOLVED, i));
    }
    assertThat(feed.alerts())
        .extracting(TailAlert::getRun)
        .containsExactly("active", "run7", "run8", "run9");
  }

  @Test
  void aLineSaysWhatHowSureAndWhatToDo() {
    feed.onNext(alert("run", AlertState.ALERT_STATE_FIRING, 600_000));
    assertThat(AlertLines.render(feed.alerts(), 60, Ansi.OFF))
        .containsExactly(
            "alert drift firing at step 600,000, warning: The reading",
            "  went from 4.30 to 3.40: look at the data.");
    Style[] red = {Style.fg_red, Style.bold};
    assertThat(AlertLines.render(feed.alerts(), 200, Ansi.ON))
        .containsExactly(
            Style.on(red)
                + "alert drift firing at step 600,000, warning:"
                + Style.off(red)
                + " The reading went from 4.30 to 3.40: look at the data.");
  }

  private static TailAlert alert(String run, AlertState state, long step) {
    return TailAlert.newBuilder()
        .setRun(run)
        .setKind(AlertKind.ALERT_KIND_DRIFT)
        .setState(state)
        .setSeverity(AlertSeverity.ALERT_SEVERITY_WARNING)
        .setStep(step)
        .setSentence("The reading went from 4.30 to 3.40: look at the data.")
        .build();
  }
}
