// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import io.tailwatch.app.cli.CommandFailure;
import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.TailProfile;
import io.tailwatch.tails.estimate.threshold.ThresholdChoice;
import io.tailwatch.tails.estimate.threshold.ThresholdRule;
import io.tailwatch.tails.sketch.BucketGrid;
import java.util.OptionalDouble;

/**
 * A cut made in a sample: of a sketch at the bucket edge nearest to it.
 *
 * @param point the Hill estimator there
 * @param wantedFraction the share of the usable values that was asked for, if one was
 */
record ChosenCut(HillPoint point, OptionalDouble wantedFraction) {

  /**
   * Cuts a sample.
   *
   * @param sample with at least two usable values
   * @param cut where the tail is to begin
   * @throws CommandFailure for a cut that the sample does not have
   */
  static ChosenCut of(FileSample sample, Cut cut) {
    TailProfile profile = sample.tail().profile();
    if (cut instanceof Cut.Threshold threshold) {
      return new ChosenCut(at(sample, threshold.u()), OptionalDouble.empty());
    }
    double n = profile.sampleSize();
    if (cut instanceof Cut.Rule rule) {
      return new ChosenCut(chosenBy(rule.rule(), sample), OptionalDouble.empty());
    }
    double k =
        cut instanceof Cut.Count count
            ? below(count.k(), profile.sampleSize())
            : wholeIn(sample, ((Cut.Fraction) cut).f() * n);
    return new ChosenCut(profile.point(profile.nearest(k)), OptionalDouble.of(k / n));
  }

  private static HillPoint chosenBy(ThresholdRule rule, FileSample sample) {
    ThresholdChoice choice = rule.choose(RuleChoices.profile(sample));
    if (choice instanceof ThresholdChoice.None none) {
      throw CommandFailure.badData(
          "--rule " + rule.name() + " finds no cut: " + none.reason() + "; choose another");
    }
    long k = choice.chosen().orElseThrow().point().exceedances();
    TailProfile profile = sample.tail().profile();
    return profile.point(profile.nearest(k));
  }

  /** Of a sorted sample a whole number; of a sketch the nearest edge is looked for. */
  private static double wholeIn(FileSample sample, double k) {
    long last = sample.counts().usable() - 1;
    return sample.exact() ? Math.min(last, Math.max(1, Math.rint(k))) : k;
  }

  private static int below(int k, long n) {
    if (k >= n) {
      throw CommandFailure.usage(
          "--k must be below the number of usable values, " + n + ": was " + k);
    }
    return k;
  }

  private static HillPoint at(FileSample sample, double u) {
    if (!sample.exact()) {
      var grid = new BucketGrid(BucketGrid.DEFAULT_MANTISSA_BITS);
      if (grid.magnitudeOfEdge(u).isEmpty()) {
        throw CommandFailure.usage(notAnEdge(grid, u));
      }
    }
    return sample.tail().at(u);
  }

  private static String notAnEdge(BucketGrid grid, double u) {
    int below = grid.magnitudeOf((float) u);
    below = Math.max(grid.firstNormal(), Math.min(below, grid.endNormal() - 1));
    double lower = grid.lowerEdge(below);
    double upper = grid.lowerEdge(Math.min(below + 1, grid.endNormal() - 1));
    return "--threshold "
        + Words.exactly(u)
        + " is not a bucket edge of the sketch: take the nearest one, "
        + Words.exactly(u - lower <= upper - u ? lower : upper)
        + ", or add --exact, which takes any threshold";
  }
}
