// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench;

import io.tailwatch.app.bench.throughput.Throughput;
import io.tailwatch.app.bench.throughput.ThroughputOptions;
import io.tailwatch.app.cli.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tailwatch bench}: the analyzer against plain consumers. */
@Command(
    name = "bench",
    description = {
      "Measures the analyzer against plain consumers on the same topics, in rounds of one run.",
      "Starts a broker of its own, in a process of its own; needs nothing that runs. The default",
      "takes about an hour and 2 GB of disk. CPU times are those of the reading process, on Linux",
      "without its JIT compiler."
    })
public final class BenchCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private final ThroughputOptions options = new ThroughputOptions();
  @Mixin private final BenchOutput output = new BenchOutput();

  /** A command that talks to this console. */
  public BenchCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    var plan = options.plan();
    output.check();
    try (var progress = new BenchProgress(console)) {
      var throughput = Throughput.run(plan, progress::step, progress::done);
      output.write(console, throughput.json(), throughput.tables());
    }
    return 0;
  }
}
