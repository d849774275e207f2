// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate;

import io.tailwatch.tails.estimate.guard.LightTail;
import io.tailwatch.tails.estimate.guard.LocationShift;
import io.tailwatch.tails.estimate.guard.Ties;
import io.tailwatch.tails.estimate.hill.ExactHill;
import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.TailProfile;
import io.tailwatch.tails.estimate.hill.TailSide;
import io.tailwatch.tails.estimate.interval.BatchMeans;
import io.tailwatch.tails.estimate.interval.Exceedances;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A sample held in full and in the order of time, cut into panes of equally many usable values.
 * Immutable and thread-safe. Memory: some 80 bytes per value; cost of the whole: three sorts, and a
 * pass for each method.
 */
public final class SortedSample implements PanedSample {
  private final double[] sample;
  private final TailSide side;
  private final int panes;
  private final ExactHill hill;
  private final TailProfile profile;

  /**
   * A sample.
   *
   * @param sample already centred, any values; not changed and kept as it is
   * @param panes how many, at least 2; no more than there are usable values are made
   */
  public SortedSample(double[] sample, TailSide side, int panes) {
    if (panes < 2) {
      throw new IllegalArgumentException("panes must be at least 2: were " + panes);
    }
    this.sample = sample.clone();
    this.side = side;
    this.panes = panes;
    this.hill = ExactHill.of(sample, side);
    this.profile = TailProfile.of(sample, side);
  }

  @Override
  public TailProfile profile() {
    return profile;
  }

  @Override
  public HillPoint at(double threshold) {
    return hill.atThreshold(threshold);
  }

  @Override
  public List<HillPoint> batches(double threshold) {
    return hill.sampleSize() == 0
        ? List.of()
        : hill.batches(threshold, Math.min(panes, hill.sampleSize()));
  }

  @Override
  public Optional<HillPoint> side(TailSide one, HillPoint point) {
    if (side != TailSide.BOTH) {
      return Optional.empty();
    }
    double threshold = point.threshold();
    HillPoint tail = Exceedances.of(sample, one, threshold).point();
    return Optional.of(
        point.exceedances() < at(threshold).exceedances()
            ? new HillPoint(
                threshold, above(one, threshold), tail.sampleSize(), tail.sumLogExcess())
            : tail);
  }

  private long above(TailSide one, double threshold) {
    return Arrays.stream(sample)
        .filter(x -> Double.isFinite(x) && (one == TailSide.RIGHT) == x > 0)
        .filter(x -> Math.abs(x) > threshold)
        .count();
  }

  @Override
  public LightTail lightTail() {
    int i = profile.nearestFraction(LightTail.MOMENT_FRACTION);
    if (i < 0 || hill.sampleSize() < panes || profile.sumLogExcess(i) == 0) {
      return LightTail.of(profile, 1);
    }
    double threshold = profile.threshold(i);
    return LightTail.of(
        profile, BatchMeans.of(at(threshold), batches(threshold)).dependenceFactor());
  }

  @Override
  public Optional<LocationShift> locationShift(double threshold, double dependenceFactor) {
    return LocationShift.of(sample, side, threshold, dependenceFactor);
  }

  @Override
  public Ties ties(double threshold) {
    return Ties.of(sample, side, threshold);
  }

  @Override
  public long infinities() {
    return Arrays.stream(sample).filter(Double::isInfinite).count();
  }
}
