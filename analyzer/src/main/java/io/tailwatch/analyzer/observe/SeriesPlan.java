// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.observe;

import io.tailwatch.analyzer.state.v1.BatchLayout;
import io.tailwatch.events.BadEventException;
import io.tailwatch.events.SeriesRules;
import io.tailwatch.events.v1.Direction;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.Quantity;
import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.events.v1.ShardKind;
import java.util.List;

/**
 * What is done with the vectors of a series: its descriptor with the defaults put in, checked
 * against the layout of its batches. Immutable.
 *
 * <p>The centre belongs to iterates. Gradients, gradient noise and updates are increments and are
 * centred already, so that neither the centre nor a calibration applies to them, {@code
 * coordinates} excepted.
 */
final class SeriesPlan {
  /** Coordinates that {@code coordinates} pools; beyond, every so-manieth one is taken. */
  static final int POOLED_COORDINATES = 4096;

  /** Longest vector whose centre is estimated: 64 vectors of it are held for that. */
  static final int ESTIMATED_CENTRE_DIMENSION = 16_384;

  private final SeriesDescriptor descriptor;
  private final BatchLayout layout;
  private final List<Observable> observables;

  private SeriesPlan(
      SeriesDescriptor descriptor, BatchLayout layout, List<Observable> observables) {
    this.descriptor = descriptor;
    this.layout = layout;
    this.observables = observables;
  }

  /**
   * The plan of a series.
   *
   * @throws BadEventException when descriptor and layout do not fit each other
   */
  static SeriesPlan of(SeriesDescriptor descriptor, BatchLayout layout) {
    var plan =
        new SeriesPlan(
            descriptor,
            layout,
            SeriesRules.observables(descriptor, layout.getQuantity(), layout.getShardKind()));
    plan.observables.forEach(plan::check);
    if (plan.paneSteps() < layout.getStepStride()) {
      throw new BadEventException(
          "pane_steps must be at least step_stride = %d: was %d"
              .formatted(layout.getStepStride(), plan.paneSteps()));
    }
    return plan;
  }

  SeriesDescriptor descriptor() {
    return descriptor;
  }

  BatchLayout layout() {
    return layout;
  }

  /** Without repetitions, in the order of the descriptor. */
  List<Observable> observables() {
    return observables;
  }

  int paneSteps() {
    return SeriesRules.paneSteps(descriptor);
  }

  int windowPanes() {
    return SeriesRules.windowPanes(descriptor);
  }

  /** The rate of a batch: its own, else the descriptor's, else 0 for unknown. */
  double learningRate(double ofBatch) {
    return ofBatch > 0 ? ofBatch : descriptor.getOptimizer().getLearningRate();
  }

  /** Whether the vectors are iterates, which have a centre. */
  boolean iterates() {
    return layout.getQuantity() == Quantity.QUANTITY_ITERATES;
  }

  /** Whether samples of an observable wait for a calibration; sketched ones are calibrated. */
  boolean calibrated(Observable observable) {
    return !layout.getSketched()
        && (observable == Observable.OBSERVABLE_COORDINATES || centreIsEstimated(observable));
  }

  /** Whether any observable waits for a calibration. */
  boolean calibrates() {
    return observables.stream().anyMatch(this::calibrated);
  }

  /**
   * Whether the location of an observable is an estimate, so that a window of it has to pass the
   * stationarity test first.
   */
  boolean centreIsEstimated(Observable observable) {
    return switch (observable) {
      case OBSERVABLE_PROJECTION, OBSERVABLE_NORM, OBSERVABLE_WEIGHTED_NORM ->
          iterates() && descriptor.getCentreCount() == 0;
      case OBSERVABLE_COORDINATES -> iterates();
      default -> false;
    };
  }

  /** Calibrate every so-manieth coordinate: all of them when a centre is needed. */
  int calibrationStride() {
    return observables.stream()
            .anyMatch(o -> o != Observable.OBSERVABLE_COORDINATES && calibrated(o))
        ? 1
        : pooledStride();
  }

  /** {@code coordinates} pools every so-manieth coordinate. */
  int pooledStride() {
    return (layout.getDimension() + POOLED_COORDINATES - 1) / POOLED_COORDINATES;
  }

  /** The known centre; empty where there is none. */
  double[] centre() {
    return iterates() ? toArray(descriptor.getCentreList()) : new double[0];
  }

  /** The i-th direction. */
  double[] direction(int i) {
    return toArray(descriptor.getDirections(i).getComponentsList());
  }

  /** Whether a window can go on under another plan: only rates and theory differ. */
  boolean continues(SeriesPlan before) {
    // Nearly always the same one: then no descriptors are copied to be compared.
    return this == before
        || (observables.equals(before.observables)
            && SeriesRules.continues(before.descriptor, descriptor, observables));
  }

  private void check(Observable observable) {
    if (!ObservableNames.known(observable)) {
      throw new BadEventException("observable must be one that is known: was " + observable);
    }
    String name = ObservableNames.of(observable);
    boolean pooled =
        observable == Observable.OBSERVABLE_COORDINATES
            || observable == Observable.OBSERVABLE_IDENTITY;
    if (layout.getShardKind() == ShardKind.SHARD_KIND_COORDINATES && !pooled) {
      throw new BadEventException(
          name + " needs whole vectors: slices of them allow only coordinates and identity");
    }
    if (observable == Observable.OBSERVABLE_UPDATE_NORM
        && !iterates()
        && layout.getQuantity() != Quantity.QUANTITY_UPDATES) {
      throw new BadEventException(
          "update-norm needs iterates or updates: quantity was " + layout.getQuantity());
    }
    if (!layout.getSketched()) {
      checkVectors(observable, name);
    }
  }

  private void checkVectors(Observable observable, String name) {
    int dimension = layout.getDimension();
    int directions = descriptor.getDirectionsCount();
    if (observable == Observable.OBSERVABLE_PROJECTION && directions == 0) {
      throw new BadEventException("projection needs a direction in the descriptor: had none");
    }
    if (observable == Observable.OBSERVABLE_WEIGHTED_NORM
        && (directions != dimension
            || descriptor.getProblem().getEigenvaluesCount() != dimension)) {
      throw new BadEventException(
          "weighted-norm needs all %d directions and eigenvalues in the descriptor: had %d and %d"
              .formatted(dimension, directions, descriptor.getProblem().getEigenvaluesCount()));
    }
    if (observable != Observable.OBSERVABLE_COORDINATES
        && calibrated(observable)
        && dimension > ESTIMATED_CENTRE_DIMENSION) {
      throw new BadEventException(
          "%s of more than %d coordinates needs a centre in the descriptor: dimension was %d"
              .formatted(name, ESTIMATED_CENTRE_DIMENSION, dimension));
    }
    // A descriptor of an earlier batch was checked against the dimension of that batch.
    checkLength("centre", descriptor.getCentreCount());
    for (Direction direction : descriptor.getDirectionsList()) {
      checkLength("direction", direction.getComponentsCount());
    }
  }

  private void checkLength(String what, int length) {
    if (length != 0 && length != layout.getDimension()) {
      throw new BadEventException(
          what + " must have dimension = " + layout.getDimension() + " entries: had " + length);
    }
  }

  private static double[] toArray(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
