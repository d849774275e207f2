// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailwatch.tails.estimate.Samples;
import io.tailwatch.tails.estimate.hill.TailProfile;
import io.tailwatch.tails.estimate.hill.TailSide;
import io.tailwatch.tails.sketch.SketchLayout;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KsPValueTest {
  private static TailProfile profile(double... sample) {
    return TailProfile.of(sample, TailSide.BOTH);
  }

  private static KsPValue pValue(TailProfile profile, int sets) {
    return KsPValue.of(profile, new KsMin(), sets, 1, () -> false).orElseThrow();
  }

  @Test
  void powerLawsAreRejectedAboutAsOftenAsTheLevelSays() {
    // p is uniform under a power law: of 60 samples at the level 0.1, 6 with a deviation of 2.3.
    long rejected =
        IntStream.range(0, 60)
            .filter(seed -> pValue(profile(Samples.pareto(2, 200, seed)), 60).pValue() < .1)
            .count();
    assertThat(rejected).isBetween(0L, 15L);
    double mean =
        IntStream.range(100, 140)
            .mapToDouble(seed -> pValue(profile(Samples.pareto(2, 200, seed)), 60).pValue())
            .average()
            .orElseThrow();
    // 4 standard errors of the mean of 40 uniform numbers: 0.18.
    assertThat(mean).isBetween(.3, .7);
  }

  @Test
  void evenlySpreadSamplesAreNoPowerLaw() {
    double[] sample = new double[300];
    Arrays.setAll(sample, i -> Math.exp(-Math.pow(i / 100., 2)) * (i < 150 ? 5 : 1));
    assertThat(pValue(profile(sample), 100).pValue()).isLessThan(.1);
  }

  @Test
  void seedDecidesEverything() {
    TailProfile profile = profile(Samples.studentT(3, 500, 2));
    assertThat(pValue(profile, 20)).isEqualTo(pValue(profile, 20));
    assertThat(pValue(profile, 25).standardError()).isEqualTo(.1);
  }

  @Test
  void cancelledRunGivesWhatItHas() {
    TailProfile profile = profile(Samples.studentT(3, 500, 3));
    AtomicInteger asked = new AtomicInteger();
    KsPValue cut =
        KsPValue.of(profile, new KsMin(), 1000, 1, () -> asked.incrementAndGet() > 7).orElseThrow();
    assertThat(cut.sets()).isEqualTo(7);
    assertThat(KsPValue.of(profile, new KsMin(), 1000, 1, () -> true)).isEmpty();
  }

  @Test
  void whatCannotBeResampledIsRefused() {
    assertThat(KsPValue.of(profile(1, 1), new KsMin(), 10, 1, () -> false)).isEmpty();
    assertThatThrownBy(() -> pValue(profile(1, 2), 0))
        .hasMessage("sets must be in [1, 100000]: were 0");
    var sketch = TailProfile.of(Samples.sketch(SketchLayout.SIGNED, 1, 2), TailSide.BOTH);
    assertThatThrownBy(() -> pValue(sketch, 10))
        .hasMessage("profile must be of a sorted sample: was of a sketch");
  }
}
