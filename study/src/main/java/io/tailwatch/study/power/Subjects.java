// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study.power;

import io.tailwatch.study.process.Process;
import io.tailwatch.study.process.Processes;
import java.util.List;
import java.util.OptionalDouble;

/** The sequences that the guards are asked about. */
final class Subjects {
  private static final OptionalDouble LIGHT = OptionalDouble.of(Double.POSITIVE_INFINITY);

  private Subjects() {}

  /** Without a power law. */
  static List<Process> light() {
    return List.of(
        Processes.gaussian(),
        autoregressive(Processes.gaussian(), 0.9, false),
        Processes.exponential(),
        weibull(0.5),
        Processes.logNormal(0.5),
        Processes.logNormal(0.7),
        Processes.logNormal(0.8),
        Processes.logNormal(1),
        Processes.logNormal(2),
        autoregressive(Processes.gaussian(), 0.9, true),
        contaminated(0.1, 3),
        contaminated(0.01, 5));
  }

  /** With one; the demands of the tests are on some of them. */
  static List<Process> heavy() {
    return List.of(
        Processes.pareto(1),
        Processes.pareto(1.5),
        Processes.pareto(3),
        Processes.studentT(1),
        Processes.studentT(1.5),
        Processes.studentT(2),
        Processes.studentT(3),
        Processes.studentT(4),
        Processes.studentT(5),
        Processes.studentT(8),
        Processes.stable(0.8),
        Processes.stable(1.2),
        Processes.stable(1.5),
        Processes.stable(1.7),
        Processes.stable(1.9),
        Processes.stable(1.95),
        Processes.frechet(2),
        Processes.burr(2, 1),
        Processes.burr(1, 2),
        Processes.autoregression(0.9, 3),
        Processes.kesten(1.5, 0.5),
        Processes.kesten(2.5, 0.5),
        Processes.kesten(2.5, 0.3),
        Processes.kesten(3, 0.5),
        Processes.sgdProjection("P1", 3.114),
        Processes.sgdProjection("P3", 4.005),
        Processes.sgdProjection("P5", 3.117));
  }

  /** P(X &gt; x) = exp(-x^shape), independent. */
  static Process weibull(double shape) {
    Process exponential = Processes.exponential();
    return new Process(
        "Weibull(" + shape + ")",
        LIGHT,
        seed -> {
          Process.Path path = exponential.paths().apply(seed);
          return () -> Math.pow(path.next(), 1 / shape);
        });
  }

  /** A stationary first-order autoregression of standard normal samples, or its exponential. */
  private static Process autoregressive(Process gaussian, double phi, boolean exponential) {
    double scale = Math.sqrt(1 - phi * phi);
    return new Process(
        (exponential ? "lognormal(1)" : "Gaussian") + ", AR(1) phi " + phi,
        LIGHT,
        seed -> {
          Process.Path noise = gaussian.paths().apply(seed);
          double[] x = {noise.next()};
          return () -> {
            x[0] = phi * x[0] + scale * noise.next();
            return exponential ? Math.exp(x[0]) : x[0];
          };
        });
  }

  /** Standard normal, a share of the samples multiplied; independent. */
  private static Process contaminated(double share, double factor) {
    Process gaussian = Processes.gaussian();
    Process uniform = Processes.pareto(1);
    return new Process(
        "Gaussian, " + Math.round(100 * share) + " % times " + Math.round(factor),
        LIGHT,
        seed -> {
          Process.Path path = gaussian.paths().apply(seed);
          // 1/X of Pareto(1) is uniform on (0, 1].
          Process.Path chance = uniform.paths().apply(~seed);
          return () -> path.next() * (1 / chance.next() <= share ? factor : 1);
        });
  }
}
