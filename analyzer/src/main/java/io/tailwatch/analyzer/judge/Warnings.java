// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.judge;

import io.tailwatch.events.v1.EstimateWarning;
import io.tailwatch.events.v1.KestenStatus;
import io.tailwatch.tails.estimate.WindowEstimate.Defined;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What weakens an estimate without undoing it: facts about the window, and what the guards found.
 */
final class Warnings {
  private Warnings() {}

  static List<EstimateWarning> of(Evidence evidence) {
    List<EstimateWarning> warnings = new ArrayList<>();
    WindowFacts window = evidence.window();
    if (window.nonfiniteSamples() > 0) {
      warnings.add(
          warning(
              "non-finite",
              "%d samples were infinite or not a number: the training may diverge",
              window.nonfiniteSamples()));
    }
    if (window.missingSteps() > 0) {
      warnings.add(warning("gaps", "%d steps are missing", window.missingSteps()));
    }
    if (window.learningRateMin() < window.learningRateMax()) {
      warnings.add(
          warning(
              "schedule",
              "the learning rate went from %.4g to %.4g within the window: the band is the union",
              window.learningRateMin(),
              window.learningRateMax()));
    }
    if (evidence.estimate() instanceof Defined defined) {
      defined
          .diagnosis()
          .findings()
          .forEach(finding -> warnings.add(warning(finding.code().code(), finding.message())));
    }
    theory(evidence, warnings);
    return warnings;
  }

  private static void theory(Evidence evidence, List<EstimateWarning> warnings) {
    evidence
        .theory()
        .bounds()
        .filter(bounds -> evidence.learningRate() >= bounds.gamma2())
        .ifPresent(
            bounds ->
                warnings.add(
                    warning(
                        "gamma2",
                        "the learning rate %.4g is at or above %.4g, where hSGD has infinite"
                            + " variance",
                        evidence.learningRate(),
                        bounds.gamma2())));
    evidence
        .theory()
        .kesten()
        .filter(kesten -> kesten.status() == KestenStatus.KESTEN_STATUS_REPEAT_BOUND)
        .ifPresent(
            kesten ->
                warnings.add(
                    warning(
                        "repeat-bound",
                        "the Kesten index %.2f is an upper bound, from repeats of one row",
                        kesten.index())));
  }

  private static EstimateWarning warning(String code, String format, Object... values) {
    return warning(code, String.format(Locale.ROOT, format, values));
  }

  private static EstimateWarning warning(String code, String message) {
    return EstimateWarning.newBuilder().setCode(code).setMessage(message).build();
  }
}
