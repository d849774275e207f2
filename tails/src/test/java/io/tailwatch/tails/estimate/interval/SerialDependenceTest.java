// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.interval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tailwatch.tails.estimate.Samples;
import io.tailwatch.tails.estimate.hill.ExactHill;
import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.TailSide;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@link Exceedances}, {@link Extremogram}, {@link KernelInterval} and {@link ExtremalIndex}. */
class SerialDependenceTest {
  private static final double PHI = 0.7;

  /**
   * X' = max(phi X, (1 - phi) Z), Z and X Frechet of index 1: theta = 1 - phi, chi(m) = phi^m and
   * inflation (1 + phi)/(1 - phi) = 5.67 in the limit, all known at a finite threshold too.
   */
  private static double[] maxAutoregression(int n, long seed) {
    Random random = new Random(seed);
    double[] sample = new double[n];
    double x = frechet(random);
    for (int t = 0; t < n; t++) {
      x = Math.max(PHI * x, (1 - PHI) * frechet(random));
      sample[t] = x;
    }
    return sample;
  }

  private static double frechet(Random random) {
    return -1 / Math.log1p(-random.nextDouble());
  }

  private static Exceedances at(double[] sample, double fraction) {
    double threshold = ExactHill.of(sample, TailSide.BOTH).atFraction(fraction).threshold();
    return Exceedances.of(sample, TailSide.BOTH, threshold);
  }

  private static double[] repeated(double[] sample, int times) {
    double[] repeated = new double[times * sample.length];
    for (int i = 0; i < repeated.length; i++) {
      repeated[i] = sample[i / times];
    }
    return repeated;
  }

  private static Exceedances atTimes(int length, int... times) {
    double[] sample = new double[length];
    Arrays.fill(sample, 0.5);
    for (int time : times) {
      sample[time] = 3;
    }
    return Exceedances.of(sample, TailSide.BOTH, 1);
  }

