// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import io.tailwatch.tails.estimate.interval.EffectiveSize;
import io.tailwatch.tails.fit.AlphaInterval;
import io.tailwatch.tails.fit.BootstrapOptions;
import io.tailwatch.tails.fit.FitResult;
import io.tailwatch.tails.fit.FitResult.Fitted;
import io.tailwatch.tails.fit.FitResult.Undefined;
import io.tailwatch.tails.fit.Fitter;
import io.tailwatch.tails.fit.Gaussian;
import io.tailwatch.tails.fit.GaussianFit;
import io.tailwatch.tails.fit.GoodnessOfFit;
import io.tailwatch.tails.fit.Law;
import io.tailwatch.tails.fit.SkewStudentT;
import io.tailwatch.tails.fit.SkewStudentTFit;
import io.tailwatch.tails.fit.StableBootstrap;
import io.tailwatch.tails.fit.StableFit;
import io.tailwatch.tails.fit.StableLaw;
import io.tailwatch.tails.fit.StudentT;
import io.tailwatch.tails.fit.StudentTFit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Laws fitted to the finite values of a file, both sides and zeros included, each with a p-value
 * that allows for fitted parameters and for dependence: by simulating {@value #BOOTSTRAPS} samples
 * of at most {@value #TESTED} values. The alpha of the stable law has an interval by {@link
 * StableBootstrap}. More than {@value #FITTED} values are thinned before the fit. The seed is
 * fixed: equal files give equal numbers.
 *
 * @param fits in a fixed order, with or without a result
 * @param n how many values they were fitted to
 * @param effectiveSize how many independent ones these are worth
 */
record BodyFits(List<BodyFit> fits, int n, double effectiveSize) {

  /** Simulated samples for a p-value, which is then a multiple of 1/100. */
  static final int BOOTSTRAPS = 99;

  /** Resamples for the interval of alpha. */
  static final int RESAMPLES = 399;

  /** The most values that a p-value is simulated with. */
  static final int TESTED = 1_000;

  /** The most values that a law is fitted to. */
  static final int FITTED = 200_000;

  private static final List<Family<?>> FAMILIES =
      List.of(
          new Family<>(
              "Gaussian",
              "gaussian",
              List.of("mean", "standardDeviation"),
              new GaussianFit(),
              BodyFits::gaussian),
          new Family<>(
              "Student t",
              "studentT",
              List.of("nu", "location", "scale"),
              new StudentTFit(),
              BodyFits::studentT),
          new Family<>(
              "skew Student t",
              "skewStudentT",
              List.of("nu", "location", "scale", "skew"),
              new SkewStudentTFit(),
              BodyFits::skewT),
          new Family<>(
              "alpha-stable",
              "alphaStable",
              List.of("alpha", "beta", "location", "scale"),
              new StableFit(),
              BodyFits::stable));

  private record Family<L extends Law>(
      String name,
      String key,
      List<String> names,
      Fitter<L> fitter,
      Function<L, double[]> parameters) {

    /** The parameters of a law by name; NaN without one. */
    Map<String, Double> named(Optional<L> law) {
      Optional<double[]> values = law.map(parameters);
      Map<String, Double> map = new LinkedHashMap<>();
      for (int i = 0; i < names.size(); i++) {
        map.put(names.get(i), values.isEmpty() ? Double.NaN : values.get()[i]);
      }
      return map;
    }
  }

  /** The fits to centred values. */
  static BodyFits of(double[] centred, Progress progress) {
    double[] finite = Arrays.stream(centred).filter(Double::isFinite).toArray();
    double[] values = Thinned.to(FITTED, finite).values();
    double effectiveSize = EffectiveSize.of(values);
    BootstrapOptions options =
        BootstrapOptions.standard().withBootstraps(BOOTSTRAPS).withGreatestSize(TESTED);
    if (effectiveSize < values.length) {
      options = options.withEffectiveSize(effectiveSize);
    }
    List<BodyFit> fits = new ArrayList<>();
    for (Family<?> family : FAMILIES) {
      progress.at("fit of " + family.name());
      fits.add(fit(family, values, options));
    }
    return new BodyFits(List.copyOf(fits), values.length, effectiveSize);
  }

  private static <L extends Law> BodyFit fit(
      Family<L> family, double[] values, BootstrapOptions options) {
    FitResult<L> result = family.fitter.fit(values);
    if (result instanceof Undefined<L> undefined) {
      return new BodyFit(
          family.name,
          family.key,
          family.named(Optional.empty()),
          Optional.empty(),
          Optional.empty(),
          undefined.problem().code() + ": " + undefined.detail());
    }
    Fitted<L> fitted = result.fitted().orElseThrow();
    Map<String, Double> parameters = family.named(Optional.of(fitted.law()));
    boolean complete = parameters.values().stream().noneMatch(x -> x.isNaN());
    return new BodyFit(
        family.name,
        family.key,
        parameters,
        Optional.of(GoodnessOfFit.of(family.fitter, fitted, values, options)),
        alphaInterval(result, values, options),
        complete
            ? ""
            : "nu is above " + Math.round(StudentT.GREATEST_REPORTED_NU) + ": as good as Gaussian");
  }

  private static Optional<AlphaInterval> alphaInterval(
      FitResult<?> result, double[] values, BootstrapOptions options) {
    return result
        .fitted()
        .filter(fit -> fit.law() instanceof StableLaw)
        .map(fit -> new Fitted<>((StableLaw) fit.law(), fit.logLikelihood(), fit.n()))
        .map(fit -> StableBootstrap.of(fit, values, options.withBootstraps(RESAMPLES)));
  }

  private static double[] gaussian(Gaussian law) {
    return new double[] {law.mean(), law.standardDeviation()};
  }

  private static double[] studentT(StudentT law) {
    return new double[] {shown(law.nu()), law.location(), law.scale()};
  }

  private static double[] skewT(SkewStudentT law) {
    return new double[] {shown(law.nu()), law.location(), law.scale(), law.skew()};
  }

  private static double[] stable(StableLaw law) {
    return new double[] {law.alpha(), law.beta(), law.location(), law.scale()};
  }

  private static double shown(double nu) {
    return nu > StudentT.GREATEST_REPORTED_NU ? Double.NaN : nu;
  }
}
