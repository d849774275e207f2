// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import io.tailwatch.tails.theory.HsgdResult.Index;
import io.tailwatch.tails.theory.HsgdResult.Method;
import io.tailwatch.tails.theory.HsgdResult.NoStationaryLaw;
import io.tailwatch.tails.theory.HsgdResult.Undefined;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The root of g(p) / p between certified bounds, from ten independent particle populations that
 * keep their seeds over all p, so that the curve is nearly smooth. Newton's method with slopes from
 * chords some percent long, as the difference of nearer points is noise. Single-threaded.
 */
final class ParticleRoot {
  static final double SMALLEST = 1e-3;
  private static final int POPULATIONS = 10;
  private static final double TIME_STEP = 0.1;
  private static final double WARM_UP = 10;
  private static final double CHORD = 0.03;
  private static final double ACCURACY = 1e-3;
  private static final int EVALUATIONS = 12;
  private static final int EXPECTED_EVALUATIONS = 4;

  private final HsgdOptions options;
  private final TiltedParticles particles;
  private final List<Point> points = new ArrayList<>();

  /**
   * g(p) / p.
   *
   * @param standardError from the populations
   */
  private record Point(double p, double value, double standardError) {}

  ParticleRoot(TiltedProblem problem, HsgdOptions options) {
    this.options = options;
    double warmUp = WARM_UP + options.horizon() / 10.0;
    particles =
        new TiltedParticles(
            problem,
            options.particles() / POPULATIONS,
            TIME_STEP,
            warmUp,
            options.horizon(),
            options.cancelled());
  }

  HsgdResult search(double lower, double upper) {
    if (lower <= SMALLEST) {
      Point first = evaluate(SMALLEST);
      double clear = 3 * first.standardError();
      if (first.value() > clear) {
        return new NoStationaryLaw("the top Lyapunov exponent is positive", Method.PARTICLES);
      }
      if (!(first.value() < -clear)) {
        return new Undefined("the top Lyapunov exponent cannot be told from 0 with this much work");
      }
    }
    double low = Math.max(SMALLEST, lower);
    double high = upper;
    Point here = evaluate(Math.max(low, 0.2 * lower + 0.8 * upper));
    evaluate(here.p() * (here.value() > 0 ? 1 - CHORD : 1 + CHORD));
    while (points.size() < EVALUATIONS) {
      double slope = slope(here);
      double move = -here.value() / slope;
      double error = here.standardError() / slope;
      if (slope > 0 && Math.abs(move) <= Math.max(ACCURACY * here.p(), error)) {
        return new Index(here.p() + move, error, Method.PARTICLES);
      }
      if (here.value() > 0) {
        high = Math.min(high, here.p());
      } else {
        low = Math.max(low, here.p());
      }
      double next = here.p() + move;
      boolean inside = slope > 0 && next >= low * (1 - CHORD) && next <= high * (1 + CHORD);
      here = evaluate(inside ? next : (low + high) / 2);
    }
    return new Undefined("the root was not found in " + EVALUATIONS + " evaluations");
  }

  private Point evaluate(double p) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < POPULATIONS; i++) {
      double value = particles.growthRate(p, options.seed() + i) / p;
      sum += value;
      squares += value * value;
      tell(i + 1);
    }
    double mean = sum / POPULATIONS;
    double variance = Math.max(0, squares / POPULATIONS - mean * mean) / (POPULATIONS - 1);
    Point point = new Point(p, mean, Math.sqrt(variance));
    points.add(point);
    return point;
  }

  private void tell(int populations) {
    double done = points.size() + (double) populations / POPULATIONS;
    options.progress().accept(done / (done + Math.max(0.5, EXPECTED_EVALUATIONS - done)));
  }

  /**
   * Of the chord to the nearest point on the other side of the root (the curve may bend there), but
   * not to one so near that noise decides; else to the one whose distance is nearest to that
   * wanted.
   */
  private double slope(Point here) {
    Point partner =
        points.stream()
            .filter(point -> point.p() != here.p())
            .min(Comparator.comparingDouble(point -> unsuitability(here, point)))
            .orElse(here);
    return (here.value() - partner.value()) / (here.p() - partner.p());
  }

  private static double unsuitability(Point here, Point partner) {
    double distance = Math.abs(partner.p() / here.p() - 1);
    boolean across = partner.value() > 0 != here.value() > 0;
    return across && distance >= CHORD / 6 ? distance - 1 : Math.abs(Math.log(distance / CHORD));
  }
}
