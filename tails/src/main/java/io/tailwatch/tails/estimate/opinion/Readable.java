// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.opinion;

import io.tailwatch.tails.estimate.hill.TailProfile;
import java.util.Optional;

/** Whether a threshold has what every estimator needs. */
final class Readable {
  private Readable() {}

  /** Why H is not a positive number at the i-th threshold; empty where it is. */
  static Optional<Opinion> reasonAgainst(TailProfile profile, int i) {
    if (i < 0 || i >= profile.size()) {
      return Optional.of(
          new Opinion.Undefined(
              "there is no threshold " + i + ": the profile has " + profile.size()));
    }
    double hill = profile.moment(i, 1);
    if (!(hill > 0 && hill < Double.POSITIVE_INFINITY)) {
      return Optional.of(
          new Opinion.Undefined(
              "no exceedance of the threshold " + profile.threshold(i) + " lies above it"));
    }
    return Optional.empty();
  }
}
