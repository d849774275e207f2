// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.training;

import io.tailwatch.events.v1.Direction;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.Optimizer;
import io.tailwatch.events.v1.OptimizerKind;
import io.tailwatch.events.v1.SeriesDescriptor;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.apache.commons.rng.sampling.distribution.StableSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/**
 * An Ornstein-Uhlenbeck process in place of a training: independent coordinates
 *
 * <pre>dX = -theta X dt + sigma dL</pre>
 *
 * with L a Brownian or an alpha-stable motion, started from its stationary law. Its tails are known
 * without any theory of training: those of a Gaussian, or of a power law with index alpha.
 *
 * <p>There is no error of discretisation. Over a time h, with alpha = 2 for Brownian motion,
 *
 * <pre>X' = exp(-theta h) X + sigma ((1 - exp(-alpha theta h)) / (alpha theta))^(1/alpha) Z</pre>
 *
 * in law, Z being standard normal, or standard stable with location 0 in Nolan's S1: {@code E
 * exp(itZ) = exp(-|t|^alpha (1 - i beta sign(t) tan(pi alpha/2)))}. The stationary law is that of
 * {@code sigma (alpha theta)^(-1/alpha) Z} (Samorodnitsky and Taqqu, 1994, Stable Non-Gaussian
 * Random Processes, 3.6). Symmetric coordinates have median 0; skewed ones with alpha above 1 have
 * mean 0.
 *
 * <p>There is no learning rate: it is 0, which is "not stated" wherever it is published. The
 * descriptor says where the centre is (0) and a direction (the first axis), and states no theory of
 * SGD. The loss is {@code theta |x|^2 / 2}, whose gradient flow the drift is.
 *
 * <p>The same options and seed give the same values. A step costs one draw for each coordinate and
 * allocates nothing. Not thread-safe, as {@link Trainer} says.
 */
public final class OrnsteinUhlenbeck implements Trainer {

  /** What drives the process. */
  public sealed interface Noise {
    /** Standard Brownian motion: variance 1 in a unit of time. */
    record Brownian() implements Noise {}

    /**
     * Alpha-stable motion of scale 1 in a unit of time.
     *
     * @param alpha in [0.5, 2): with less, extremes would soon leave the range of 32-bit floats;
     *     the tail index of the process
     * @param beta skewness in [-1, 1]; 0 at alpha = 1, where skewed laws are not strictly stable
     */
    record Stable(double alpha, double beta) implements Noise {
      /** Checks the ranges. */
      public Stable {
        if (!(alpha >= LEAST_ALPHA && alpha < 2)) {
          throw new IllegalArgumentException("alpha must be in [0.5, 2): was " + alpha);
        }
        if (!(beta >= -1 && beta <= 1)) {
          throw new IllegalArgumentException("beta must be in [-1, 1]: was " + beta);
        }
        if (alpha == 1 && beta != 0) {
          throw new IllegalArgumentException("beta must be 0 at alpha = 1: was " + beta);
        }
      }
    }
  }

  /**
   * Which process.
   *
   * @param dimension number of coordinates, at least 1
   * @param theta rate of relaxation, positive
   * @param sigma factor of the noise, positive
   * @param noise what drives it
   * @param spacing relaxation times 1/theta from one published step to the next, in [1e-6, 1e3]: h
   *     = spacing / theta, and exp(-spacing) is the autocorrelation of consecutive steps
   */
  public record Options(int dimension, double theta, double sigma, Noise noise, double spacing) {
    /** Checks the ranges. */
    public Options {
      if (dimension < 1) {
        throw new IllegalArgumentException("dimension must be >= 1: was " + dimension);
      }
      requirePositive("theta", theta);
      requirePositive("sigma", sigma);
      if (!(spacing >= 1e-6 && spacing <= 1e3)) {
        throw new IllegalArgumentException("spacing must be in [1e-6, 1e3]: was " + spacing);
      }
    }

    private static void requirePositive(String name, double value) {
      if (!(value > 0) || !Double.isFinite(value)) {
        throw new IllegalArgumentException(name + " must be finite and > 0: was " + value);
      }
    }

    /**
     * One coordinate, theta and sigma 1, Brownian motion, half a relaxation time from step to step.
     */
    public static Options brownian() {
      return new Options(1, 1, 1, new Noise.Brownian(), 0.5);
    }

