// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.djl;

import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.OptimizerKind;
import io.tailwatch.events.v1.Quantity;
import java.util.List;
import java.util.function.LongToDoubleFunction;

/**
 * What a {@link TailWatchListener} publishes. Immutable.
 *
 * @param quantity updates (default), iterates (the weights themselves) or gradients
 * @param every publish every n-th step, at least 1; updates are then over n steps
 * @param maxCoordinates larger parameters are published as a seeded sub-sample of so many; at least
 *     1, default 4,096
 * @param seed of the sub-samples, not 0
 * @param optimizer what trains; unspecified by default, and then there is no theory
 * @param learningRate of a step, counted from 0; 0 = not stated (default)
 * @param observables what is drawn from each vector; empty for the default, the norm
 * @param edgeSketches send tail sketches of panes in place of values
 */
public record ListenerOptions(
    Quantity quantity,
    int every,
    int maxCoordinates,
    long seed,
    OptimizerKind optimizer,
    LongToDoubleFunction learningRate,
    List<Observable> observables,
    boolean edgeSketches) {
  /** Checks the ranges. */
  public ListenerOptions {
    require(
        quantity == Quantity.QUANTITY_UPDATES
            || quantity == Quantity.QUANTITY_ITERATES
            || quantity == Quantity.QUANTITY_GRADIENTS,
        "quantity must be updates, iterates or gradients: was " + quantity);
    require(every >= 1, "every must be at least 1: was " + every);
    require(maxCoordinates >= 1, "maxCoordinates must be at least 1: was " + maxCoordinates);
    require(seed != 0, "seed must not be 0");
    observables = List.copyOf(observables);
  }

  /** Norms of updates of at most 4,096 coordinates of each parameter, after every step. */
  public static ListenerOptions defaults() {
    return new ListenerOptions(
        Quantity.QUANTITY_UPDATES,
        1,
        4096,
        1,
        OptimizerKind.OPTIMIZER_KIND_UNSPECIFIED,
        step -> 0,
        List.of(),
        false);
  }

  /** The same of another quantity. */
  public ListenerOptions withQuantity(Quantity kind) {
    return new ListenerOptions(
        kind, every, maxCoordinates, seed, optimizer, learningRate, observables, edgeSketches);
  }

  /** The same of every n-th step. */
  public ListenerOptions withEvery(int n) {
    return new ListenerOptions(
        quantity, n, maxCoordinates, seed, optimizer, learningRate, observables, edgeSketches);
  }

  /** The same of at most so many coordinates of each parameter, chosen by a seed. */
  public ListenerOptions withSubsample(int coordinates, long chosenBy) {
    return new ListenerOptions(
        quantity, every, coordinates, chosenBy, optimizer, learningRate, observables, edgeSketches);
  }

  /** The same, told what trains: momentum and Adam have no theory, and are said to have none. */
  public ListenerOptions withOptimizer(OptimizerKind kind, LongToDoubleFunction rate) {
    return new ListenerOptions(
        quantity, every, maxCoordinates, seed, kind, rate, observables, edgeSketches);
  }

  /** The same with other observables. */
  public ListenerOptions withObservables(Observable... others) {
    return new ListenerOptions(
        quantity,
        every,
        maxCoordinates,
        seed,
        optimizer,
        learningRate,
        List.of(others),
        edgeSketches);
  }

  /** The same with panes sketched here. */
  public ListenerOptions withEdgeSketches() {
    return new ListenerOptions(
        quantity, every, maxCoordinates, seed, optimizer, learningRate, observables, true);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
