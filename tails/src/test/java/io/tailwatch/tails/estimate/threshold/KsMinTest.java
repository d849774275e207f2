// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tailwatch.tails.estimate.Samples;
import io.tailwatch.tails.estimate.hill.TailProfile;
import io.tailwatch.tails.estimate.hill.TailSide;
import io.tailwatch.tails.sketch.SketchLayout;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KsMinTest {
  private static TailProfile profile(double... sample) {
    return TailProfile.of(sample, TailSide.BOTH);
  }

  private static KsMin.Fit fit(double... sample) {
    return new KsMin().fit(profile(sample)).orElseThrow();
  }

  /** xmin, m, index and distance by the definition, over every distinct value but the largest. */
  private static double[] naive(double[] sample, boolean twoSided) {
    double[] sorted = Arrays.stream(sample).map(Math::abs).sorted().toArray();
    double[] best = {0, 0, 0, Double.POSITIVE_INFINITY};
    for (double xmin : Arrays.stream(sorted).distinct().toArray()) {
      double[] tail = Arrays.stream(sorted).filter(x -> x >= xmin).toArray();
      double m = tail.length;
      if (xmin == sorted[sorted.length - 1]) {
        continue;
      }
      double alpha = m / Arrays.stream(tail).map(x -> Math.log(x / xmin)).sum();
      double distance = 0;
      for (int i = 1; i <= m; i++) {
        double fitted = 1 - Math.pow(tail[i - 1] / xmin, -alpha);
        distance = Math.max(distance, Math.abs(fitted - (i - 1) / m));
        if (twoSided) {
          distance = Math.max(distance, Math.abs(fitted - i / m));
        }
      }
      if (distance < best[3]) {
        best = new double[] {xmin, m, alpha, distance};
      }
    }
    return best;
  }

  private static void assertNaive(KsMin.Fit fit, double[] naive) {
    assertThat(fit.threshold()).isEqualTo(naive[0]);
    assertThat(fit.tailSize()).isEqualTo((long) naive[1]);
    assertThat(fit.index()).isCloseTo(naive[2], within(1e-8));
    assertThat(fit.distance()).isCloseTo(naive[3], within(1e-8));
    assertThat(fit.exhaustive()).isTrue();
  }

  @Test
  void agreesWithEveryDistinctValueTriedOneByOne() {
    double[] mixed = Samples.studentT(3, 700, 9);
    for (int i = 0; i < 300; i++) {
      mixed[i] = .1 * i;
    }
    for (double[] sample :
        new double[][] {
          Samples.studentT(3, 1500, 1),
          Samples.pareto(1.5, 1500, 2),
          Samples.gaussian(1500, 3),
          mixed
        }) {
      assertNaive(fit(sample), naive(sample, false));
      assertNaive(
          new KsMin(KsMin.Distance.TWO_SIDED).fit(profile(sample)).orElseThrow(),
          naive(sample, true));
    }
  }

  @Test
  void tiesAreOneCandidateWithAllTheirSamples() {
    double[] rounded =
        Arrays.stream(Samples.pareto(2, 1000, 4)).map(x -> Math.rint(10 * x) / 10).toArray();
    assertNaive(fit(rounded), naive(rounded, false));
  }

  @Test
  void exceedancesAreOneLessThanTheTail() {
    KsMin.Fit fit = fit(Samples.pareto(2, 1000, 5));
    assertThat(fit.exceedances()).isEqualTo(fit.tailSize() - 1);
    ThresholdChoice.Chosen chosen =
        new KsMin().choose(profile(Samples.pareto(2, 1000, 5))).chosen().orElseThrow();
    double k = fit.exceedances();
    assertThat(fit.index()).isCloseTo((k + 1) / k * chosen.point().reading(), within(1e-12));
    assertThat(chosen.diagnostics())
        .containsEntry("distance", fit.distance())
        .containsEntry("index", fit.index())
        .containsEntry("tailSize", (double) fit.tailSize());
  }

  @Test
  void exactParetoQuantilesAreTakenWhole() {
    double[] quantiles = new double[2000];
    Arrays.setAll(quantiles, i -> Math.pow((i + .5) / 2000, -.5));
    KsMin.Fit fit = fit(quantiles);
    assertThat(fit.exceedances()).isEqualTo(1999);
    // The sum of logarithms of the quantiles is that of the law to 1/n.
    assertThat(fit.index()).isCloseTo(2, within(1e-3));
  }

  @Test
  void bodyThatIsNoPowerLawIsLeftOut() {
    Random random = new Random(6);
    double[] sample =
        random
            .doubles(5000)
            .map(u -> u < .9 ? random.nextDouble() : Math.pow(random.nextDouble(), -.5))
            .toArray();
    assertThat(fit(sample).threshold()).isBetween(.9, 1.3);
  }

  @Test
  void powerOfTwoChangesTheThresholdOnlyAndOrderNothing() {
    double[] sample = Samples.studentT(3, 2000, 7);
    KsMin.Fit fit = fit(sample);
    KsMin.Fit scaled = fit(Arrays.stream(sample).map(x -> 1024 * x).toArray());
    assertThat(scaled.threshold()).isEqualTo(1024 * fit.threshold());
    assertThat(scaled.index()).isEqualTo(fit.index());
    assertThat(scaled.distance()).isEqualTo(fit.distance());
    assertThat(fit(Arrays.stream(sample).map(x -> -x).sorted().toArray())).isEqualTo(fit);
  }

  @Test
  void nonFiniteAndZeroSamplesAreLeftOut() {
    double[] sample = Samples.pareto(2, 500, 8);
    double[] with = Arrays.copyOf(sample, 503);
    with[500] = Double.NaN;
    with[501] = Double.NEGATIVE_INFINITY;
    assertThat(fit(with)).isEqualTo(fit(sample));
  }

  @Test
  void nothingToFitHasAReason() {
    for (double[] sample : new double[][] {{}, {1}, {2, 2, 2}, {Double.NaN, 1}}) {
      assertThat(new KsMin().choose(profile(sample)))
          .isInstanceOfSatisfying(
              ThresholdChoice.None.class,
              none -> assertThat(none.reason()).startsWith("no two different values"));
    }
    assertThat(fit(1, 2).tailSize()).isEqualTo(2);
    assertThat(fit(1e300, 1e-300).index()).isCloseTo(2 / (600 * Math.log(10)), within(1e-15));
  }

  @Test
  void searchThatRunsOutSaysSo() {
    TailProfile profile = profile(Samples.gaussian(2000, 10));
    KsMin.Fit full = new KsMin().fit(profile).orElseThrow();
    KsMin.Fit cut = new KsMin(KsMin.Distance.LOWER_STEP, 20_000).fit(profile).orElseThrow();
    assertThat(cut.exhaustive()).isFalse();
    assertThat(cut.distance()).isGreaterThanOrEqualTo(full.distance());
  }

  @Test
  void sketchFindsAThresholdAsGoodAsThatOfTheSample() {
    for (int seed = 0; seed < 4; seed++) {
      double[] sample = Samples.studentT(3, 20_000, 20 + seed);
      TailProfile sketch =
          TailProfile.of(Samples.sketch(SketchLayout.SIGNED, sample), TailSide.BOTH);
      KsMin.Fit coarse = new KsMin().fit(sketch).orElseThrow();
      double[] above =
          Arrays.stream(sample).map(Math::abs).filter(x -> x >= coarse.threshold()).toArray();
      double[] sorted = Arrays.stream(above).sorted().toArray();
      double atSameThreshold = 0;
      for (int i = 0; i < sorted.length; i++) {
        double fitted = 1 - Math.pow(sorted[i] / coarse.threshold(), -coarse.index());
        atSameThreshold = Math.max(atSameThreshold, Math.abs(fitted - (double) i / sorted.length));
      }
      // Seen: 0.78 to 0.94, and 1.24.
      assertThat(coarse.distance() / atSameThreshold).isBetween(.7, 1.05);
      assertThat(atSameThreshold / fit(sample).distance()).isLessThan(1.35);
    }
  }
}