  @Test
  void exceedancesKeepTheirTimesAndWhatIsNoSampleKeepsItsPlace() {
    double[] sample = {2, Double.NaN, -8, 0, 1, Double.NEGATIVE_INFINITY, 4, 0.5};
    Exceedances both = Exceedances.of(sample, TailSide.BOTH, 2);
    assertThat(both.count()).isEqualTo(3);
    assertThat(both.length()).isEqualTo(8);
    assertThat(new int[] {both.time(0), both.time(1), both.time(2)}).containsExactly(0, 2, 6);
    assertThat(both.logExcess(0)).isZero();
    assertThat(both.logExcess(1)).isCloseTo(Math.log(4), within(1e-15));
    assertThat(both.point()).isEqualTo(new HillPoint(2, 3, 5, both.point().sumLogExcess()));
    assertThat(both.point()).isEqualTo(ExactHill.of(sample, TailSide.BOTH).atThreshold(2));
    assertThat(Exceedances.of(sample, TailSide.LEFT, 2).count()).isEqualTo(1);
    assertThat(Exceedances.of(sample, TailSide.RIGHT, 2).point().sampleSize()).isEqualTo(4);
    assertThat(Exceedances.of(new double[0], TailSide.BOTH, 2).count()).isZero();
    assertThatThrownBy(() -> Exceedances.of(sample, TailSide.BOTH, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threshold must be positive and finite: was 0.0");
  }

  /** Exceedances at 0, 1, 3, 4 of 10: pairs at lags 1, 1, 2, 3, 3, 4. */
  @Test
  void theExtremogramCountsPairs() {
    Extremogram extremogram = Extremogram.of(atTimes(10, 0, 1, 3, 4), 5);
    assertThat(extremogram.conditional(0)).isEqualTo(1);
    assertThat(extremogram.conditional(1)).isCloseTo(2.0 / 4 * 10 / 9, within(1e-15));
    assertThat(extremogram.conditional(2)).isCloseTo(1.0 / 4 * 10 / 8, within(1e-15));
    assertThat(extremogram.conditional(3)).isCloseTo(2.0 / 4 * 10 / 7, within(1e-15));
    assertThat(extremogram.conditional(4)).isCloseTo(1.0 / 4 * 10 / 6, within(1e-15));
    assertThat(extremogram.conditional(5)).isZero();
  }

  /**
   * At u with F = P(X <= u): P(X_0, X_m > u) = 1 - 2 F + F^(2 - phi^m). 400,000 steps have 1,200
   * clusters above 1 %, so chi(1) is good to about 0.02.
   */
  @Test
  void theExtremogramOfMaximaIsTheClosedForm() {
    Exceedances series = at(maxAutoregression(400_000, 3), 0.01);
    Extremogram extremogram = Extremogram.of(series, 100);
    double below = 0.99;
    for (int m : new int[] {1, 2, 5, 10}) {
      double joint = 1 - 2 * below + Math.pow(below, 2 - Math.pow(PHI, m));
      assertThat(extremogram.conditional(m)).isCloseTo(joint / 0.01, within(0.03));
    }
    // The cut lag has 0.7^q near 2 sqrt(5.6/4e5) = 0.0075, q = 13.7; noise keeps it longer.
    assertThat(extremogram.cut()).isBetween(8, 40);
    assertThat(extremogram.truncated()).isFalse();
    assertThat(extremogram.inflation()).isBetween(5.0, 6.4);
    assertThat(extremogram.effectiveExceedances())
        .isCloseTo(series.count() / extremogram.inflation(), within(1e-9));
  }

  /** The same long-run variance from influences; Bartlett's weights lose a part of the sum. */
  @Test
  void theKernelSeesTheSameInflation() {
    Exceedances series = at(maxAutoregression(400_000, 3), 0.01);
    ReadingInterval flat = KernelInterval.flatTop(series, 100);
    assertThat(flat.dependenceFactor()).isBetween(4.6, 6.8);
    assertThat(flat.reading()).isEqualTo(series.point().reading());
    assertThat(flat.interval().contains(1)).isTrue();
    ReadingInterval bartlett = KernelInterval.bartlett(series, 100);
    assertThat(bartlett.dependenceFactor() / flat.dependenceFactor()).isBetween(0.8, 1.2);
    double reach = 1.959963984540054 * bartlett.logStandardError();
    assertThat(bartlett.upper())
        .isCloseTo(bartlett.reading() * Math.exp(reach), within(1e-8 * bartlett.upper()));
  }

  /** Lag 0 only: the variance of the excesses alone, 1 for an exponential. */
  @Test
  void withoutLagsTheKernelIsTheIndependentFormula() {
    Exceedances series = at(Samples.pareto(2, 100_000, 8), 0.05);
    double factor = KernelInterval.bartlett(series, 0).dependenceFactor();
    // sum psi^2 / (k H^2), standard error sqrt(8 / 5000) = 0.04.
    assertThat(factor).isBetween(0.88, 1.12);
    double hill = 1 / series.point().reading();
    double squares = 0;
    for (int i = 0; i < series.count(); i++) {
      squares += Math.pow(series.logExcess(i) - hill, 2);
    }
    assertThat(factor).isCloseTo(squares / (series.count() * hill * hill), within(1e-12));
  }

  @Test
  void independentSamplesHaveNoDependence() {
    Exceedances series = at(Samples.studentT(3, 200_000, 4), 0.02);
    Extremogram extremogram = Extremogram.of(series, 100);
    // The share of exceedances is taken out: without that, 100 lags alone would add 4.
    assertThat(extremogram.inflation()).isBetween(0.9, 1.1);
    assertThat(KernelInterval.flatTop(series, 100).dependenceFactor()).isBetween(0.85, 1.15);
    assertThat(ExtremalIndex.intervals(series).orElseThrow()).isBetween(0.95, 1.0);
    // Clusters that are none: a gap is above 1 with probability 0.98.
    assertThat(ExtremalIndex.runs(series, 1).orElseThrow()).isCloseTo(0.98, within(0.01));
  }

  @Test
  void repeatedSamplesInflateByHowOftenTheyRepeat() {
    Exceedances series = at(repeated(Samples.pareto(2, 50_000, 5), 4), 0.02);
    Extremogram extremogram = Extremogram.of(series, 50);
    assertThat(extremogram.inflation()).isCloseTo(4, within(0.4));
    assertThat(KernelInterval.flatTop(series, 50).dependenceFactor()).isBetween(3.3, 4.7);
    assertThat(ExtremalIndex.runs(series, 1).orElseThrow()).isCloseTo(0.25, within(0.02));
    assertThat(ExtremalIndex.intervals(series).orElseThrow()).isCloseTo(0.25, within(0.02));
  }

  @Test
  void scaleDoesNotMatter() {
    double[] sample = maxAutoregression(20_000, 6);
    double[] scaled = Arrays.stream(sample).map(x -> x * 0x1p-200).toArray();
    Exceedances a = at(sample, 0.02);
    Exceedances b = at(scaled, 0.02);
    assertThat(Extremogram.of(b, 50).inflation()).isEqualTo(Extremogram.of(a, 50).inflation());
    assertThat(KernelInterval.flatTop(b, 50).logStandardError())
        .isCloseTo(KernelInterval.flatTop(a, 50).logStandardError(), within(1e-12));
  }

  /** T = 1, 10, 1, 20: 2 (0 + 9 + 0 + 19)^2 / (4 (9 8 + 19 18)) = 1568 / 1656. */
  @Test
  void theIntervalsEstimatorMatchesTheFormula() {
    Exceedances series = atTimes(50, 3, 4, 14, 15, 35);
    assertThat(ExtremalIndex.intervals(series).orElseThrow())
        .isCloseTo(1568.0 / 1656, within(1e-15));
    // T = 1, 2, 1: no time above 2, 2 16 / (3 6) = 1.78, capped.
    assertThat(ExtremalIndex.intervals(atTimes(9, 0, 1, 3, 4)).orElseThrow()).isEqualTo(1);
    assertThat(ExtremalIndex.intervals(atTimes(9, 4))).isEmpty();
    assertThat(ExtremalIndex.intervals(atTimes(9))).isEmpty();
  }

  @Test
  void runsSplitWhereLongEnoughStaysBelow() {
    Exceedances series = atTimes(50, 3, 4, 14, 15, 35);
    assertThat(ExtremalIndex.runs(series, 1).orElseThrow()).isEqualTo(3.0 / 5);
    assertThat(ExtremalIndex.runs(series, 9).orElseThrow()).isEqualTo(3.0 / 5);
    assertThat(ExtremalIndex.runs(series, 10).orElseThrow()).isEqualTo(2.0 / 5);
    assertThat(ExtremalIndex.runs(atTimes(9), 1)).isEmpty();
    assertThatThrownBy(() -> ExtremalIndex.runs(series, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("run must be at least 1: was 0");
  }

  /** theta = 1 - phi = 0.3; 1,200 clusters leave an error of about 3 %. */
  @Test
  void theExtremalIndexOfMaximaIsTheClosedForm() {
    Exceedances series = at(maxAutoregression(400_000, 7), 0.01);
    assertThat(ExtremalIndex.intervals(series).orElseThrow()).isCloseTo(0.3, within(0.04));
    assertThat(ExtremalIndex.runs(series, 10).orElseThrow()).isCloseTo(0.3, within(0.04));
  }

  @Test
  void whatCannotBeMeasuredIsRefused() {
    Exceedances none = atTimes(9);
    Exceedances all = atTimes(2, 0, 1);
    assertThatThrownBy(() -> Extremogram.of(none, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("exceedances must be in [1, 8]: were 0 of 9 steps");
    assertThatThrownBy(() -> Extremogram.of(all, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("exceedances must be in [1, 1]: were 2 of 2 steps");
    assertThatThrownBy(() -> Extremogram.of(atTimes(9, 2), 9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxLag must be in [1, 8]: was 9");
    assertThatThrownBy(() -> KernelInterval.bartlett(none, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("there must be samples above the threshold: was HillPoint");
    assertThatThrownBy(() -> KernelInterval.flatTop(atTimes(9, 2, 3), 9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("lag must be in [0, 8]: was 9");
  }

  /** Tied excesses have no spread: an interval of no width, not a division by zero. */
  @Test
  void tiedExcessesHaveNoError() {
    ReadingInterval tied = KernelInterval.flatTop(atTimes(50, 2, 3, 20, 40), 10);
    assertThat(tied.logStandardError()).isZero();
    assertThat(tied.interval()).isEqualTo(new Interval(tied.reading(), tied.reading()));
  }
}
