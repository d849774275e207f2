// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailwatch.app.bench.report.ResultPage;
import io.tailwatch.app.bench.report.ResultTable;
import io.tailwatch.app.cli.CommandFailure;
import io.tailwatch.app.cli.Console;
import io.tailwatch.app.cli.Failures;
import io.tailwatch.app.cli.Format;
import io.tailwatch.app.cli.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Where the results of a measurement go. A picocli mixin. */
public final class BenchOutput {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json.")
  private Format format;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write the JSON into this file as well.")
  private Path out;

  @Option(
      names = "--page",
      paramLabel = "FILE",
      description = "Fill the tables of this page of the documentation, docs/benchmarks.md.")
  private Path page;

  /** Fails before anything is measured when the results could not be kept. */
  public void check() {
    for (Path file : new Path[] {out, page}) {
      Path parent = file == null ? null : file.toAbsolutePath().getParent();
      if (parent != null && !Files.isDirectory(parent)) {
        throw CommandFailure.usage("there is no directory " + parent + " for " + file);
      }
    }
  }

  /** Prints and keeps the results. */
  public void write(Console console, ObjectNode json, List<ResultTable> tables) {
    if (format == Format.JSON) {
      console.out().println(Json.text(json));
    } else {
      for (int i = 0; i < tables.size(); i++) {
        console.out().print((i == 0 ? "" : "\n") + tables.get(i).markdown());
      }
    }
    console.out().flush();
    if (out != null) {
      try {
        Files.writeString(out, Json.text(json) + "\n");
      } catch (IOException e) {
        throw CommandFailure.failure("cannot write " + out + ": " + Failures.reason(e));
      }
    }
    if (page != null) {
      new ResultPage(page).write(tables);
    }
  }
}
