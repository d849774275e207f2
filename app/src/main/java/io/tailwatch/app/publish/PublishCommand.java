// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.publish;

import io.tailwatch.app.cli.CommandFailure;
import io.tailwatch.app.cli.Console;
import io.tailwatch.app.cli.Defaults;
import io.tailwatch.app.cli.ExitCode;
import io.tailwatch.app.cli.Format;
import io.tailwatch.app.cli.KafkaOptions;
import io.tailwatch.app.cli.Printable;
import io.tailwatch.app.cli.StopSignal;
import io.tailwatch.app.live.ProgressLine;
import io.tailwatch.events.BadEventException;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.TopicCreator;
import io.tailwatch.events.Topics;
import io.tailwatch.producer.ingest.ByteSource;
import io.tailwatch.producer.ingest.Ingestion;
import io.tailwatch.producer.ingest.InputLayout;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tailwatch publish}: vectors that another program writes. */
@Command(
    name = "publish",
    sortOptions = false,
    description = {
      "Reads vectors that any program writes to its standard output or a file, and publishes them"
          + " to Kafka as they come, until the end of the input or Ctrl-C.",
      "Nothing is lost for want of room: while Kafka is slower than the writer, reading waits, and"
          + " with it a writer at the other end of a pipe. With --drop it never waits."
    },
    footer = {
      "",
      "Records:",
      "  ndjson    a line is an array of numbers, or an object:",
      "            {\"step\":7,\"values\":[0.5,-2],\"learning_rate\":0.1,\"series\":\"w\"}",
      "  csv       a line is a vector, see --column and --step-column",
      "  f32, f64  numbers without anything between them, see --dimension",
      "  npy       the rows of an array of NumPy; arrays may follow each other",
      "",
      "Examples:",
      "  python3 train.py | tailwatch publish --run my-run --input-format csv",
      "  tailwatch publish --run r --step-column step --column 2-11 --follow log.csv",
      "  tailwatch publish --run r --dimension 100 --quantity gradients g.f32"
    })
public final class PublishCommand implements Callable<Integer> {

  private static final Duration REACH_LIMIT = Duration.ofSeconds(10);
  private static final Duration CHECK = Duration.ofMillis(250);
  private static final Duration DRAIN_CHECK = Duration.ofMillis(20);

  /** Ctrl-C reaches the writer of a pipe too, which may die within a line before we hear of it. */
  private static final Duration SIGNAL_GRACE = Duration.ofMillis(300);

  private static final Duration DRAIN_LIMIT = Duration.ofMinutes(1);
  private static final Duration FLUSH_LIMIT = Duration.ofSeconds(10);
  private static final int PARTITIONS = 8;

  private final Console console;

  @Mixin private final InputOptions input = new InputOptions();

  @Mixin private final RunOptions described = new RunOptions();

  @Mixin private final KafkaOptions kafka;

  @Option(
      names = "--first-step",
      paramLabel = "N",
      defaultValue = "0",
      description = "Step of the first record, where records do not say theirs.")
  private long firstStep;

  @Option(
      names = "--skip-bad",
      description = "Leave out records that are bad, count them, and go on.")
  private boolean skipBad;

  @Option(
      names = "--drop",
      description = {
        "Never wait: what does not fit into the queue is dropped and counted. For a live"
            + " training that must not be held up."
      })
  private boolean drop;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "How the summary at the end is printed: text or json.")
  private Format format;

  /** A command that talks to this console. */
  public PublishCommand(Console console, Defaults defaults) {
    this.console = console;
    this.kafka = new KafkaOptions(defaults);
  }

  @Override
  public Integer call() throws InterruptedException {
    InputLayout layout = input.layout();
    Ingestion.Options options = options();
    requireNames();
    var run = new PublishedRun(kafka, described);
    try (var stop = StopSignal.install(console);
        var line = new ProgressLine(console)) {
      ByteSource source = input.source(console.in());
      requireBroker();
      var warnings = new Warnings(console);
      try (var ingestion = new Ingestion(source, layout, options, run::open, warnings::add)) {
        console.say(
            "publishing "
                + Printable.text(source.name())
                + " as run "
                + Printable.text(described.run())
                + "; Ctrl-C stops it");
        ingestion.start();
        while (!stop.requested() && !ingestion.await(CHECK)) {
          warnings.sayNew(line);
          line.show(report(ingestion, run).text());
        }
        end(ingestion, run, stop, warnings, line);
      }
    }
    return ExitCode.OK;
  }

  private void end(
      Ingestion ingestion,
      PublishedRun run,
      StopSignal stop,
      Warnings warnings,
      ProgressLine line) {
    ingestion.close();
    Optional<RuntimeException> failure =
        ingestion.failure().filter(any -> !stop.await(SIGNAL_GRACE));
    drain(ingestion, run, stop);
    run.close(failure.isPresent(), FLUSH_LIMIT);
    warnings.sayNew(line);
    line.close();
    PublishReport report = report(ingestion, run);
    if (failure.isPresent()) {
      console.say(report.text());
      throw failure.get();
    }
    console.out().println(format == Format.JSON ? report.json() : report.text());
    if (report.sent().droppedSteps() > 0 && !drop) {
      throw CommandFailure.failure(
          report.sent().droppedSteps()
              + " vectors did not reach Kafka: "
              + report.sent().lastError());
    }
  }

  /** Waits until what was read has arrived: a slow broker is no reason to lose the last of it. */
  private static void drain(Ingestion ingestion, PublishedRun run, StopSignal stop) {
    long deadline = System.nanoTime() + DRAIN_LIMIT.toNanos();
    while (!run.hasSent(ingestion.progress().vectors())
        && System.nanoTime() < deadline
        && !stop.await(DRAIN_CHECK)) {}
  }

  private PublishReport report(Ingestion ingestion, PublishedRun run) {
    return new PublishReport(described.run(), ingestion.progress(), run.stats());
  }

  private Ingestion.Options options() {
    try {
      return new Ingestion.Options(firstStep, described.stride(), !drop, skipBad);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage("--" + e.getMessage().replace("first step", "first-step"));
    }
  }

  private void requireNames() {
    if (described.attempt() < 1) {
      throw CommandFailure.usage("--attempt must be at least 1: was " + described.attempt());
    }
    try {
      SeriesKey.of(described.run(), described.series());
    } catch (BadEventException e) {
      throw CommandFailure.usage("--" + e.getMessage());
    }
  }

  /** A publisher never complains; a user who mistyped the broker wants to know at once. */
  private void requireBroker() {
    kafka.reach(
        REACH_LIMIT,
        () -> {
          try (var admin = Admin.create(kafka.client())) {
            return TopicCreator.ensure(
                admin, new Topics(kafka.topicPrefix()), PARTITIONS, (short) 1, REACH_LIMIT);
          }
        });
  }
}
