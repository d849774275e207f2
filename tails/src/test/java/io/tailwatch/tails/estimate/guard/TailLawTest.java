// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tailwatch.tails.estimate.Samples;
import io.tailwatch.tails.estimate.hill.TailProfile;
import io.tailwatch.tails.estimate.hill.TailSide;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.analysis.integration.IterativeLegendreGaussIntegrator;
import org.apache.commons.math3.distribution.LogNormalDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import org.junit.jupiter.api.Test;

class TailLawTest {
  private static TailBins bins(double[] sample, double fraction) {
    TailProfile profile = TailProfile.of(sample, TailSide.BOTH);
    return TailBins.of(profile, profile.nearestFraction(fraction));
  }

  private static double mass(DoubleUnaryOperator logDensity, double end) {
    return new IterativeLegendreGaussIntegrator(20, 1e-9, 1e-9)
        .integrate(100_000, y -> Math.exp(logDensity.applyAsDouble(y)), 0, end);
  }

  @Test
  void densitiesOfTheExcessIntegrateToOne() {
    TailBins tail = bins(Samples.studentT(3, 5_000, 1), 0.1);
    assertThat(mass(TailLaw.pareto(tail), 40)).isCloseTo(1, within(1e-7));
    assertThat(mass(TailLaw.studentT(tail), 40)).isCloseTo(1, within(1e-7));
    assertThat(mass(TailLaw.logNormal(tail), 20)).isCloseTo(1, within(1e-7));
    assertThat(mass(TailLaw.weibull(tail), 20)).isCloseTo(1, within(1e-7));
  }

  @Test
  void studentDensityIsThatOfTheLibrary() {
    double[] sample = Samples.studentT(3, 20_000, 2);
    TailBins tail = bins(sample, 0.1);
    DoubleUnaryOperator law = TailLaw.studentT(tail);
    // The fitted nu is where the density is largest; recover it from the slope far out: -nu.
    double nu = law.applyAsDouble(30) - law.applyAsDouble(31);
    assertThat(nu).isCloseTo(3, within(0.3)); // 3 standard errors of sqrt(k) at k = 2,000
    TDistribution student = new TDistribution(null, nu);
    double u = -student.inverseCumulativeProbability(tail.tailFraction() / 2);
    double y = 0.7;
    double x = u * Math.exp(y);
    double expected = 2 * student.density(x) * x / tail.tailFraction();
    // nu from the slope is exact up to exp(-60); the library's quantile is good to 1e-9.
    assertThat(Math.exp(law.applyAsDouble(y))).isCloseTo(expected, within(1e-6));
  }

  @Test
  void logNormalIsTheMaximumOfItsLikelihood() {
    TailBins tail = bins(Samples.studentT(3, 5_000, 3), 0.2);
    double z =
        -new NormalDistribution(null, 0, 1).inverseCumulativeProbability(tail.tailFraction());
    double fitted = tail.sum(TailLaw.logNormal(tail));
    double best = Double.NEGATIVE_INFINITY;
    for (double s = 0.3; s < 3; s += 0.001) {
      LogNormalDistribution law = new LogNormalDistribution(null, -z * s, s);
      best =
          Math.max(
              best, tail.sum(y -> law.logDensity(Math.exp(y)) + y - Math.log(tail.tailFraction())));
    }
    assertThat(fitted).isGreaterThanOrEqualTo(best - 1e-9).isCloseTo(best, within(1e-2));
  }

  @Test
  void weibullOfExponentialSamplesHasShapeOne() {
    double[] sample = new Random(4).doubles(50_000).map(u -> -Math.log1p(-u)).toArray();
    TailBins tail = bins(sample, 0.2);
    DoubleUnaryOperator law = TailLaw.weibull(tail);
    double rate = -Math.log(tail.tailFraction());
    // At y = 0 the log density is ln(rate shape).
    assertThat(Math.exp(law.applyAsDouble(0)) / rate).isCloseTo(1, within(0.03));
  }

  @Test
  void binsKeepTheSumsOfTheProfile() {
    double[] sample = Samples.studentT(3, 5_000, 5);
    TailProfile profile = TailProfile.of(sample, TailSide.BOTH);
    int i = profile.nearestFraction(0.1);
    TailBins tail = TailBins.of(profile, i);
    assertThat(tail.exceedances()).isEqualTo(profile.exceedances(i));
    assertThat(tail.sum(y -> y)).isCloseTo(profile.sumLogExcess(i), within(1e-9));
    // What the bins leave out is their own variance, 0.01^2/12 each.
    assertThat(tail.mean(y -> y * y)).isCloseTo(profile.moment(i, 2), within(1e-5));
    assertThat(tail.excess().length).isLessThan((int) profile.exceedances(i));
  }

  @Test
  void panesAddUpToTheWhole() {
    double[] sample = Samples.studentT(3, 5_000, 6);
    TailProfile profile = TailProfile.of(sample, TailSide.BOTH);
    int i = profile.nearestFraction(0.1);
    TailBins all = TailBins.ofPane(profile, profile.threshold(i), 0.1);
    assertThat(all.exceedances()).isEqualTo(profile.exceedances(i));
    TailBins none = TailBins.ofPane(profile, 1e9, 0.1);
    assertThat(none.exceedances()).isZero();
    assertThat(none.sum(y -> 1 + y)).isZero();
  }

  @Test
  void lognormalBinsHaveTheMomentsOfATruncatedNormal() {
    double f = 0.1;
    double s = 0.7;
    NormalDistribution normal = new NormalDistribution(null, 0, 1);
    double z = -normal.inverseCumulativeProbability(f);
    double excess = normal.density(z) / f - z;
    TailBins bins = TailBins.logNormal(s, f);
    // Bins are 0.2 wide in -ln P: their middles are off by a part in some hundred.
    assertThat(bins.mean(y -> y)).isCloseTo(s * excess, within(0.01 * s * excess));
    assertThat(TailLaw.logNormalDeviation(bins)).isCloseTo(s, within(0.01));
  }

  @Test
  void ratioFavoursTheLawThatTheSamplesCameFrom() {
    LikelihoodRatio student =
        LikelihoodRatio.of(bins(Samples.studentT(2, 50_000, 7), 0.2), List.of(), 1);
    double[] gaussian = Samples.gaussian(50_000, 8);
    double[] logNormal = Arrays.stream(gaussian).map(Math::exp).toArray();
    LikelihoodRatio other = LikelihoodRatio.of(bins(logNormal, 0.2), List.of(), 1);
    assertThat(student.excludesLogNormal()).isTrue();
    assertThat(other.excludesLogNormal()).isFalse();
    // z of lognormal samples lies about its predicted mean, with a standard deviation near 1.
    assertThat(other.logNormal()).isCloseTo(other.logNormalMean(), within(3.0));
    assertThat(other.logNormal()).isLessThan(-2);
  }
}
