// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  @Test
  void locationIsTheMedianAndSpreadTheScaledDeviation() {
    var calibration =
        Calibration.of(1, List.of(new double[] {1}, new double[] {2}, new double[] {100}));
    assertThat(calibration.location()).containsExactly(2);
    assertThat(calibration.spread()).containsExactly(1.4826);
  }

  @Test
  void anEvenNumberTakesTheMiddleOfTwo() {
    var calibration = Calibration.of(1, List.of(new double[] {1}, new double[] {4}));
    assertThat(calibration.location()).containsExactly(2.5);
  }

  @Test
  void nonFiniteValuesAreLeftOut() {
    var calibration =
        Calibration.of(
            1,
            List.of(
                new double[] {1, Double.NaN},
                new double[] {Double.POSITIVE_INFINITY, Double.NaN},
                new double[] {3, Double.NaN}));
    assertThat(calibration.location()).containsExactly(2, Double.NaN);
  }

  @Test
  void aConstantCoordinateDoesNotMove() {
    var calibration = Calibration.of(1, List.of(new double[] {7, 1}, new double[] {7, 2}));
    assertThat(calibration.moves(0)).isFalse();
    assertThat(calibration.moves(1)).isTrue();
  }

  @Test
  void aSavedCalibrationIsTheSame() {
    var calibration = Calibration.of(3, List.of(new double[] {1, 5}, new double[] {2, 9}));
    var restored = Calibration.restore(calibration.toState());
    assertThat(restored).usingRecursiveComparison().isEqualTo(calibration);
  }

  @Test
  void sixtyFourVectorsComeFromAllOverThePane() {
    var calibrator = new Calibrator();
    List<Long> taken = new ArrayList<>();
    for (long step = 5000; step < 10_000; step++) {
      if (calibrator.wants(step, 5000, 5000)) {
        calibrator.take(step, 5000, 5000, new double[] {step});
        taken.add(step);
      }
    }
    assertThat(taken).hasSize(64);
    for (int slot = 0; slot < 64; slot++) {
      assertThat((taken.get(slot) - 5000) * 64 / 5000).isEqualTo(slot);
    }
    assertThat(taken.stream().map(step -> (step - 5000) % 78).distinct().count())
        .as("steps are not equally spaced")
        .isGreaterThan(20);
    assertThat(calibrator.finish(1, 5000)).isPresent();
  }

  @Test
  void aSmallPaneGivesEveryVector() {
    var calibrator = new Calibrator();
    for (long step = 0; step < 10; step++) {
      assertThat(calibrator.wants(step, 0, 10)).isTrue();
      calibrator.take(step, 0, 10, new double[] {step});
    }
    assertThat(calibrator.finish(1, 10).orElseThrow().location()).containsExactly(4.5);
  }

  @Test
  void tooFewVectorsCalibrateNothing() {
    var calibrator = new Calibrator();
    for (long step = 0; step < 15; step++) {
      calibrator.take(step * 100, 0, 6400, new double[] {1});
    }
    assertThat(calibrator.finish(1, 6400)).isEmpty();
  }

  @Test
  void savedAndDroppedVectorsAreReportedOnce() {
    var calibrator = new Calibrator();
    calibrator.take(0, 0, 64, new double[] {1});
    assertThat(calibrator.drainUnsaved()).containsOnlyKeys(0);
    assertThat(calibrator.drainUnsaved()).isEmpty();
    calibrator.clear();
    assertThat(calibrator.drainDropped()).containsExactly(0);
    assertThat(calibrator.drainDropped()).isEmpty();
  }
}
