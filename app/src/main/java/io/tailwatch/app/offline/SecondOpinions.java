// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.TailProfile;
import io.tailwatch.tails.estimate.opinion.BiasReducedHill;
import io.tailwatch.tails.estimate.opinion.MomentEstimator;
import io.tailwatch.tails.estimate.opinion.Opinion;
import io.tailwatch.tails.estimate.opinion.Pickands;
import io.tailwatch.tails.estimate.opinion.SmoothedHill;

/**
 * Other estimators at the cut of the reading, their standard errors widened by the dependence that
 * the reading shows. Smoothed Hill averages the readings from k to 2 k, Pickands' takes X_(k),
 * X_(2k) and X_(4k).
 */
record SecondOpinions(Opinion moment, Opinion pickands, Opinion biasReduced, Opinion smoothed) {

  /** The opinions on a point with exceedances. */
  static SecondOpinions of(FileSample sample, HillPoint point, double dependenceFactor) {
    TailProfile profile = sample.tail().profile();
    long k = point.exceedances();
    int at = profile.nearest(k);
    return new SecondOpinions(
        widened(MomentEstimator.at(profile, at), dependenceFactor),
        widened(Pickands.at(profile, k), dependenceFactor),
        widened(BiasReducedHill.at(profile, at), dependenceFactor),
        widened(SmoothedHill.at(profile, k), dependenceFactor));
  }

  /** No opinions, because there is no reading. */
  static SecondOpinions none(String reason) {
    Opinion none = new Opinion.Undefined(reason);
    return new SecondOpinions(none, none, none, none);
  }

  private static Opinion widened(Opinion opinion, double factor) {
    return opinion instanceof Opinion.Defined d
        ? new Opinion.Defined(
            d.gamma(),
            d.standardError() * Math.sqrt(Math.max(1, factor)),
            d.exceedances(),
            d.note())
        : opinion;
  }
}
