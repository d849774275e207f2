// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate;

import io.tailwatch.tails.estimate.guard.Constant;
import io.tailwatch.tails.estimate.guard.Finding;
import io.tailwatch.tails.estimate.guard.PaneHomogeneity;
import io.tailwatch.tails.estimate.guard.TooFew;
import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.StudentTReading;
import io.tailwatch.tails.estimate.hill.TailProfile;
import io.tailwatch.tails.estimate.hill.TailSide;
import io.tailwatch.tails.estimate.interval.BatchMeans;
import io.tailwatch.tails.estimate.interval.Interval;
import io.tailwatch.tails.estimate.interval.ReadingInterval;
import io.tailwatch.tails.sketch.TailSketch;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The estimate of a window: a reading at one threshold, its interval by {@link BatchMeans} over the
 * panes at that threshold, the index by {@link StudentTReading} at the fraction actually used, and
 * the {@link Diagnosis}.
 *
 * <p>Undefined, the first that holds: {@code too-few} below {@value TooFew#MIN_PANES} panes and
 * without a usable sample; {@code constant} when the tail has no range ({@link Constant}); {@code
 * too-few} when its interval has not enough to rest on: exceedances or panes that they come from
 * ({@link TooFew}), or when they crowd in a few panes ({@link PaneHomogeneity#concentrated}). In
 * simulated windows of 32 panes of SGD (d = 1, 2, 5, 50; projection and norm) exceedances never
 * came from fewer than 12 panes, and for projections from 28 or more.
 *
 * <p>Stateless and thread-safe; replays give the same bits. Cost: some scans of the sum and of the
 * tail of each pane, three inversions of {@link StudentTReading}, and the guards, of which {@link
 * io.tailwatch.tails.estimate.guard.LightTail} is the dearest.
 */
public final class WindowEstimator {
  private WindowEstimator() {}

  /**
   * The estimate of one window of sketches at the bucket edge nearest to a fixed tail fraction,
   * both tails folded together.
   *
   * @param panes the panes of the window, oldest first
   * @param sum their sum, from which the reading comes: panes serve the interval only
   * @param tailFraction f, in (0, 1)
   * @throws IllegalArgumentException when {@code sum} is not the sum of the panes
   */
  public static WindowEstimate estimate(
      List<TailSketch> panes, TailSketch sum, double tailFraction) {
    PanedSample sample = new SketchedSample(panes, sum, TailSide.BOTH);
    TailProfile profile = sample.profile();
    int at = profile.nearestFraction(tailFraction);
    if (panes.size() < TooFew.MIN_PANES) {
      return tooFew(panes.size() + " panes, fewer than the " + TooFew.MIN_PANES + " needed");
    }
    if (at < 0) {
      return tooFew("0 usable samples, fewer than the " + TooFew.MIN_EXCEEDANCES + " needed");
    }
    return estimate(sample, profile.point(at), OptionalDouble.of(tailFraction));
  }

  /**
   * The estimate of a sample at a given cut.
   *
   * @param point what is read: a point of the sample's profile, or that at any threshold
   * @param wantedFraction the tail fraction that was asked for, if one was
   * @throws IllegalArgumentException when the panes do not add up to the sample
   */
  public static WindowEstimate estimate(
      PanedSample sample, HillPoint point, OptionalDouble wantedFraction) {
    Optional<WindowEstimate.Undefined> undefined = reasonAgainst(sample, point);
    if (undefined.isPresent()) {
      return undefined.get();
    }
    double threshold = point.threshold();
    ReadingInterval reading =
        about(point, BatchMeans.of(sample.at(threshold), sample.batches(threshold)));
    double fraction = point.tailFraction();
    double index = StudentTReading.index(point.reading(), fraction);
    return new WindowEstimate.Defined(
        point,
        reading,
        index,
        new Interval(
            StudentTReading.index(reading.lower(), fraction),
            StudentTReading.index(reading.upper(), fraction)),
        sample.side(TailSide.LEFT, point),
        sample.side(TailSide.RIGHT, point),
        Diagnosis.of(sample, point, wantedFraction, Optional.of(reading), index));
  }

  private static Optional<WindowEstimate.Undefined> reasonAgainst(
      PanedSample sample, HillPoint point) {
    if (point.exceedances() == 0) {
      return Optional.of(tooFew("no value reaches the threshold " + point.threshold()));
    }
    TailProfile profile = sample.profile();
    if (profile.size() == 0) {
      return Optional.of(tooFew("1 usable value: a reading needs at least 2"));
    }
    Optional<Finding> constant =
        point.exceedances() < Constant.MIN_VALUES
            ? Optional.empty()
            : Constant.of(profile, profile.nearest(point.exceedances())).finding();
    if (constant.isPresent()) {
      return Optional.of(new WindowEstimate.Undefined(Reason.CONSTANT, constant.get().message()));
    }
    List<HillPoint> batches = sample.batches(point.threshold());
    TooFew found = TooFew.of(batches);
    // The value at a rank's threshold counts in its pane and not among the k above it.
    Optional<Finding> few =
        new TooFew(point.exceedances(), found.panes(), found.contributing()).finding();
    return few.or(() -> PaneHomogeneity.of(batches).flatMap(PaneHomogeneity::concentrated))
        .map(finding -> tooFew(finding.message()))
        .or(() -> bodiless(sample.at(point.threshold())));
  }

  private static Optional<WindowEstimate.Undefined> bodiless(HillPoint all) {
    return all.exceedances() < all.sampleSize()
        ? Optional.empty()
        : Optional.of(tooFew("every value is in the tail: there is no body beside it"));
  }

  /** The interval of one exceedance more or less has the same relative error. */
  private static ReadingInterval about(HillPoint point, ReadingInterval interval) {
    double scale = point.reading() / interval.reading();
    double error = interval.logStandardError();
    return new ReadingInterval(
        point.reading(),
        interval.lower() * scale,
        interval.upper() * scale,
        error,
        error * error * point.exceedances());
  }

  private static WindowEstimate.Undefined tooFew(String message) {
    return new WindowEstimate.Undefined(Reason.TOO_FEW, message);
  }
}
