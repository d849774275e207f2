// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study;

import io.tailwatch.study.accuracy.AccuracyStudy;
import io.tailwatch.study.coverage.CoverageStudy;
import io.tailwatch.study.drift.DriftStudy;
import io.tailwatch.study.power.PowerStudy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs studies, prints their tables and keeps those of the documentation. */
@Command(
    name = "study/run",
    mixinStandardHelpOptions = true,
    description = "Studies what the estimators are worth, by simulation.",
    footer = {"", "Studies: accuracy, coverage, power, drift."})
public final class StudiesCommand implements Callable<Integer> {
  /** All studies, in the order in which they run. */
  static final List<Study> ALL =
      List.of(new AccuracyStudy(), new CoverageStudy(), new DriftStudy(), new PowerStudy());

  @Parameters(
      arity = "0..*",
      paramLabel = "STUDY",
      description = "Which ones; all when none is named.")
  private List<String> names = List.of();

  @Option(
      names = "--effort",
      defaultValue = "small",
      description = "small (seconds) or full (what the documentation shows). Default: small.")
  private Effort effort;

  @Option(
      names = "--docs",
      paramLabel = "DIR",
      description = "Write the tables into the pages of this directory, docs/studies.")
  private Path docs;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Default: as many as there are cores. The results do not depend on it.")
  private int threads = Runtime.getRuntime().availableProcessors();

  /** Runs the command line and exits with its code. */
  public static void main(String[] args) {
    System.exit(
        new CommandLine(new StudiesCommand())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(args));
  }

  @Override
  public Integer call() throws Exception {
    List<String> known = ALL.stream().map(Study::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        System.err.println("no study is called " + name + ": the studies are " + known);
        return 2;
      }
    }
    try (var replications = new Replications(threads)) {
      for (Study study : ALL) {
        if (names.isEmpty() || names.contains(study.name())) {
          run(study, replications);
        }
      }
    }
    return 0;
  }

  private void run(Study study, Replications replications) throws Exception {
    System.err.println(study.name() + ": " + study.question());
    long start = System.nanoTime();
    List<Table> tables = study.run(effort, replications);
    Duration taken = Duration.ofNanos(System.nanoTime() - start);
    for (Table table : tables) {
      System.out.println();
      System.out.println(table.id());
      System.out.println();
      System.out.print(table.markdown());
    }
    System.out.println();
    if (docs != null) {
      Path page = docs.resolve(study.name() + ".md");
      if (!Files.exists(page)) {
        System.err.println(page + " does not exist: its tables were printed only");
      } else {
        new Page(page).write(tables);
      }
    }
    System.err.printf("%s: %d s%n", study.name(), taken.toSeconds());
  }
}
