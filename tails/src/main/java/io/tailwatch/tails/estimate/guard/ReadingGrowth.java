// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.guard;

import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.StudentTReading;

/**
 * How the Hill reading grows as the threshold rises: that of a power law settles, that of a light
 * tail goes on.
 *
 * <p>With readings a at the larger and b at the smaller tail fraction (k and l exceedances), the
 * growth is ln(b/a), its standard error sqrt(D (1/l - 1/k)) for dependence factor D, because the
 * nested readings of a power law differ by independent parts. {@code excess} is the growth beyond
 * that of Student's t with the index read at the larger fraction, for a finite sample of t grows
 * too: in units of the error, near standard normal for Student's t, negative where the law is
 * closer to Pareto's than t is. Cost: an inversion of the t reading and two readings.
 *
 * @param outer reading at the larger fraction
 * @param inner reading at the smaller fraction
 * @param growth ln(inner/outer)
 * @param standardError of growth
 * @param excess (growth - that of Student's t) / standardError
 */
public record ReadingGrowth(
    double outer, double inner, double growth, double standardError, double excess) {

  /** From the reading of one point to that of a point further out; both must be finite. */
  static ReadingGrowth between(HillPoint large, HillPoint small, double dependenceFactor) {
    double growth = StrictMath.log(small.reading() / large.reading());
    double error =
        StrictMath.sqrt(
            Math.max(1, dependenceFactor)
                * (1.0 / small.exceedances() - 1.0 / large.exceedances()));
    double index = StudentTReading.index(large.reading(), large.tailFraction());
    double expected =
        StudentTReading.reading(index, small.tailFraction())
            / StudentTReading.reading(index, large.tailFraction());
    return new ReadingGrowth(
        large.reading(),
        small.reading(),
        growth,
        error,
        (growth - StrictMath.log(expected)) / error);
  }
}
