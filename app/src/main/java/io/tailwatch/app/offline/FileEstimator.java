// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import io.tailwatch.analyzer.judge.Judge;
import io.tailwatch.tails.estimate.Diagnosis;
import io.tailwatch.tails.estimate.Reason;
import io.tailwatch.tails.estimate.WindowEstimate;
import io.tailwatch.tails.estimate.WindowEstimator;
import io.tailwatch.tails.estimate.guard.Constant;
import io.tailwatch.tails.estimate.guard.Finding;
import io.tailwatch.tails.estimate.guard.LocationShift;
import io.tailwatch.tails.estimate.guard.Ties;
import io.tailwatch.tails.estimate.guard.WarningCode;
import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.TailProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the tail of a file as the live analyzer reads a window, with its guards. Stateless. */
final class FileEstimator {

  private FileEstimator() {}

  /** The estimate of a sample without two usable values. */
  static FileEstimate tooFew(Counts counts) {
    String reason = Words.values(counts.usable(), "usable") + ": a reading needs at least 2";
    return new FileEstimate(
        counts,
        Optional.empty(),
        reason,
        Optional.empty(),
        reason,
        List.of(new Finding(WarningCode.TOO_FEW, reason)),
        "undefined");
  }

  /** The estimate of a sample at a cut. */
  static FileEstimate estimate(FileSample sample, ChosenCut cut) {
    HillPoint point = cut.point();
    WindowEstimate estimate = WindowEstimator.estimate(sample.tail(), point, cut.wantedFraction());
    if (estimate instanceof WindowEstimate.Undefined undefined) {
      return undefined(sample, cut, undefined);
    }
    var defined = (WindowEstimate.Defined) estimate;
    return new FileEstimate(
        sample.counts(),
        Optional.of(point),
        "",
        Optional.of(defined),
        "",
        withTies(defined.diagnosis().findings(), sample, point),
        verdict(defined));
  }

  private static FileEstimate undefined(
      FileSample sample, ChosenCut cut, WindowEstimate.Undefined undefined) {
    HillPoint point = cut.point();
    boolean constant = undefined.reason() == Reason.CONSTANT;
    boolean resolved = sample.exact() || point.exceedances() >= Constant.MIN_VALUES;
    boolean readable = !constant && resolved && Double.isFinite(point.reading());
    var findings = new ArrayList<Finding>();
    findings.add(
        new Finding(constant ? WarningCode.CONSTANT : WarningCode.TOO_FEW, undefined.message()));
    if (readable) {
      findings.addAll(
          withTies(
              Diagnosis.of(sample.tail(), point, cut.wantedFraction()).findings(), sample, point));
    } else if (constant && !allEqual(sample.tail().profile())) {
      sample
          .tail()
          .locationShift(point.threshold(), 1)
          .flatMap(LocationShift::finding)
          .ifPresent(findings::add);
      cut.wantedFraction().stream()
          .filter(wanted -> !sample.exact())
          .forEach(wanted -> Ties.cut(wanted, point).ifPresent(findings::add));
    }
    return new FileEstimate(
        sample.counts(),
        Optional.of(point),
        readable ? "" : undefined.message(),
        Optional.empty(),
        undefined.message(),
        findings,
        "undefined");
  }

  /** A sketch does not see what is rounded to decimals; the values do. */
  private static List<Finding> withTies(
      List<Finding> findings, FileSample sample, HillPoint point) {
    if (findings.stream().anyMatch(finding -> finding.code() == WarningCode.TIES)) {
      return findings;
    }
    var all = new ArrayList<>(findings);
    Ties.of(sample.centred(), sample.side(), point.threshold()).finding().ifPresent(all::add);
    return all;
  }

  private static boolean allEqual(TailProfile profile) {
    return profile.threshold(0) == profile.threshold(profile.size() - 1);
  }

  private static String verdict(WindowEstimate.Defined estimate) {
    if (estimate.lightTailed()) {
      return "light-tailed";
    }
    return Judge.decisive(estimate.indexInterval()) ? "no-theory" : "undecided";
  }
}
