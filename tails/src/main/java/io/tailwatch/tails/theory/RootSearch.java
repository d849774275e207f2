// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleFunction;
import org.apache.commons.math3.analysis.solvers.IllinoisSolver;

/**
 * The upward zero crossing of an estimated growth rate in a positive variable: a bracket by
 * geometric steps, then regula falsi (Illinois). A secant without bracket fails here, because the
 * function is flat first and steep later. Every point is evaluated once. Single-threaded.
 */
final class RootSearch {
  private static final int EVALUATIONS = 60;
  // Keeps regula falsi going where a product vanished and the logarithm is infinite.
  private static final double FLOOR = -50;
  // Points nearer than this say more about the noise than about the slope.
  private static final double SLOPE_DISTANCE = 4e-3;

  /** What the search for a bracket found. */
  enum Outcome {
    BRACKETED,
    NEGATIVE_THROUGHOUT,
    POSITIVE_THROUGHOUT
  }

  /**
   * A zero crossing.
   *
   * @param standardError of x, from the error of the growth rate and the slope
   */
  record Root(double x, double standardError) {}

  private final DoubleFunction<GrowthRate> function;
  private final TreeMap<Double, GrowthRate> known = new TreeMap<>();
  private double below;
  private double above;

  RootSearch(DoubleFunction<GrowthRate> function) {
    this.function = function;
  }

  /**
   * Looks from start upwards while the function is not clearly positive, downwards while it is, by
   * a factor, within limits. Clearly means by two standard errors: left of the root the function
   * can be negative by less than its error over a wide range, and noise must not lead the search
   * there.
   */
  Outcome bracket(double start, double factor, double lowest, double highest) {
    double x = Math.max(lowest, Math.min(highest, start));
    if (!clearlyPositive(x)) {
      while (!clearlyPositive(x)) {
        if (x >= highest) {
          return Outcome.NEGATIVE_THROUGHOUT;
        }
        below = x;
        x = Math.min(highest, x * factor);
      }
      above = x;
    } else {
      while (clearlyPositive(x)) {
        if (x <= lowest) {
          return Outcome.POSITIVE_THROUGHOUT;
        }
        above = x;
        x = Math.max(lowest, x / factor);
      }
      below = x;
    }
    return Outcome.BRACKETED;
  }

  /**
   * The root inside the bracket, to a relative accuracy or well within its sampling error; its
   * lower end if that is not negative.
   */
  Root solve(double relativeAccuracy) {
    double noise =
        0.2 * Math.min(known.get(below).standardError(), known.get(above).standardError());
    IllinoisSolver solver = new IllinoisSolver(relativeAccuracy, 1e-12, Math.max(1e-12, noise));
    double root = value(below) >= 0 ? below : solver.solve(EVALUATIONS, this::value, below, above);
    return new Root(root, known.get(nearest(root)).standardError() / slope(root));
  }

  private boolean clearlyPositive(double x) {
    double value = value(x);
    return value > 2 * known.get(x).standardError();
  }

  private double value(double x) {
    return Math.max(FLOOR, known.computeIfAbsent(x, function::apply).value());
  }

  private double nearest(double x) {
    Double floor = known.floorKey(x);
    Double ceiling = known.ceilingKey(x);
    if (floor == null || ceiling == null) {
      return floor == null ? ceiling : floor;
    }
    return x - floor <= ceiling - x ? floor : ceiling;
  }

  private double slope(double root) {
    Map.Entry<Double, GrowthRate> low = known.floorEntry(root * (1 - SLOPE_DISTANCE));
    Map.Entry<Double, GrowthRate> high = known.ceilingEntry(root * (1 + SLOPE_DISTANCE));
    double from = low == null ? nearest(root) : low.getKey();
    double to = high == null ? nearest(root) : high.getKey();
    return to > from ? Math.max(0, value(to) - value(from)) / (to - from) : Double.NaN;
  }
}