    /** The same with symmetric alpha-stable motion. */
    public static Options stable(double alpha) {
      return brownian().withNoise(new Noise.Stable(alpha, 0));
    }

    /** The same with another number of coordinates. */
    public Options withDimension(int number) {
      return new Options(number, theta, sigma, noise, spacing);
    }

    /** The same with another rate of relaxation. */
    public Options withTheta(double rate) {
      return new Options(dimension, rate, sigma, noise, spacing);
    }

    /** The same with another factor of the noise. */
    public Options withSigma(double factor) {
      return new Options(dimension, theta, factor, noise, spacing);
    }

    /** The same with another noise. */
    public Options withNoise(Noise other) {
      return new Options(dimension, theta, sigma, other, spacing);
    }

    /** The same with another spacing. */
    public Options withSpacing(double relaxations) {
      return new Options(dimension, theta, sigma, noise, relaxations);
    }

    /** alpha, 2 for Brownian motion. */
    public double alpha() {
      return noise instanceof Noise.Stable stable ? stable.alpha() : 2;
    }

    /** Of the stationary law: the scale of Z, its standard deviation for Brownian motion. */
    public double stationaryScale() {
      return scale(1);
    }

    /** Of what is added from one published step to the next. */
    public double innovationScale() {
      return scale(-Math.expm1(-alpha() * spacing));
    }

    private double scale(double share) {
      return sigma * Math.pow(share / (alpha() * theta), 1 / alpha());
    }
  }

  private static final double LEAST_ALPHA = 0.5;

  private final Options options;
  private final ContinuousSampler noise;
  private final double decay;
  private final double scale;
  private final double[] x;
  private double loss;

  /**
   * Prepares a process, at a draw from its stationary law.
   *
   * @param options which process
   * @param seed of its noise; processes of different seeds are independent
   */
  public OrnsteinUhlenbeck(Options options, long seed) {
    this.options = options;
    this.noise = sampler(options.noise(), RandomSource.XO_SHI_RO_256_PP.create(seed));
    this.decay = Math.exp(-options.spacing());
    this.scale = options.innovationScale();
    this.x = new double[options.dimension()];
    for (int i = 0; i < x.length; i++) {
      x[i] = options.stationaryScale() * noise.sample();
    }
  }

  private static ContinuousSampler sampler(Noise noise, UniformRandomProvider random) {
    if (noise instanceof Noise.Stable stable) {
      // Commons RNG has S0. Without skewness the two are the same.
      double location =
          stable.beta() == 0 ? 0 : stable.beta() * Math.tan(Math.PI / 2 * stable.alpha());
      return StableSampler.of(random, stable.alpha(), stable.beta(), 1, location);
    }
    return ZigguratSampler.NormalizedGaussian.of(random);
  }

  @Override
  public void step() {
    double squares = 0;
    for (int i = 0; i < x.length; i++) {
      squares += x[i] * x[i];
      x[i] = decay * x[i] + scale * noise.sample();
    }
    loss = options.theta() / 2 * squares;
  }

  @Override
  public int dimension() {
    return x.length;
  }

  @Override
  public double[] parameters() {
    return x;
  }

  /** 0: there is none. */
  @Override
  public double learningRate() {
    return 0;
  }

  @Override
  public double batchLoss() {
    return loss;
  }

  @Override
  public List<Double> learningRates() {
    return List.of(0.0);
  }

  @Override
  public SeriesDescriptor descriptor(double learningRate) {
    SeriesDescriptor.Builder descriptor =
        SeriesDescriptor.newBuilder()
            .addObservables(Observable.OBSERVABLE_PROJECTION)
            .setWindow(RelaxationPanes.window(options.spacing()))
            .setOptimizer(Optimizer.newBuilder().setKind(OptimizerKind.OPTIMIZER_KIND_OTHER));
    if (x.length > 1) {
      // In one dimension it is the size of the projection.
      descriptor.addObservables(Observable.OBSERVABLE_NORM);
    }
    Direction.Builder first = Direction.newBuilder();
    for (int i = 0; i < x.length; i++) {
      descriptor.addCentre(0);
      first.addComponents(i == 0 ? 1 : 0);
    }
    return descriptor.addDirections(first).build();
  }
}
