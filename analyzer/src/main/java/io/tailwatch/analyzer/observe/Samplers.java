// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.observe;

import io.tailwatch.events.v1.Observable;
import io.tailwatch.tails.sketch.SketchLayout;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Which sampler and which sketch layout an observable takes. */
final class Samplers {
  private Samplers() {}

  /** Signed where left and right tails are told apart. */
  static SketchLayout layout(Observable observable) {
    return switch (observable) {
      case OBSERVABLE_PROJECTION, OBSERVABLE_COORDINATES, OBSERVABLE_IDENTITY ->
          SketchLayout.SIGNED;
      default -> SketchLayout.UNSIGNED;
    };
  }

  /** The sampler of an observable; one that draws nothing while its calibration is missing. */
  static Sampler of(Observable observable, SeriesPlan plan, Optional<Calibration> calibration) {
    if (plan.calibrated(observable) && calibration.isEmpty()) {
      return new Sampler.None(1);
    }
    int dimension = plan.layout().getDimension();
    return switch (observable) {
      case OBSERVABLE_PROJECTION ->
          new Sampler.Projection(plan.direction(0), centre(plan, calibration));
      case OBSERVABLE_NORM -> new Sampler.Norm(centre(plan, calibration));
      case OBSERVABLE_WEIGHTED_NORM -> weightedNorm(plan, centre(plan, calibration));
      case OBSERVABLE_COORDINATES ->
          new Sampler.Coordinates(calibration.orElseThrow(), plan.pooledStride());
      case OBSERVABLE_IDENTITY -> new Sampler.Identity(dimension);
      // An update is a vector by itself; between iterates it takes two, which PaneSketches has.
      case OBSERVABLE_UPDATE_NORM ->
          plan.iterates() ? new Sampler.None(1) : new Sampler.Norm(new double[dimension]);
      case OBSERVABLE_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalStateException("a plan holds no observable " + observable);
    };
  }

  private static Sampler weightedNorm(SeriesPlan plan, double[] centre) {
    double[] eigenvalues =
        plan.descriptor().getProblem().getEigenvaluesList().stream()
            .mapToDouble(Double::doubleValue)
            .toArray();
    List<double[]> directions =
        IntStream.range(0, eigenvalues.length).mapToObj(plan::direction).toList();
    return new Sampler.WeightedNorm(directions, eigenvalues, centre);
  }

  private static double[] centre(SeriesPlan plan, Optional<Calibration> calibration) {
    double[] known = plan.centre();
    if (known.length > 0) {
      return known;
    }
    return plan.iterates()
        ? calibration.orElseThrow().location()
        : new double[plan.layout().getDimension()];
  }
}
