// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study.power;

import io.tailwatch.study.process.Process;
import io.tailwatch.study.process.Processes;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongFunction;

/** Samples of sound laws, each damaged in one way that a guard is there to see. */
final class Defects {
  private static final int BFLOAT16_DROPPED_BITS = 16;
  private static final double FLOAT16_LARGEST = 65504;

  private Defects() {}

  /**
   * A damaged sample.
   *
   * @param name as tables show it
   * @param samples gives the sample of a seed
   */
  record Defect(String name, LongFunction<double[]> samples) {}

  /** All, at n samples each. */
  static List<Defect> of(int n) {
    Process t3 = Processes.studentT(3);
    Process pareto = Processes.pareto(1.5);
    // P(|T| > 12.92) = 0.001 and P(|T| > 7.453) = 0.005 for 3 degrees of freedom.
    return List.of(
        each("t(3) + 0.3", t3, n, x -> x + 0.3),
        each("t(3) + 1", t3, n, x -> x + 1),
        each("t(1.5) / 100 + 0.7", Processes.studentT(1.5), n, x -> x / 100 + 0.7),
        each("Pareto(1.5) + 1", pareto, n, x -> x + 1),
        each("Pareto(1.5) + 10", pareto, n, x -> x + 10),
        each("t(3) rounded to 1", t3, n, Math::rint),
        each("t(3) rounded to 0.1", t3, n, x -> Math.rint(10 * x) / 10),
        each("t(3) in bfloat16", t3, n, Defects::bfloat16),
        each("t(3), |x| < 0.3 set to 0", t3, n, x -> Math.abs(x) < 0.3 ? 0 : x),
        each("t(3) clipped at its 99.9 %", t3, n, clip(12.92)),
        each("t(3) clipped at its 99.5 %", t3, n, clip(7.453)),
        new Defect(
            "t(3), above its 99.9 % rejected",
            seed -> Arrays.stream(t3.sample(n, seed)).filter(x -> Math.abs(x) <= 12.92).toArray()),
        each(
            "1000 t(1.5), overflow of float16",
            Processes.studentT(1.5),
            n,
            x -> Math.abs(1000 * x) > FLOAT16_LARGEST ? Math.signum(x) / 0 : 1000 * x),
        new Defect(
            "t(5), then t(1.5)",
            seed -> joined(Processes.studentT(5), Processes.studentT(1.5), n, n / 2, seed)),
        new Defect(
            "t(3), then t(2)",
            seed -> joined(Processes.studentT(3), Processes.studentT(2), n, n / 2, seed)),
        late("t(3), second half times 1.5", t3, n, n / 2, n, 1.5),
        late("Kesten 2.5, second half times 2", Processes.kesten(2.5, 0.5), n, n / 2, n, 2),
        late("t(3), one pane of 32 times 5", t3, n, n / 2, n / 2 + n / 32, 5),
        new Defect("t(3), sorted", seed -> Arrays.stream(t3.sample(n, seed)).sorted().toArray()),
        new Defect("t(3), centre moving from 0 to 1", seed -> drifting(t3.sample(n, seed))),
        new Defect("t(3), 3,000 samples", seed -> t3.sample(3_000, seed)),
        each("constant", t3, n, x -> 0.7),
        each("constant with rounding noise", t3, n, x -> 0.7 * (1 + 1e-12 * Math.rint(x))));
  }

  private static Defect each(String name, Process process, int n, DoubleUnaryOperator damage) {
    return new Defect(name, seed -> Arrays.stream(process.sample(n, seed)).map(damage).toArray());
  }

  private static Defect late(String name, Process process, int n, int from, int to, double factor) {
    return new Defect(
        name,
        seed -> {
          double[] sample = process.sample(n, seed);
          for (int i = from; i < to; i++) {
            sample[i] *= factor;
          }
          return sample;
        });
  }

  private static double[] joined(Process first, Process second, int n, int at, long seed) {
    double[] sample = first.sample(n, seed);
    double[] rest = second.sample(n, ~seed);
    System.arraycopy(rest, at, sample, at, n - at);
    return sample;
  }

  private static double[] drifting(double[] sample) {
    for (int i = 0; i < sample.length; i++) {
      sample[i] += (double) i / sample.length;
    }
    return sample;
  }

  private static DoubleUnaryOperator clip(double limit) {
    return x -> Math.max(-limit, Math.min(limit, x));
  }

  /** Rounded to the upper 16 bits of a float. */
  private static double bfloat16(double x) {
    int bits = Float.floatToRawIntBits((float) x);
    int half = 1 << (BFLOAT16_DROPPED_BITS - 1);
    return Float.intBitsToFloat((bits + half) & -(1 << BFLOAT16_DROPPED_BITS));
  }
}
