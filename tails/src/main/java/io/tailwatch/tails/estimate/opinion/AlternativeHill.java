// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.opinion;

import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.TailProfile;
import java.util.ArrayList;
import java.util.List;

/**
 * The alternative Hill plot (Drees, de Haan, Resnick 2000, Ann. Statist. 28, 254-274): H at k =
 * ceil(n^theta) against theta in [0, 1], which gives the far tail the room that a plot against k
 * gives to the body. Better to read than the Hill plot unless the law is exactly Pareto.
 *
 * @param theta in [0, 1]
 * @param point the Hill estimator at the k nearest to n^theta; of a sketch, at an edge
 */
public record AlternativeHill(double theta, HillPoint point) {

  /**
   * The plot at evenly spaced theta from 0 to 1. Thresholds without a sample above them, and a k
   * that the theta before has given already, are left out; empty for a profile without thresholds.
   * Cost: a binary search per place.
   *
   * @param places how many, at least 2
   */
  public static List<AlternativeHill> plot(TailProfile profile, int places) {
    if (places < 2) {
      throw new IllegalArgumentException("places must be at least 2: were " + places);
    }
    List<AlternativeHill> plot = new ArrayList<>();
    int before = -1;
    for (int j = 0; j < places && profile.size() > 0; j++) {
      double theta = (double) j / (places - 1);
      int i = profile.nearest(StrictMath.ceil(StrictMath.pow(profile.sampleSize(), theta)));
      if (i != before && profile.sumLogExcess(i) > 0) {
        plot.add(new AlternativeHill(theta, profile.point(i)));
      }
      before = i;
    }
    return plot;
  }
}
