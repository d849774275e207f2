// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study.process;

import io.tailwatch.producer.data.DataSet;
import io.tailwatch.producer.data.SyntheticProblems;
import io.tailwatch.producer.training.LearningRateSchedule;
import io.tailwatch.producer.training.RidgeRegression;
import io.tailwatch.producer.training.RidgeSgd;
import java.util.Locale;
import java.util.OptionalDouble;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.apache.commons.rng.sampling.distribution.StableSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/** The sequences of the studies. All are seeded and reproducible; static and thread-safe. */
public final class Processes {
  private static final int WARM_UP = 2000;

  private Processes() {}

  /** P(X &gt; x) = x^-alpha, x &gt;= 1, independent. */
  public static Process pareto(double alpha) {
    return independent(
        format("Pareto(%.3g)", alpha),
        OptionalDouble.of(alpha),
        random -> () -> Math.pow(1 - random.nextDouble(), -1 / alpha));
  }

  /** P(X &gt; x) = 1 - exp(-x^-alpha), second-order parameter rho = -1, independent. */
  public static Process frechet(double alpha) {
    return independent(
        format("Frechet(%.3g)", alpha),
        OptionalDouble.of(alpha),
        random -> {
          var exponential = ZigguratSampler.Exponential.of(random);
          return () -> Math.pow(exponential.sample(), -1 / alpha);
        });
  }

  /** Student's t with nu degrees of freedom, independent. */
  public static Process studentT(double nu) {
    return independent(
        format("t(%.3g)", nu), OptionalDouble.of(nu), random -> studentT(random, nu)::sample);
  }

  /** Standard normal, independent. */
  public static Process gaussian() {
    return independent(
        "Gaussian",
        OptionalDouble.of(Double.POSITIVE_INFINITY),
        random -> ZigguratSampler.NormalizedGaussian.of(random)::sample);
  }

  /** Exponential with mean 1, independent. */
  public static Process exponential() {
    return independent(
        "exponential",
        OptionalDouble.of(Double.POSITIVE_INFINITY),
        random -> ZigguratSampler.Exponential.of(random)::sample);
  }

  /** exp(sigma Z), Z standard normal, independent. */
  public static Process logNormal(double sigma) {
    return independent(
        format("lognormal(%.3g)", sigma),
        OptionalDouble.of(Double.POSITIVE_INFINITY),
        random -> {
          var gaussian = ZigguratSampler.NormalizedGaussian.of(random);
          return () -> Math.exp(sigma * gaussian.sample());
        });
  }

  /** Symmetric alpha-stable, independent; alpha below 2. */
  public static Process stable(double alpha) {
    return independent(
        format("stable(%.3g)", alpha),
        OptionalDouble.of(alpha),
        random -> StableSampler.of(random, alpha, 0)::sample);
  }

  /**
   * Burr: P(X &gt; x) = (1 + x^c)^-k, index c k and second-order parameter rho = -1/k, independent.
   */
  public static Process burr(double c, double k) {
    return independent(
        format("Burr(%.3g, %.3g)", c, k),
        OptionalDouble.of(c * k),
        random -> () -> Math.pow(Math.pow(1 - random.nextDouble(), -1 / k) - 1, 1 / c));
  }

  /** X' = phi X + noise, noise Student's t with nu degrees of freedom. */
  public static Process autoregression(double phi, double nu) {
    return recursion(
        format("AR(1) phi %.3g, t(%.3g)", phi, nu),
        nu,
        random -> {
          ContinuousSampler noise = studentT(random, nu);
          double[] x = {0};
          return () -> x[0] = phi * x[0] + noise.sample();
        });
  }

  /**
   * X' = A X + B with ln A normal of standard deviation sigma and B standard normal: the index is
   * the alpha with E A^alpha = 1, that is E ln A = -alpha sigma^2 / 2.
   */
  public static Process kesten(double alpha, double sigma) {
    double drift = -alpha * sigma * sigma / 2;
    return recursion(
        format("Kesten %.3g (lognormal, sigma %.3g)", alpha, sigma),
        alpha,
        random -> {
          var gaussian = ZigguratSampler.NormalizedGaussian.of(random);
          double[] x = {0};
          return () ->
              x[0] = Math.exp(drift + sigma * gaussian.sample()) * x[0] + gaussian.sample();
        });
  }

  /**
   * SGD on a synthetic problem at the parameters of its table, seen along the top eigenvector from
   * the ridge minimiser: the observable {@code projection}.
   *
   * @param problem a name of {@link SyntheticProblems#names()}
   * @param index its tabulated index
   */
  public static Process sgdProjection(String problem, double index) {
    DataSet data = SyntheticProblems.named(problem).orElseThrow();
    var parameters = data.defaults().orElseThrow();
    var regression = new RidgeRegression(data, parameters.ridge());
    double[] direction = regression.topDirection();
    double[] centre = regression.minimiser();
    double offset = dot(direction, centre);
    return new Process(
        "SGD " + problem,
        OptionalDouble.of(index),
        seed -> {
          var sgd =
              new RidgeSgd(
                  regression,
                  parameters.batchSize(),
                  LearningRateSchedule.constant(parameters.learningRate()),
                  seed,
                  RidgeSgd.Start.MINIMISER);
          double[] x = sgd.parameters();
          for (int i = 0; i < WARM_UP; i++) {
            sgd.step();
          }
          return () -> {
            sgd.step();
            return dot(direction, x) - offset;
          };
        });
  }

  private interface Start {
    Process.Path from(UniformRandomProvider random);
  }

  private static Process independent(String name, OptionalDouble index, Start start) {
    return new Process(name, index, seed -> start.from(random(seed)));
  }

  private static Process recursion(String name, double index, Start start) {
    return new Process(
        name,
        OptionalDouble.of(index),
        seed -> {
          Process.Path path = start.from(random(seed));
          for (int i = 0; i < WARM_UP; i++) {
            path.next();
          }
          return path;
        });
  }

  private static UniformRandomProvider random(long seed) {
    return RandomSource.XO_SHI_RO_256_PP.create(seed);
  }

  private static ContinuousSampler studentT(UniformRandomProvider random, double nu) {
    var gaussian = ZigguratSampler.NormalizedGaussian.of(random);
    var gamma = AhrensDieterMarsagliaTsangGammaSampler.of(random, nu / 2, 2 / nu);
    return () -> gaussian.sample() / Math.sqrt(gamma.sample());
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
