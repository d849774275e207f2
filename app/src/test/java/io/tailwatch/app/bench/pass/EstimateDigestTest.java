// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailwatch.events.v1.IntervalValue;
import io.tailwatch.events.v1.TailEstimate;
import java.util.List;
import org.junit.jupiter.api.Test;

class EstimateDigestTest {
  private static TailEstimate estimate(long pane, double index, long madeAt) {
    return TailEstimate.newBuilder()
        .setRun("run")
        .setSeries("series")
        .setPane(pane)
        .setIndex(IntervalValue.newBuilder().setValue(index))
        .setEstimatedAtMillis(madeAt)
        .build();
  }

  @Test
  void orderAndTimeDoNotMatter() {
    assertThat(EstimateDigest.of(List.of(estimate(1, 2.5, 10), estimate(2, 3, 11))))
        .isEqualTo(EstimateDigest.of(List.of(estimate(2, 3, 20), estimate(1, 2.5, 21))));
  }

  @Test
  void theLastBitMatters() {
    EstimateDigest one = EstimateDigest.of(List.of(estimate(1, 2.5, 0)));
    EstimateDigest other = EstimateDigest.of(List.of(estimate(1, Math.nextUp(2.5), 0)));
    assertThat(one.sha256()).isNotEqualTo(other.sha256()).hasSize(64);
    assertThat(one.count()).isEqualTo(other.count());
  }

  @Test
  void estimatesWithAnIndexAreCounted() {
    TailEstimate undefined = TailEstimate.newBuilder().setPane(3).build();
    EstimateDigest digest = EstimateDigest.of(List.of(estimate(1, 2, 0), undefined));
    assertThat(digest.count()).isEqualTo(2);
    assertThat(digest.defined()).isEqualTo(1);
    assertThat(EstimateDigest.of(List.of())).isEqualTo(EstimateDigest.NONE);
  }
}
