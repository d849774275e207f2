// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate;

import io.tailwatch.tails.sketch.PackedSketch;
import io.tailwatch.tails.sketch.SketchLayout;
import io.tailwatch.tails.sketch.TailSketch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Seeded samples of known laws, rounded to float so that sketch and sorted sample see the same. */
public final class Samples {
  private Samples() {}

  public static double[] studentT(int nu, int n, long seed) {
    Random random = new Random(seed);
    double[] sample = new double[n];
    for (int i = 0; i < n; i++) {
      double g = random.nextGaussian();
      double chi = 0;
      for (int j = 0; j < nu; j++) {
        double z = random.nextGaussian();
        chi += z * z;
      }
      sample[i] = (float) (g / Math.sqrt(chi / nu));
    }
    return sample;
  }

  public static double[] gaussian(int n, long seed) {
    Random random = new Random(seed);
    return random.doubles(n).map(ignored -> (float) random.nextGaussian()).toArray();
  }

  public static double[] pareto(double alpha, int n, long seed) {
    Random random = new Random(seed);
    return random.doubles(n).map(u -> (float) Math.pow(1 - u, -1 / alpha)).toArray();
  }

  public static TailSketch sketch(SketchLayout layout, double... sample) {
    PackedSketch packed = new PackedSketch(layout);
    packed.update(sample, 0, sample.length);
    return packed.snapshot();
  }

  /** Consecutive panes of equal length. */
  public static List<TailSketch> panes(SketchLayout layout, double[] sample, int count) {
    List<TailSketch> panes = new ArrayList<>();
    for (int b = 0; b < count; b++) {
      int from = (int) ((long) sample.length * b / count);
      int to = (int) ((long) sample.length * (b + 1) / count);
      panes.add(sketch(layout, Arrays.copyOfRange(sample, from, to)));
    }
    return panes;
  }

  public static TailSketch sum(List<TailSketch> panes) {
    return panes.stream().reduce(TailSketch::plus).orElseThrow();
  }
}
