// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study.accuracy;

import io.tailwatch.tails.estimate.hill.StudentTReading;
import io.tailwatch.tails.estimate.hill.TailProfile;
import io.tailwatch.tails.estimate.opinion.BiasReducedHill;
import io.tailwatch.tails.estimate.opinion.MomentEstimator;
import io.tailwatch.tails.estimate.opinion.Opinion;
import io.tailwatch.tails.estimate.opinion.Pickands;
import io.tailwatch.tails.estimate.opinion.SmoothedHill;
import io.tailwatch.tails.estimate.threshold.DoubleBootstrap;
import io.tailwatch.tails.estimate.threshold.FixedFraction;
import io.tailwatch.tails.estimate.threshold.Hall;
import io.tailwatch.tails.estimate.threshold.ThresholdRule;
import io.tailwatch.tails.estimate.threshold.ThresholdRules;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** The methods of the tables. */
final class Readers {
  /** Of the bootstraps, which are seeded by it. */
  private static final int RESAMPLES = 100;

  private static final long SEED = 20264;

  private Readers() {}

  /** All rules, the bootstraps with fewer resamples than their default. */
  static List<ThresholdRule> thresholdRules() {
    return ThresholdRules.all().stream()
        .map(
            rule ->
                switch (rule.name()) {
                  case "double-bootstrap" -> new DoubleBootstrap(RESAMPLES, SEED);
                  case "hall" -> new Hall(RESAMPLES, SEED);
                  default -> rule;
                })
        .toList();
  }

  /** Whether a rule resamples. */
  static boolean slow(ThresholdRule rule) {
    return rule instanceof DoubleBootstrap || rule instanceof Hall;
  }

  /** The Hill reading at the threshold of every rule. */
  static List<Reader> rules() {
    return thresholdRules().stream()
        .map(
            rule ->
                new Reader(
                    rule.name(),
                    slow(rule),
                    profile ->
                        rule.choose(profile)
                            .chosen()
                            .map(
                                chosen ->
                                    new Reader.Reading(
                                        1 / chosen.point().reading(),
                                        chosen.point().exceedances()))))
        .toList();
  }

  /** Estimators at the threshold of the fixed fraction. */
  static List<Reader> opinions() {
    return List.of(
        at("Hill", (profile, i) -> new Opinion.Defined(profile.moment(i, 1), 0, 0)),
        at("de-biased", Readers::debiased),
        at("bias-reduced", BiasReducedHill::at),
        at("smoothed", (profile, i) -> SmoothedHill.at(profile, profile.exceedances(i))),
        at("moment", MomentEstimator::at),
        at("Pickands", (profile, i) -> Pickands.at(profile, profile.exceedances(i))));
  }

  private static Opinion debiased(TailProfile profile, int i) {
    var point = profile.point(i);
    return new Opinion.Defined(
        1 / StudentTReading.index(point.reading(), point.tailFraction()), 0, 0);
  }

  private static Reader at(String name, BiFunction<TailProfile, Integer, Opinion> estimator) {
    return new Reader(
        name,
        false,
        profile ->
            new FixedFraction()
                .choose(profile)
                .chosen()
                .flatMap(
                    chosen ->
                        estimator
                            .apply(profile, chosen.at())
                            .defined()
                            .map(
                                found ->
                                    new Reader.Reading(
                                        found.gamma(), chosen.point().exceedances()))));
  }

  /** What every method of a list reads off a profile; slow ones only when asked for. */
  static List<Optional<Reader.Reading>> read(
      List<Reader> readers, TailProfile profile, boolean slowOnes) {
    return readers.stream()
        .map(
            reader ->
                reader.slow() && !slowOnes
                    ? Optional.<Reader.Reading>empty()
                    : reader.method().read(profile))
        .toList();
  }
}
