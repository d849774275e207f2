// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What the sketch promises apart from its speed; seeds are fixed, so that this is no matter of
 * luck.
 */
class SketchAccuracyTest {

  @Test
  void errorsAndSizesMeetTheirGates() {
    List<List<String>> rows = new SketchAccuracy().goals().rows();
    assertThat(rows).hasSize(5).allSatisfy(row -> assertThat(row.get(4)).endsWith("met"));
  }

  @Test
  void goalsAreJudgedOnTheirOwnSide() {
    assertThat(Goal.atMost(1, 2).judge(1)).isEqualTo("goal met");
    assertThat(Goal.atMost(1, 2).judge(1.5)).isEqualTo("gate met");
    assertThat(Goal.atMost(1, 2).judge(2.5)).isEqualTo("**missed**");
    assertThat(Goal.atLeast(4, 2).judge(5)).isEqualTo("goal met");
    assertThat(Goal.atLeast(4, 2).judge(3)).isEqualTo("gate met");
    assertThat(Goal.atLeast(4, 2).judge(Double.NaN)).isEqualTo("**missed**");
  }
}
