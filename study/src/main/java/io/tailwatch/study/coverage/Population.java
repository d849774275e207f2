// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study.coverage;

import io.tailwatch.study.Replications;
import io.tailwatch.study.process.Process;
import io.tailwatch.tails.estimate.hill.HillPlot;
import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.TailSide;
import io.tailwatch.tails.sketch.PackedSketch;
import io.tailwatch.tails.sketch.SketchLayout;
import io.tailwatch.tails.sketch.TailSketch;
import java.util.List;

/**
 * The reading of a process by tail fraction, from a long simulation in {@value #CHAINS} independent
 * chains: at the edges of a fine grid, and between them linear in ln f.
 */
final class Population {
  private static final int CHAINS = 64;
  private static final int MANTISSA_BITS = 6;
  private static final int CHUNK = 4096;

  private final long steps;
  private final HillPlot plot;
  private final List<HillPlot> chains;

  private Population(long steps, HillPlot plot, List<HillPlot> chains) {
    this.steps = steps;
    this.plot = plot;
    this.chains = chains;
  }

  static Population of(Process process, long steps, long seed, Replications replications) {
    long each = steps / CHAINS;
    List<TailSketch> sketches =
        replications.run(CHAINS, seed, s -> sketch(process.paths().apply(s), each));
    return new Population(
        each * CHAINS,
        plot(sketches.stream().reduce(TailSketch::plus).orElseThrow()),
        sketches.stream().map(Population::plot).toList());
  }

  private static HillPlot plot(TailSketch sketch) {
    return HillPlot.of(sketch, TailSide.BOTH);
  }

  private static TailSketch sketch(Process.Path path, long steps) {
    PackedSketch sketch = new PackedSketch(SketchLayout.UNSIGNED, MANTISSA_BITS);
    double[] chunk = new double[CHUNK];
    for (long done = 0; done < steps; done += CHUNK) {
      int size = (int) Math.min(CHUNK, steps - done);
      for (int i = 0; i < size; i++) {
        chunk[i] = path.next();
      }
      sketch.update(chunk, 0, size);
    }
    return sketch.snapshot();
  }

  /** How many steps were simulated. */
  long steps() {
    return steps;
  }

  /** The population reading at f. */
  double reading(double tailFraction) {
    return reading(plot, tailFraction);
  }

  /** The standard error of its logarithm, from the spread of the chains. */
  double logError(double tailFraction) {
    double[] logs =
        chains.stream().mapToDouble(chain -> Math.log(reading(chain, tailFraction))).toArray();
    return Statistics.deviation(logs) / Math.sqrt(logs.length);
  }

  private static double reading(HillPlot plot, double tailFraction) {
    double wanted = Math.log(tailFraction);
    int i = 1;
    while (i + 1 < plot.size() && plot.point(i).tailFraction() < tailFraction) {
      i++;
    }
    HillPoint above = plot.point(i - 1);
    HillPoint below = plot.point(i);
    double from = Math.log(above.tailFraction());
    double part = (wanted - from) / (Math.log(below.tailFraction()) - from);
    return above.reading() + part * (below.reading() - above.reading());
  }
}
