// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tailwatch.tails.estimate.hill.TailProfile;
import io.tailwatch.tails.estimate.hill.TailSide;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** KS-min and its p-value against numbers in print. */
class PublishedFitTest {
  /**
   * Customers affected by each of the 211 electrical blackouts in the United States from 1984 to
   * 2002 (Newman 2005, Contemporary Physics 46, 323-351).
   */
  private static final double[] BLACKOUTS =
      numbers(
          """
          570000 210882 190000 46000 17000 360000 74000 19000 460000 65000 18351 25000 25000
          63500 1000 9000 50000 114500 350000 25000 50000 25000 242910 55000 164500 877000
          43000 1140000 464000 90000 2100000 385000 95630 166000 71000 100000 234000 300000
          258000 130000 246000 114000 120000 24506 36073 10000 160000 600000 12000 203000
          50462 40000 59000 15000 1646 500000 60000 133000 62000 173000 81000 20000 112000
          600000 24000 37000 238000 50000 50000 147000 32000 40911 30500 14273 160000 230000
          92000 75000 130000 124000 120000 11000 235000 50000 94285 240000 870000 70000 50000
          50000 18000 51000 51000 145000 557354 219000 191000 2900 163000 257718 1660000
          1600000 1300000 80000 500000 10000 290000 375000 95000 725000 128000 148000 100000
          2000 48000 18000 5300 32000 250000 45000 38500 126000 284000 70000 400000 207200
          39500 363476 113200 1500000 15000 7500000 8000 56000 88000 60000 29000 75000 80000
          7500 82500 272000 272000 122000 145000 660000 50000 92000 60000 173000 106850 25000
          146000 158000 1500000 40000 100000 300000 1800 300000 70000 70000 29000 18819 875000
          100000 50000 1500000 650000 58000 142000 350000 71000 312000 25000 35000 315000
          500000 404000 246000 43696 71000 65000 29900 30000 20000 899000 10300 490000 115000
          2085000 206000 400000 26334 598000 160000 91000 33000 53000 300000 60000 55000 60000
          66005 11529 56000 4150 40000 320831 30001 200000
          """);

  private static double[] numbers(String text) {
    return Arrays.stream(text.strip().split("\\s+")).mapToDouble(Double::parseDouble).toArray();
  }

  /**
   * Clauset, Shalizi, Newman (2009), table 6.1: n 211, xmin 230 thousand, 59 in the tail, density
   * exponent 2.3, p 0.62.
   */
  @Test
  void blackouts() {
    TailProfile profile = TailProfile.of(BLACKOUTS, TailSide.BOTH);
    assertThat(profile.sampleSize()).isEqualTo(211);
    KsPValue found = KsPValue.of(profile, new KsMin(), 400, 1, () -> false).orElseThrow();
    assertThat(found.fit().threshold()).isEqualTo(230_000);
    assertThat(found.fit().tailSize()).isEqualTo(59);
    assertThat(found.fit().index() + 1).isCloseTo(2.3, within(.05));
    // 400 sets: a standard error of 0.024, of which 4 are allowed.
    assertThat(found.pValue()).isCloseTo(.62, within(.1));
  }
}
