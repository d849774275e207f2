// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate;

import io.tailwatch.tails.estimate.guard.LightTail;
import io.tailwatch.tails.estimate.guard.LocationShift;
import io.tailwatch.tails.estimate.guard.Ties;
import io.tailwatch.tails.estimate.hill.HillPlot;
import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.TailProfile;
import io.tailwatch.tails.estimate.hill.TailSide;
import io.tailwatch.tails.sketch.SketchLayout;
import io.tailwatch.tails.sketch.TailSketch;
import java.util.List;
import java.util.Optional;

/**
 * A window of sketched panes. Immutable and thread-safe. Cost of each method: a scan of the buckets
 * it needs.
 */
public final class SketchedSample implements PanedSample {
  private final List<TailSketch> panes;
  private final TailSketch sum;
  private final TailSide side;
  private final TailProfile profile;

  /**
   * A window.
   *
   * @param panes oldest first
   * @param sum of the panes; it is what is read, the panes serve the interval
   * @param side which samples make up the tail; BOTH for an unsigned sketch
   * @throws IllegalArgumentException for one side of an unsigned sketch
   */
  public SketchedSample(List<TailSketch> panes, TailSketch sum, TailSide side) {
    this.panes = List.copyOf(panes);
    this.sum = sum;
    this.side = side;
    this.profile = TailProfile.of(sum, side);
  }

  @Override
  public TailProfile profile() {
    return profile;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException for a threshold that is not a bucket edge
   */
  @Override
  public HillPoint at(double threshold) {
    return at(sum, side, threshold);
  }

  @Override
  public List<HillPoint> batches(double threshold) {
    return panes.stream().map(pane -> at(pane, side, threshold)).toList();
  }

  @Override
  public Optional<HillPoint> side(TailSide one, HillPoint point) {
    return side != TailSide.BOTH || sum.layout() == SketchLayout.UNSIGNED
        ? Optional.empty()
        : Optional.of(at(sum, one, point.threshold()));
  }

  private static HillPoint at(TailSketch sketch, TailSide side, double threshold) {
    return HillPlot.above(sketch, side, threshold).atThreshold(threshold);
  }

  @Override
  public LightTail lightTail() {
    return LightTail.of(panes, sum, side);
  }

  @Override
  public Optional<LocationShift> locationShift(double threshold, double dependenceFactor) {
    return LocationShift.of(sum, side, threshold, dependenceFactor);
  }

  @Override
  public Ties ties(double threshold) {
    return Ties.of(sum, side, threshold);
  }

  @Override
  public long infinities() {
    return sum.infinities();
  }
}
