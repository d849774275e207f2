// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BenjaminiHochbergTest {
  /** The fifteen p-values of the paper's example (section 3.2), four of them found at 5 %. */
  @Test
  void findsWhatThePaperFinds() {
    double[] p = {
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
      0.5719, 0.6528, 0.7590, 1.0000
    };
    boolean[] found = BenjaminiHochberg.discoveries(p, 0.05);
    for (int i = 0; i < p.length; i++) {
      assertThat(found[i]).as("p = %s", p[i]).isEqualTo(i < 4);
    }
  }

  @Test
  void theOrderDoesNotMatterAndTiesShareTheirFate() {
    assertThat(BenjaminiHochberg.discoveries(new double[] {0.9, 0.02, 0.6, 0.02}, 0.05))
        .containsExactly(false, true, false, true);
  }

  /** 0.04 is too large for the second of three, but all three are at most 0.05. */
  @Test
  void aLaterOneCarriesThoseBeforeIt() {
    assertThat(BenjaminiHochberg.discoveries(new double[] {0.05, 0.04, 0.045}, 0.05))
        .containsExactly(true, true, true);
  }

  @Test
  void noTestsFindNothing() {
    assertThat(BenjaminiHochberg.discoveries(new double[0], 0.05)).isEmpty();
  }

  @Test
  void impossibleNumbersAreRefused() {
    assertThatThrownBy(() -> BenjaminiHochberg.discoveries(new double[] {0.1}, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rate must be in (0, 1): was 1.0");
    assertThatThrownBy(() -> BenjaminiHochberg.discoveries(new double[] {Double.NaN}, 0.05))
        .hasMessage("pValues must be in [0, 1]: was NaN");
  }
}
