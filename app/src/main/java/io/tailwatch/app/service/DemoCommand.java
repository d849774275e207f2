// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.service;

import io.tailwatch.app.cli.CommandFailure;
import io.tailwatch.app.cli.Console;
import io.tailwatch.app.cli.DurationConverter;
import io.tailwatch.app.cli.ExitCode;
import io.tailwatch.app.cli.Numbers;
import io.tailwatch.app.cli.StopSignal;
import io.tailwatch.app.live.AlertLines;
import io.tailwatch.app.live.Screen;
import io.tailwatch.app.live.Summary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;

/** {@code tailwatch demo}: everything in one process, with a live table. */
@Command(
    name = "demo",
    description = {
      "Shows it all: a Kafka broker, a live training and the analyzer in one process.",
      "Trains by SGD on real data at a learning rate with heavy tails, and at a larger one from",
      "halfway on (without --duration: every minute there and back)."
    },
    footer = {"", "Examples:", "  tailwatch demo", "  tailwatch demo --duration 60s --port 0"})
public final class DemoCommand implements Callable<Integer> {

  private static final Duration TICK = Duration.ofMillis(500);

  private final Console console;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "Port of the HTTP API; 0 takes a free one.")
  private int port;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "End after this time of training, e.g. 90s or 2m. Default: at Ctrl-C.")
  private Duration duration;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Keep the broker's data and the state here. Without it all files are deleted.")
  private Path dataDir;

  /** A command that talks to this console. */
  public DemoCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (port < 0 || port > 65_535) {
      throw CommandFailure.usage("--port must be in [0, 65535]: was " + port);
    }
    Optional<Duration> limit = Optional.ofNullable(duration);
    try (var stop = StopSignal.install(console)) {
      Optional<Path> kept = Optional.ofNullable(dataDir);
      try (var demo = Demo.start(port, kept, limit, stop::requested, console::say)) {
        console.say(demo.url() + "/metrics serves the same; Ctrl-C ends it");
        show(demo, limit, stop);
        finish(demo);
      } catch (CancellationException e) {
        console.say("stopped before the training began");
      }
    }
    return ExitCode.OK;
  }

  private void show(Demo demo, Optional<Duration> limit, StopSignal stop) {
    var view = new DemoView(demo, limit);
    var screen = new Screen(console);
    long started = System.nanoTime();
    boolean seen = false;
    Duration elapsed = Duration.ZERO;
    while (limit.isEmpty() || elapsed.compareTo(limit.get()) < 0) {
      boolean first = !seen && demo.board().count() > 0;
      seen |= first;
      screen.show(view.lines(elapsed, screen.width(), console.ansi()), first);
      if (demo.failure().isPresent()) {
        throw CommandFailure.failure(demo.failure().get());
      }
      if (stop.await(TICK)) {
        break;
      }
      elapsed = Duration.ofNanos(System.nanoTime() - started);
    }
    screen.clear();
  }

  private void finish(Demo demo) throws InterruptedException {
    boolean ended = demo.finish();
    var progress = demo.progress();
    var stats = demo.published();
    console
        .out()
        .println(
            "Summary: "
                + Numbers.text(progress.steps())
                + " steps, "
                + Numbers.text(stats.publishedSteps())
                + " published, "
                + Numbers.text(stats.droppedSteps())
                + " dropped, "
                + Numbers.text(demo.board().count())
                + " estimates, "
                + Numbers.text(demo.alerts().fired())
                + (demo.alerts().fired() == 1 ? " alert" : " alerts"));
    int width = new Screen(console).width();
    Summary.lines(demo.board(), width).forEach(console.out()::println);
    AlertLines.render(demo.alerts().alerts(), width, Ansi.OFF).forEach(console.out()::println);
    console.out().flush();
    if (!ended) {
      console.say("the last estimates did not come in time: the numbers are those before them");
    }
  }
}
