// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class KolmogorovSmirnovTest {
  private static final Law CAUCHY = new StudentT(1, 0, 1);

  @Test
  void distanceToALawByHand() {
    // F(-1) = 1/4, F(0) = 1/2, F(1) = 3/4 against steps of 1/3.
    assertThat(KolmogorovSmirnov.distance(new double[] {1, -1, 0}, CAUCHY))
        .isCloseTo(0.25, within(1e-14));
    // All mass at the median.
    assertThat(KolmogorovSmirnov.distance(new double[] {0, 0}, CAUCHY)).isEqualTo(0.5);
    double[] infinite = {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY};
    assertThat(KolmogorovSmirnov.distance(infinite, CAUCHY)).isEqualTo(0.5);
  }

  @Test
  void exactPOfTwoValuesHasItsClosedForm() {
    // For n = 2: P(D < d) = 2 (2 d - 1/2)^2 for d in [1/4, 1/2], 1 - 2 (1 - d)^2 above.
    var low = KolmogorovSmirnov.test(quantiles(0.2, 0.7), CAUCHY);
    assertThat(low.distance()).isCloseTo(0.3, within(1e-12));
    assertThat(low.exactP()).isCloseTo(1 - 2 * 0.1 * 0.1, within(1e-10));
    var high = KolmogorovSmirnov.test(quantiles(0.7, 0.8), CAUCHY);
    assertThat(high.exactP()).isCloseTo(2 * 0.3 * 0.3, within(1e-10));
  }

  @Test
  void asymptoticPIsKolmogorovsLimit() {
    double[] sample = Draws.of(CAUCHY, 400, 3);
    var test = KolmogorovSmirnov.test(sample, CAUCHY);
    double lambda = test.distance() * 20;
    double sum = 0;
    for (int j = 1; j < 100; j++) {
      sum += (j % 2 == 1 ? 2 : -2) * Math.exp(-2 * j * j * lambda * lambda);
    }
    assertThat(test.asymptoticP()).isCloseTo(sum, within(1e-12));
    // The limit is approached as 1/sqrt n: 1/20, and the terms of it are small.
    assertThat(test.exactP()).isCloseTo(test.asymptoticP(), within(0.05));
    assertThat(test.n()).isEqualTo(400);
  }

  @Test
  void twoSamplesByEnumeration() {
    double[][][] pairs = {
      {{1, 4, 6}, {2, 3, 5, 7}},
      {{1, 2, 3}, {4, 5, 6, 7}},
      {{1, 2, 2}, {2, 3, 4, 4}},
      {{0, 0, 1, 1, 5}, {-0.0, 0, 1}},
      {{1, 1, 1}, {2, 2}},
      {{1, 2}, {1, 2}},
      {{3, 3}, {3, 3, 3}}
    };
    for (double[][] pair : pairs) {
      var test = KolmogorovSmirnov.test(pair[0], pair[1]);
      assertThat(test.distance()).isCloseTo(distance(pair[0], pair[1]), within(1e-15));
      assertThat(test.exactP().orElseThrow())
          .as(Arrays.deepToString(pair))
          .isCloseTo(enumerated(pair[0], pair[1]), within(1e-14));
    }
  }

  @Test
  void tiesAreDeclaredAndThePathCountAgreesWithTheLibraryWithoutThem() {
    double[] first = Draws.of(CAUCHY, 150, 1);
    double[] second = Draws.of(new StudentT(1, 0.4, 1), 90, 2);
    var untied = KolmogorovSmirnov.test(first, second);
    assertThat(untied.tied()).isFalse();
    // A tie within one sample changes nothing but the way of counting.
    double[] sorted = first.clone();
    Arrays.sort(sorted);
    double[] pair = first.clone();
    for (int i = 0; i < pair.length; i++) {
      pair[i] = pair[i] == sorted[0] ? sorted[1] : pair[i];
    }
    var tied = KolmogorovSmirnov.test(pair, second);
    assertThat(tied.tied()).isTrue();
    assertThat(tied.distance()).isEqualTo(untied.distance());
    assertThat(tied.exactP().orElseThrow())
        .isCloseTo(untied.exactP().orElseThrow(), withinPercentage(1e-6));
    assertThat(untied.asymptoticP()).isCloseTo(untied.exactP().orElseThrow(), within(0.01));
  }

  @Test
  void smallPValuesKeepTheirDigits() {
    double[] low = new double[40];
    double[] high = new double[30];
    Arrays.setAll(low, i -> i);
    Arrays.setAll(high, i -> 100 + i);
    double orders = 1;
    for (int i = 1; i <= 30; i++) {
      orders *= (40.0 + i) / i;
    }
    // Of all orders, the two that separate the samples.
    assertThat(KolmogorovSmirnov.test(low, high).exactP().orElseThrow())
        .isCloseTo(2 / orders, withinPercentage(1e-8));
    low[0] = low[1];
    // All orders of the ties are one: 69 places for 71 values, still two that separate.
    double tied = KolmogorovSmirnov.test(low, high).exactP().orElseThrow();
    assertThat(tied).isCloseTo(2 / orders, withinPercentage(1e-8));
  }

  @Test
  void noExactPValueForLargeSamples() {
    double[] large = Draws.of(CAUCHY, KolmogorovSmirnov.GREATEST_EXACT_SIZE + 1, 1);
    var test = KolmogorovSmirnov.test(large, new double[] {0, 1, 2});
    assertThat(test.exactP()).isEmpty();
    assertThat(test.asymptoticP()).isBetween(0.0, 1.0);
  }

  @Test
  void dependentSamplesAreThinned() {
    double phi = 0.9;
    // 600 (1 - phi)/(1 + phi) = 31.6, by the variance of the mean.
    double effective = 30;
    Law law = new Gaussian(0, 1 / Math.sqrt(1 - phi * phi));
    int[] rejections = new int[4];
    int samples = 200;
    for (int i = 0; i < samples; i++) {
      double[] first = Draws.autoregression(phi, new Gaussian(0, 1), 600, 2 * i);
      double[] second = Draws.autoregression(phi, new Gaussian(0, 1), 600, 2 * i + 1);
      var one = KolmogorovSmirnov.testDependent(first, effective, law);
      var two = KolmogorovSmirnov.testDependent(first, effective, second, effective);
      assertThat(one.naive()).isEqualTo(KolmogorovSmirnov.test(first, law));
      assertThat(two.corrected().n()).isEqualTo(30);
      rejections[0] += one.naive().exactP() <= 0.05 ? 1 : 0;
      rejections[1] += one.corrected().exactP() <= 0.05 ? 1 : 0;
      rejections[2] += two.naive().exactP().orElseThrow() <= 0.05 ? 1 : 0;
      rejections[3] += two.corrected().exactP().orElseThrow() <= 0.05 ? 1 : 0;
    }
    // Values 20 steps apart still correlate by 0.12: 7.5 % and 7.1 % of 1,000 such samples were
    // rejected at 5 %, that is 15 of 200 with a standard error of 3.7; of the naive tests 74 %.
    assertThat(rejections[0]).isGreaterThan(100);
    assertThat(rejections[1]).isBetween(4, 26);
    assertThat(rejections[2]).isGreaterThan(100);
    assertThat(rejections[3]).isBetween(4, 26);
  }

  @Test
  void nanAndTinySamplesAreRefused() {
    assertThatThrownBy(() -> KolmogorovSmirnov.test(new double[] {1, Double.NaN}, CAUCHY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sample must be without NaN: was NaN");
    assertThatThrownBy(() -> KolmogorovSmirnov.distance(new double[] {1}, CAUCHY))
        .hasMessage("sample must be of two values at least: was 1");
    assertThatThrownBy(() -> KolmogorovSmirnov.test(new double[] {1, 2}, new double[0]))
        .hasMessage("second sample must be of two values at least: was 0");
  }

  private static double[] quantiles(double... p) {
    return Arrays.stream(p).map(CAUCHY::quantile).toArray();
  }

  private static double distance(double[] first, double[] second) {
    double greatest = 0;
    for (double[] sample : List.of(first, second)) {
      for (double x : sample) {
        greatest = Math.max(greatest, Math.abs(share(first, x) - share(second, x)));
      }
    }
    return greatest;
  }

  private static double share(double[] sample, double x) {
    return (double) Arrays.stream(sample).filter(y -> y <= x).count() / sample.length;
  }

  /** Every way to call n of the pooled values the first sample. */
  private static double enumerated(double[] first, double[] second) {
    int size = first.length + second.length;
    double[] pooled = Arrays.copyOf(first, size);
    System.arraycopy(second, 0, pooled, first.length, second.length);
    double limit = distance(first, second) - 1e-12;
    int all = 0;
    int asGreat = 0;
    for (int mask = 0; mask < 1 << size; mask++) {
      if (Integer.bitCount(mask) == first.length) {
        List<Double> a = new ArrayList<>();
        List<Double> b = new ArrayList<>();
        for (int i = 0; i < size; i++) {
          ((mask >> i & 1) == 1 ? a : b).add(pooled[i]);
        }
        all++;
        asGreat += distance(array(a), array(b)) >= limit ? 1 : 0;
      }
    }
    return (double) asGreat / all;
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
