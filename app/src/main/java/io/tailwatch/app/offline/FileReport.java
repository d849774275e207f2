// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import java.util.Optional;

/**
 * All that {@code estimate} prints.
 *
 * @param sample its values
 * @param rule the name of the rule that made the cut, if one did
 * @param estimate reading, interval, index, findings and verdict
 * @param clusters dependence by the order of single values; empty without an interval
 * @param opinions other estimators at the cut
 * @param rules what threshold rules say; empty when not asked for
 * @param fits laws fitted to the body; empty when not asked for
 */
record FileReport(
    FileSample sample,
    Optional<String> rule,
    FileEstimate estimate,
    Optional<Clusters> clusters,
    SecondOpinions opinions,
    Optional<RuleChoices> rules,
    Optional<BodyFits> fits) {

  /**
   * Estimates a file.
   *
   * @param cut where its tail begins; empty for the live analyzer's choice
   * @param quick without rules and fits
   */
  static FileReport of(FileSample sample, Optional<Cut> cut, boolean quick, Progress progress) {
    long usable = sample.counts().usable();
    Optional<String> rule =
        cut.filter(Cut.Rule.class::isInstance).map(c -> ((Cut.Rule) c).rule().name());
    FileEstimate estimate =
        usable < 2
            ? FileEstimator.tooFew(sample.counts())
            : FileEstimator.estimate(
                sample, ChosenCut.of(sample, cut.orElseGet(() -> Cut.standard(usable))));
    return new FileReport(
        sample,
        rule,
        estimate,
        estimate.estimate().map(defined -> Clusters.of(sample, defined.point())),
        opinions(sample, estimate),
        quick ? Optional.empty() : Optional.of(RuleChoices.of(sample, progress)),
        quick ? Optional.empty() : Optional.of(BodyFits.of(sample.centred(), progress)));
  }

  private static SecondOpinions opinions(FileSample sample, FileEstimate estimate) {
    double dependence =
        estimate.estimate().map(defined -> defined.reading().dependenceFactor()).orElse(1.0);
    return estimate
        .read()
        .map(point -> SecondOpinions.of(sample, point, dependence))
        .orElseGet(() -> SecondOpinions.none(estimate.readingReason()));
  }
}
