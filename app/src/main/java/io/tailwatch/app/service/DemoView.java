// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.service;

import io.tailwatch.app.cli.Numbers;
import io.tailwatch.app.live.LiveTable;
import io.tailwatch.app.live.Wrap;
import io.tailwatch.producer.publish.PublishStats;
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
    var lines = new ArrayList<String>();
    lines.addAll(Wrap.lines(what(), width, "  "));
    lines.addAll(Wrap.lines(now(elapsed), width, "  "));
    lines.add("");
    List<String> table = LiveTable.render(demo.board().latest(), width, ansi);
    lines.addAll(table.isEmpty() ? List.of("waiting for the first estimate ...") : table);
    return lines;
  }

  private String what() {
    return "TailWatch on "
        + demo.url()
        + " (metrics: /metrics). SGD on "
        + demo.data().name()
        + ", "
        + demo.data().size()
        + " rows x "
        + demo.data().dimension()
        + ", batch size "
        + DemoRates.BATCH_SIZE
        + ", ridge "
        + Numbers.text(DemoRates.RIDGE);
  }

  private String now(Duration elapsed) {
    Progress progress = demo.progress();
    PublishStats stats = demo.published();
    return clock(elapsed)
        + duration.map(d -> " of " + clock(d)).orElse("")
        + "  step "
        + Numbers.text(progress.steps())
        + ", "
        + Numbers.text(Math.round(progress.stepsPerSecond()))
        + " steps/s"
        + (stats.droppedSteps() > 0 ? ", " + Numbers.text(stats.droppedSteps()) + " dropped" : "")
        + "  learning rate "
        + rate(progress.learningRate())
        + change(progress);
  }

  private String change(Progress progress) {
    var next = demo.schedule().nextChange(progress.steps());
    if (next.isEmpty()) {
      return "";
    }
    double seconds = (next.getAsLong() - progress.steps()) / DemoSchedule.STEPS_PER_SECOND;
    return ", in "
        + (long) Math.ceil(seconds)
        + " s "
        + rate(demo.schedule().otherRate(progress.learningRate()));
  }

  private String rate(double learningRate) {
    return String.format(
        Locale.ROOT,
        "%.4f (expect index %s)",
        learningRate,
        Numbers.text(demo.schedule().targetIndex(learningRate)));
  }

  static String clock(Duration time) {
    return String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart());
  }
}
