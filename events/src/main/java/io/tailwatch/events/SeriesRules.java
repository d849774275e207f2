// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.events;

import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.Quantity;
import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.events.v1.ShardKind;
import java.util.List;

/**
 * What a descriptor means, for both sides of the wire: those who sketch at the source must do what
 * the analyzer would do. Stateless; thread-safe.
 */
public final class SeriesRules {
  /** Steps of a pane that no descriptor gives another length. */
  public static final int DEFAULT_PANE_STEPS = 3125;

  /** Panes of a window that no descriptor gives another length. */
  public static final int DEFAULT_PANES = 32;

  private SeriesRules() {}

  /** Steps of a pane. */
  public static int paneSteps(SeriesDescriptor descriptor) {
    int steps = descriptor.getWindow().getPaneSteps();
    return steps == 0 ? DEFAULT_PANE_STEPS : steps;
  }

  /** Panes of a window. */
  public static int windowPanes(SeriesDescriptor descriptor) {
    int panes = descriptor.getWindow().getPanes();
    return panes == 0 ? DEFAULT_PANES : panes;
  }

  /**
   * The observables of a series, without repetitions. An empty list in the descriptor means {@code
   * projection} where centre and direction are known; else {@code update-norm} for iterates and
   * updates, {@code norm} for gradients, {@code coordinates} for slices.
   */
  public static List<Observable> observables(
      SeriesDescriptor descriptor, Quantity quantity, ShardKind kind) {
    if (descriptor.getObservablesCount() > 0) {
      return descriptor.getObservablesList().stream().distinct().toList();
    }
    if (kind == ShardKind.SHARD_KIND_COORDINATES) {
      return List.of(Observable.OBSERVABLE_COORDINATES);
    }
    boolean iterates = quantity == Quantity.QUANTITY_ITERATES;
    if (descriptor.getDirectionsCount() > 0 && (descriptor.getCentreCount() > 0 || !iterates)) {
      return List.of(Observable.OBSERVABLE_PROJECTION);
    }
    return iterates || quantity == Quantity.QUANTITY_UPDATES
        ? List.of(Observable.OBSERVABLE_UPDATE_NORM)
        : List.of(Observable.OBSERVABLE_NORM);
  }

  /**
   * Whether a window goes on under another descriptor: only rates and theory differ.
   *
   * @param observables of both
   */
  public static boolean continues(
      SeriesDescriptor before, SeriesDescriptor after, List<Observable> observables) {
    boolean weighted = observables.contains(Observable.OBSERVABLE_WEIGHTED_NORM);
    return lasting(before, weighted).equals(lasting(after, weighted));
  }

  private static SeriesDescriptor lasting(SeriesDescriptor source, boolean weighted) {
    var lasting = source.toBuilder().clearProblem();
    lasting.getOptimizerBuilder().clearLearningRate();
    if (weighted) {
      lasting.getProblemBuilder().addAllEigenvalues(source.getProblem().getEigenvaluesList());
    }
    return lasting.build();
  }
}
