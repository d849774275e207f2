// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import io.tailwatch.app.cli.Numbers;
import io.tailwatch.tails.estimate.WindowEstimate;
import io.tailwatch.tails.estimate.guard.Finding;
import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.StudentTReading;
import java.util.List;
import java.util.Optional;

/**
 * What the estimators say about one file.
 *
 * @param counts what became of the values
 * @param point where the tail was cut; empty without two usable values
 * @param readingReason why there is no reading; empty where there is one
 * @param estimate reading, interval and index; empty where one of them is undefined
 * @param intervalReason why there is no interval; empty where there is one
 * @param findings what the reader should know, the gravest first
 * @param verdict in the words of the live analyzer
 */
record FileEstimate(
    Counts counts,
    Optional<HillPoint> point,
    String readingReason,
    Optional<WindowEstimate.Defined> estimate,
    String intervalReason,
    List<Finding> findings,
    String verdict) {

  /**
   * Why the first undefined value is undefined, the later ones follow from it; empty if none is.
   */
  String undefinedReason() {
    return intervalReason.isEmpty()
        ? estimate.map(FileEstimate::indexReason).orElse("")
        : intervalReason;
  }

  /** Why the index or its upper limit is infinite; empty where they are not. */
  private static String indexReason(WindowEstimate.Defined defined) {
    return defined.indexInterval().unbounded()
        ? "the reading"
            + (Double.isInfinite(defined.index()) ? "" : "'s upper limit")
            + " reaches that of a Gaussian, "
            + Numbers.text(StudentTReading.gaussianReading(defined.point().tailFraction()))
            + " at this tail fraction"
        : "";
  }

  /** The point that was read, where there is a reading. */
  Optional<HillPoint> read() {
    return readingReason.isEmpty() ? point : Optional.empty();
  }
}
