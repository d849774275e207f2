// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate;

import io.tailwatch.tails.estimate.guard.BodyMismatch;
import io.tailwatch.tails.estimate.guard.Finding;
import io.tailwatch.tails.estimate.guard.LightTail;
import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.TailProfile;
import io.tailwatch.tails.estimate.hill.TailSide;
import io.tailwatch.tails.estimate.opinion.BiasReducedHill;
import io.tailwatch.tails.estimate.opinion.Opinion;
import io.tailwatch.tails.sketch.TailSketch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What stands beside a reading: second opinions, and what the guards have to say.
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
   * The diagnosis of a window.
   *
   * @param panes its panes, oldest first
   * @param sum their sum
   * @param point what was read from it
   * @param index the de-biased index of that reading
   */
  static Diagnosis of(List<TailSketch> panes, TailSketch sum, HillPoint point, double index) {
    TailProfile profile = TailProfile.of(sum, TailSide.BOTH);
    LightTail lightTail = LightTail.of(panes, sum, TailSide.BOTH);
    Opinion biasReduced = BiasReducedHill.at(profile, profile.nearest(point.exceedances()));
    List<Finding> findings = new ArrayList<>();
    lightTail.finding().ifPresent(findings::add);
    bodyMismatch(index, biasReduced).ifPresent(findings::add);
    return new Diagnosis(lightTail, biasReduced, findings);
  }

  private static Optional<Finding> bodyMismatch(double index, Opinion biasReduced) {
    return biasReduced
        .defined()
        .filter(opinion -> opinion.note().isEmpty())
        .flatMap(opinion -> new BodyMismatch(index, opinion.index()).finding());
  }
}
