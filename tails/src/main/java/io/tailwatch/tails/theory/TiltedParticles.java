// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.apache.commons.math3.util.FastMath;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;
import org.apache.commons.rng.sampling.distribution.SharedStateContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Algorithm B: the growth rate of {@code E |Y|^p} under hSGD from a population of directions that
 * follow the diffusion tilted by {@code V = Q^{p/2}}, weighted by {@code exp(int p F dt)} and
 * resampled systematically when the effective sample size falls below half. F is nearly constant
 * for good weights of V, and so are the particle weights.
 *
 * <p>A step runs on the clock {@code d sigma = S dt}, on which the noise is additive:
 *
 * <pre>
 * dz_i = (-a_i / S + c p beta_i / Q) z_i d sigma + sqrt(c beta_i) dW_i    d log weight = p F / S d sigma
 * </pre>
 *
 * by Heun's method (weak order 2 for additive noise), over a length proportional to S at its start,
 * with |z| = 1 there again. Changing the clock changes g, but neither its sign nor its root. A
 * block of m equal eigenvalues needs its length only: one normal number along it, and one
 * chi-squared number with m - 1 degrees of freedom across. Single-threaded; allocates nothing per
 * step.
 */
final class TiltedParticles {
  private final TiltedProblem problem;
  private final int blocks;
  private final int particles;
  private final int warmUp;
  private final int steps;
  private final double timeStep;
  private final BooleanSupplier cancelled;

  private double[] state;
  private double[] resampled;
  private final double[] along;
  private final double[] across;
  private final double[] rate;
  private final double[] logWeight;
  private final double[] weight;

  /**
   * Prepares a population.
   *
   * @param particles how many
   * @param timeStep in units of {@code 1 / (a_1 + c)}, which resolves both decay and noise of the
   *     first block; the other two likewise
   */
  TiltedParticles(
      TiltedProblem problem,
      int particles,
      double timeStep,
      double warmUp,
      double horizon,
      BooleanSupplier cancelled) {
    this.problem = problem;
    this.blocks = problem.blocks();
    this.particles = particles;
    this.timeStep = timeStep / (problem.decay[0] + problem.noise);
    this.warmUp = (int) Math.ceil(warmUp / timeStep);
    this.steps = (int) Math.ceil(horizon / timeStep);
    this.cancelled = cancelled;
    state = new double[Math.multiplyExact(particles, blocks)];
    resampled = new double[state.length];
    along = new double[blocks];
    across = new double[blocks];
    rate = new double[blocks];
    logWeight = new double[particles];
    weight = new double[particles];
  }

  /** Growth per unit of time of the problem, on the changed clock. */
  double growthRate(double p, long seed) {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
    ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(random);
    SharedStateContinuousSampler[] squares = new SharedStateContinuousSampler[blocks];
    for (int k = 0; k < blocks; k++) {
      double freedom = problem.multiplicity[k] - 1;
      squares[k] =
          freedom < 2 ? null : AhrensDieterMarsagliaTsangGammaSampler.of(random, freedom / 2, 2.0);
    }
    start();
    double accumulated = 0;
    for (int step = -warmUp; step < steps; step++) {
      if (cancelled.getAsBoolean()) {
        throw new CancellationException("hSGD index cancelled");
      }
      if (step == 0) {
        accumulated = -logMeanWeight();
      }
      for (int i = 0; i < particles; i++) {
        logWeight[i] += advance(i * blocks, p, normal, squares);
      }
      accumulated += resampleIfUneven(random);
    }
    return (accumulated + logMeanWeight()) / (steps * timeStep);
  }

  /**
   * All at the direction whose shares are those of the noise. Where small eigenvalues hold a
   * direction for long, equal shares would leave too many particles there.
   */
  private void start() {
    Arrays.fill(logWeight, 0);
    for (int k = 0; k < blocks; k++) {
      double share = problem.multiplicity[k] * problem.beta[k] / problem.totalBeta;
      for (int i = 0; i < particles; i++) {
        state[i * blocks + k] = Math.sqrt(share);
      }
    }
  }

