// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate;

import io.tailwatch.tails.estimate.guard.LightTail;
import io.tailwatch.tails.estimate.guard.LocationShift;
import io.tailwatch.tails.estimate.guard.Ties;
import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.TailProfile;
import io.tailwatch.tails.estimate.hill.TailSide;
import java.util.List;
import java.util.Optional;

/**
 * A sample in consecutive panes, as an estimate and its guards see it, whether it is held in
 * sketches or in full: so that a live window and a file are asked the same questions.
 * Implementations are immutable and thread-safe. Thresholds are positive, in the unit of the
 * samples; those of a sketch are bucket edges. Zeros and values that are not finite are kept in
 * their place and are no part of the tail; without any other value the profile is empty.
 */
public sealed interface PanedSample permits SketchedSample, SortedSample {

  /** The tail of the whole at every threshold. */
  TailProfile profile();

  /**
   * The whole at one threshold, from the samples x &gt;= u in size: what {@link #batches} add up
   * to. Of a sorted sample that is one exceedance more than at the rank whose threshold u is.
   */
  HillPoint at(double threshold);

  /** The panes at one threshold, oldest first. */
  List<HillPoint> batches(double threshold);

  /**
   * One tail at the threshold of both; empty where the whole has one side only. Where the point is
   * that of a rank, values equal to its threshold are no exceedances.
   *
   * @param point of the whole
   */
  Optional<HillPoint> side(TailSide side, HillPoint point);

  /** Whether the tail is heavy, with the dependence that the panes show. */
  LightTail lightTail();

  /**
   * Whether the sample is centred.
   *
   * @param dependenceFactor as in {@link LightTail#dependenceFactor}
   */
  Optional<LocationShift> locationShift(double threshold, double dependenceFactor);

  /** Equal values from the threshold up, and zeros. */
  Ties ties(double threshold);

  /** How many samples are infinite. */
  long infinities();
}
