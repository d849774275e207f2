// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.service;

import io.tailwatch.app.cli.Numbers;
import io.tailwatch.app.live.AlertLines;
import io.tailwatch.app.live.LiveTable;
import io.tailwatch.app.live.Wrap;
import io.tailwatch.producer.training.DemoRates;
import io.tailwatch.producer.training.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Help.Ansi;

/**
 * The lines that the demo shows while it runs.
 *
 * @param demo what runs
 * @param duration how long it will be shown, if that is known
 */
record DemoView(Demo demo, Optional<Duration> duration) {

  List<String> lines(Duration elapsed, int width, Ansi ansi) {
    var lines = new ArrayList<String>(Wrap.parts(what(), width));
    lines.addAll(Wrap.parts(now(elapsed), width));
    lines.add("");
    List<String> table = LiveTable.render(demo.board().latest(), width, ansi);
    lines.addAll(table.isEmpty() ? List.of("waiting for the first estimate ...") : table);
    List<String> alerts = AlertLines.render(demo.alerts().alerts(), width, ansi);
    if (!alerts.isEmpty()) {
      lines.add("");
      lines.addAll(alerts);
    }
    return lines;
  }

  private List<String> what() {
    return List.of(
        "TailWatch " + demo.url() + "/",
        "SGD on "
            + demo.data().name()
            + " ("
            + Numbers.text(demo.data().size())
            + " x "
            + demo.data().dimension()
            + "), batch size "
            + DemoRates.BATCH_SIZE
            + ", ridge "
            + Numbers.text(DemoRates.RIDGE));
  }

  private List<String> now(Duration elapsed) {
    Progress progress = demo.progress();
    long dropped = demo.published().droppedSteps();
    var parts = new ArrayList<String>();
    parts.add(clock(elapsed) + duration.map(d -> " of " + clock(d)).orElse(""));
    parts.add("step " + Numbers.text(progress.steps()));
    parts.add(Numbers.text(Math.round(progress.stepsPerSecond())) + " steps/s");
    if (dropped > 0) {
      parts.add(Numbers.text(dropped) + " dropped");
    }
    parts.add("learning rate " + rate(progress.learningRate()));
    demo.schedule().nextChange(progress.steps()).ifPresent(s -> parts.add(change(progress, s)));
    return parts;
  }

  private String change(Progress progress, long nextChange) {
    double seconds = (nextChange - progress.steps()) / DemoSchedule.STEPS_PER_SECOND;
    return "in "
        + (long) Math.ceil(seconds)
        + " s: "
        + rate(demo.schedule().otherRate(progress.learningRate()));
  }

  private String rate(double learningRate) {
    return String.format(
        Locale.ROOT,
        "%.4f (theory: index %s)",
        learningRate,
        Numbers.text(demo.schedule().targetIndex(learningRate)));
  }

  static String clock(Duration time) {
    return String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart());
  }
}
