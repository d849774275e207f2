// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.guard;

import io.tailwatch.tails.estimate.hill.HillPoint;
import java.util.List;
import java.util.Optional;

/**
 * Whether an interval has enough to rest on: exceedances, and panes that they come from, because an
 * error cannot be had from a few bursts.
 *
 * @param exceedances k
 * @param panes how many there are
 * @param contributing how many of them have an exceedance
 */
public record TooFew(long exceedances, int panes, int contributing) {
  /** The least number of exceedances. */
  public static final int MIN_EXCEEDANCES = 100;

  /** The least number of panes with an exceedance. */
  public static final int MIN_PANES = 8;

  /** Of the points of panes, or other consecutive batches, at one threshold. */
  public static TooFew of(List<HillPoint> batches) {
    long exceedances = 0;
    int contributing = 0;
    for (HillPoint batch : batches) {
      exceedances += batch.exceedances();
      contributing += batch.exceedances() > 0 ? 1 : 0;
    }
    return new TooFew(exceedances, batches.size(), contributing);
  }

  /** What to say when it has not. */
  public Optional<Finding> finding() {
    if (exceedances < MIN_EXCEEDANCES) {
      return few(
          exceedances
              + (exceedances == 1 ? " value" : " values")
              + " in the tail, fewer than the "
              + MIN_EXCEEDANCES
              + " that an interval needs");
    }
    if (contributing < MIN_PANES) {
      return few(
          "the tail lies in "
              + contributing
              + " of "
              + panes
              + " consecutive panes, fewer than the "
              + MIN_PANES
              + " that an interval needs: sorted, or one excursion");
    }
    return Optional.empty();
  }

  private static Optional<Finding> few(String message) {
    return Optional.of(new Finding(WarningCode.TOO_FEW, message));
  }
}
