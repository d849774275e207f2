// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate;

import io.tailwatch.tails.estimate.guard.LightTail;
import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.StudentTReading;
import io.tailwatch.tails.estimate.interval.Interval;
import io.tailwatch.tails.estimate.interval.ReadingInterval;
import java.util.Optional;

/**
 * What a window of panes says about the tail index, a survival exponent: a number with its 95 %
 * interval, or why not. Immutable and thread-safe.
 */
public sealed interface WindowEstimate {
  /** Degrees of freedom of Student's t from which its reading counts as that of a light tail. */
  double LIGHT_INDEX = 12;

  /**
   * A reading and the index that goes with it.
   *
   * @param point threshold, exceedances, sample size and log-excess sum of the window
   * @param reading the Hill reading with its 95 % interval by batch means over the panes
   * @param index the de-biased reading, {@link StudentTReading#index}; infinite when the reading
   *     reaches that of a Gaussian
   * @param indexInterval the same function of the interval's ends; the upper one may be infinite
   * @param left the left tail at the same threshold, where samples have a sign ({@link
   *     PanedSample#side})
   * @param right the right tail at the same threshold
   * @param diagnosis second opinions and what weakens the reading
   */
  record Defined(
      HillPoint point,
      ReadingInterval reading,
      double index,
      Interval indexInterval,
      Optional<HillPoint> left,
      Optional<HillPoint> right,
      Diagnosis diagnosis)
      implements WindowEstimate {

    /**
     * Whether the tail cannot be told from a light one: the reading is that of Student's t with
     * {@value #LIGHT_INDEX} degrees of freedom or more, its upper limit that of a Gaussian, or a
     * light law is nearer to the tail than a power law ({@link LightTail}).
     */
    public boolean lightTailed() {
      return reading.reading() >= StudentTReading.reading(LIGHT_INDEX, point.tailFraction())
          || indexInterval.unbounded()
          || diagnosis.lightTail().verdict() == LightTail.Verdict.LIGHT;
    }

    /** How many independent exceedances would give the same error: k / dependenceFactor. */
    public double effectiveExceedances() {
      return point.exceedances() / reading.dependenceFactor();
    }
  }

  /**
   * No reading.
   *
   * @param message one plain sentence with the numbers
   */
  record Undefined(Reason reason, String message) implements WindowEstimate {}
}
