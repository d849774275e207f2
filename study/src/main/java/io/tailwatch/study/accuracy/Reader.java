// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study.accuracy;

import io.tailwatch.tails.estimate.hill.TailProfile;
import java.util.Optional;

/** A way to read an index off a sorted sample. */
record Reader(String name, boolean slow, Method method) {

  /** Empty where the method has no estimate. */
  interface Method {
    Optional<Reading> read(TailProfile profile);
  }

  /**
   * What was read.
   *
   * @param gamma 1/alpha; 0 or less for a light tail
   * @param exceedances k
   */
  record Reading(double gamma, double exceedances) {}
}
