// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate;

import io.tailwatch.tails.estimate.guard.BodyMismatch;
import io.tailwatch.tails.estimate.guard.Dependence;
import io.tailwatch.tails.estimate.guard.Finding;
import io.tailwatch.tails.estimate.guard.LightTail;
import io.tailwatch.tails.estimate.guard.LocationShift;
import io.tailwatch.tails.estimate.guard.PaneHomogeneity;
import io.tailwatch.tails.estimate.guard.Ties;
import io.tailwatch.tails.estimate.guard.Truncation;
import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.TailProfile;
import io.tailwatch.tails.estimate.interval.ReadingInterval;
import io.tailwatch.tails.estimate.opinion.BiasReducedHill;
import io.tailwatch.tails.estimate.opinion.Opinion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What stands beside a reading: second opinions, and what the guards have to say. The findings are
 * those of, in this order, {@link LightTail}, {@link PaneHomogeneity}, {@link Dependence}, {@link
 * LocationShift}, {@link Truncation}, {@link Ties} and {@link BodyMismatch}; the last is silent
 * where the tail is light or one of the two indices is not finite, and where the bias-reduced one
 * is the reading itself.
 *
 * @param lightTail whether the tail is heavy at all; holds the moment estimate
 * @param biasReduced the bias-reduced Hill estimate at the threshold of the reading
 * @param findings what weakens the reading, the gravest first
 */
public record Diagnosis(LightTail lightTail, Opinion biasReduced, List<Finding> findings) {
  /** Keeps a copy of the findings. */
  public Diagnosis {
    findings = List.copyOf(findings);
  }

  /**
   * The diagnosis of a reading that has no interval: what follows from one is left out.
   *
   * @param point what was read, with a range above its threshold
   * @param wantedFraction the tail fraction that was asked for, if one was
   */
  public static Diagnosis of(PanedSample sample, HillPoint point, OptionalDouble wantedFraction) {
    return of(sample, point, wantedFraction, Optional.empty(), Double.POSITIVE_INFINITY);
  }

  /** The diagnosis of a reading with its interval and its de-biased index. */
  static Diagnosis of(
      PanedSample sample,
      HillPoint point,
      OptionalDouble wantedFraction,
      Optional<ReadingInterval> interval,
      double index) {
    TailProfile profile = sample.profile();
    double threshold = point.threshold();
    LightTail light = sample.lightTail();
    double dependence = light.dependenceFactor();
    Opinion biasReduced = BiasReducedHill.at(profile, profile.nearest(point.exceedances()));
    List<Finding> findings = new ArrayList<>();
    light.finding().ifPresent(findings::add);
    if (interval.isPresent()) {
      PaneHomogeneity.of(sample.batches(threshold))
          .flatMap(PaneHomogeneity::finding)
          .ifPresent(findings::add);
      new Dependence(point.exceedances(), interval.get().dependenceFactor())
          .finding()
          .ifPresent(findings::add);
    }
    sample
        .locationShift(threshold, dependence)
        .flatMap(LocationShift::finding)
        .ifPresent(findings::add);
    Truncation.of(profile, dependence).flatMap(Truncation::finding).ifPresent(findings::add);
    Truncation.overflow(profile.orderStatistic(1), sample.infinities()).ifPresent(findings::add);
    if (!profile.exact() && wantedFraction.isPresent()) {
      Ties.cut(wantedFraction.getAsDouble(), point).ifPresent(findings::add);
    }
    sample.ties(threshold).finding().ifPresent(findings::add);
    if (light.verdict() != LightTail.Verdict.LIGHT) {
      bodyMismatch(index, biasReduced).ifPresent(findings::add);
    }
    return new Diagnosis(light, biasReduced, findings);
  }

  private static Optional<Finding> bodyMismatch(double index, Opinion biasReduced) {
    return biasReduced
        .defined()
        .filter(opinion -> Double.isFinite(index) && Double.isFinite(opinion.index()))
        .filter(opinion -> opinion.note().isEmpty())
        .flatMap(opinion -> new BodyMismatch(index, opinion.index()).finding());
  }
}