  /** Moves one particle and returns the gain of its log weight. */
  private double advance(
      int at,
      double p,
      ZigguratSampler.NormalizedGaussian normal,
      SharedStateContinuousSampler[] squares) {
    double c = problem.noise;
    double s = 0;
    double decay = 0;
    double beta = 0;
    for (int k = 0; k < blocks; k++) {
      double square = state[at + k] * state[at + k];
      s += problem.alpha[k] * square;
      decay += problem.decay[k] * square;
      beta += problem.beta[k] * square;
    }
    double h = timeStep * s;
    double gain = -decay / s + c / 2 * (problem.totalBeta + (p - 2) * beta);
    double q = 0;
    double s2 = 0;
    double decay2 = 0;
    double beta2 = 0;
    for (int k = 0; k < blocks; k++) {
      double mu = c * p * problem.beta[k] - problem.decay[k] / s;
      double u = state[at + k];
      double sigma2 = h * c * problem.beta[k];
      double z = Math.sqrt(sigma2) * normal.sample();
      double freedom = problem.multiplicity[k] - 1;
      double perp = 0;
      if (freedom == 1) {
        double other = normal.sample();
        perp = sigma2 * other * other;
      } else if (freedom > 1) {
        perp = sigma2 * squares[k].sample();
      }
      // Half of the move that both stages share, and the predictor.
      rate[k] = u + 0.5 * h * mu * u + z;
      along[k] = u + h * mu * u + z;
      across[k] = perp;
      double square = along[k] * along[k] + perp;
      q += square;
      s2 += problem.alpha[k] * square;
      decay2 += problem.decay[k] * square;
      beta2 += problem.beta[k] * square;
    }
    gain += -decay2 / (q * s2);
    gain += c / 2 * (problem.totalBeta + (p - 2) * beta2 / q) / q;
    double total = 0;
    for (int k = 0; k < blocks; k++) {
      double mu = c * p * problem.beta[k] / q - problem.decay[k] / s2;
      double parallel = rate[k] + 0.5 * h * mu * along[k];
      double factor = 1 + 0.5 * h * mu;
      double square = parallel * parallel + factor * factor * across[k];
      state[at + k] = square;
      total += square;
    }
    double scale = 1 / total;
    for (int k = at; k < at + blocks; k++) {
      state[k] = Math.sqrt(state[k] * scale);
    }
    return 0.5 * h * p * gain;
  }

  private double logMeanWeight() {
    double largest = Double.NEGATIVE_INFINITY;
    for (double value : logWeight) {
      largest = Math.max(largest, value);
    }
    double sum = 0;
    for (double value : logWeight) {
      sum += FastMath.exp(value - largest);
    }
    return largest + FastMath.log(sum / particles);
  }

  /** The log mean weight taken out by resampling, 0 if there was no need. */
  private double resampleIfUneven(UniformRandomProvider random) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double value : logWeight) {
      largest = Math.max(largest, value);
    }
    double sum = 0;
    double squared = 0;
    for (int i = 0; i < particles; i++) {
      weight[i] = FastMath.exp(logWeight[i] - largest);
      sum += weight[i];
      squared += weight[i] * weight[i];
    }
    if (sum * sum >= 0.5 * particles * squared) {
      return 0;
    }
    double offset = random.nextDouble();
    double passed = weight[0];
    int chosen = 0;
    for (int i = 0; i < particles; i++) {
      double position = (i + offset) / particles * sum;
      while (chosen < particles - 1 && passed <= position) {
        chosen++;
        passed += weight[chosen];
      }
      System.arraycopy(state, chosen * blocks, resampled, i * blocks, blocks);
    }
    double[] swapped = state;
    state = resampled;
    resampled = swapped;
    Arrays.fill(logWeight, 0);
    return largest + FastMath.log(sum / particles);
  }
}
