// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailwatch.events.v1.EstimateWarning;
import io.tailwatch.events.v1.KestenStatus;
import io.tailwatch.events.v1.TailEstimate;
import io.tailwatch.events.v1.TheoryBand;
import io.tailwatch.events.v1.Verdict;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AssumptionViewTest {
  @Test
  void whereTheBandIsKnownMostHold() {
    Map<String, String> holds =
        holds(
            Estimates.of("r", "w", 1)
                .setLearningRateMin(0.1)
                .setLearningRateMax(0.1)
                .setBiasReducedIndex(3)
                .setTheory(
                    TheoryBand.newBuilder()
                        .setLower(2)
                        .setUpper(3)
                        .setKestenStatus(KestenStatus.KESTEN_STATUS_EXACT))
                .build());
    assertThat(holds)
        .containsEntry("least-squares-sgd", "true")
        .containsEntry("stationary-law", "true")
        .containsEntry("constant-learning-rate", "true")
        .containsEntry("settled", "true")
        .containsEntry("power-law", "true")
        .containsEntry("student-t-body", "true")
        // No estimate tells the dimension.
        .containsEntry("many-dimensions", "null");
  }

  @Test
  void thoseThatFailAreSaidTo() {
    Map<String, String> holds =
        holds(
            Estimates.of("r", "w", 1)
                .setVerdict(Verdict.VERDICT_NON_STATIONARY)
                .setLearningRateMin(0.1)
                .setLearningRateMax(0.2)
                .setTheory(
                    TheoryBand.newBuilder()
                        .setEtaStar(0.5)
                        .setKestenStatus(KestenStatus.KESTEN_STATUS_CONTRACTIVE))
                .addWarnings(EstimateWarning.newBuilder().setCode("body-mismatch"))
                .build());
    assertThat(holds)
        .containsEntry("least-squares-sgd", "true")
        .containsEntry("stationary-law", "false")
        .containsEntry("constant-learning-rate", "false")
        .containsEntry("settled", "false")
        .containsEntry("power-law", "false")
        .containsEntry("student-t-body", "false");
  }

  @Test
  void withoutTheoryNothingIsKnown() {
    assertThat(holds(TailEstimate.getDefaultInstance()).values()).containsOnly("null");
    assertThat(holds(TailEstimate.newBuilder().setVerdict(Verdict.VERDICT_BURN_IN).build()))
        .containsEntry("settled", "false");
  }

  private static Map<String, String> holds(TailEstimate estimate) {
    List<AssumptionView> all = AssumptionView.of(estimate);
    assertThat(all).allSatisfy(each -> assertThat(each.text()).endsWith("."));
    return all.stream()
        .collect(Collectors.toMap(AssumptionView::code, each -> String.valueOf(each.holds())));
  }
}
