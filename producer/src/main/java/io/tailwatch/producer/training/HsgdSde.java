// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.training;

import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.producer.data.BadDataException;
import java.util.List;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Homogenized SGD itself in place of a training: the diffusion
 *
 * <pre>dX = -gamma grad f(X) dt + gamma sqrt((2/B) L(X) H) dW</pre>
 *
 * of a ridge regression, {@code f(x) = L(x) + (delta/2) |x|^2}, {@code L(x) = |Ax - b|^2 / (2n)}
 * (Paquette, Paquette, Adlam and Pennington, 2022; Jiao and Keller-Ressel, 2024), started at the
 * minimiser. One unit of its time is one step of SGD. Its tail index is the hSGD index, whose
 * bounds follow from what the descriptor states: the same as that of {@link RidgeSgd}. It has no
 * Kesten index, which is one of SGD.
 *
 * <p>It moves in the eigenbasis of H, where drift and noise have one entry for each direction: with
 * Y the coordinates of X - x_delta, {@code a_i = gamma (lambda_i + delta)} and s those of the least
 * squares solution,
 *
 * <pre>dY_i = -a_i Y_i dt + gamma sqrt((lambda_i/B) (2 L_min + sum_j lambda_j (Y_j - s_j)^2)) dW_i
 * </pre>
 *
 * by the scheme of Euler and Maruyama. Published steps are {@code spacing} relaxation times 1/a_1
 * apart, whatever the learning rate, each of as many Euler steps as {@code eulerStep} asks for: at
 * most that share of 1/a_1 and of 1/(gamma^2/B lambda_1 tr H). The first bounds what the drift
 * takes of Y in a step. The second bounds the variance of what the noise adds, relative to |Y|^2,
 * and is the smaller where tails are heaviest. Neither bound depends on Y: far out drift and noise
 * are both proportional to |Y|, so that errors stay in proportion, and a step that shrinks there
 * would gain nothing. For d = 1 the index of the scheme exceeds the one of hSGD by {@code a_1 h
 * (eta - 3) / 2} at first order of the step h: 0.5 % or less for eta up to 6 and the default step.
 *
 * <p>The same problem, settings and seed give the same values. A published step costs one normal
 * draw and a few flops for each direction and Euler step (25 by default), and 2 d^2 flops for the
 * way back to X; it allocates nothing. A learning rate without a stationary law lets the iterates
 * overflow, which is not an error here. Not thread-safe, as {@link Trainer} says.
 */
public final class HsgdSde implements Trainer {

  /**
   * How finely time is cut.
   *
   * @param spacing relaxation times 1/a_1 from one published step to the next, in [1e-3, 1e3]
   * @param eulerStep longest Euler step, in the same unit and in [1e-4, 0.5]
   */
  public record Options(double spacing, double eulerStep) {
    /** Checks the ranges. */
    public Options {
      if (!(spacing >= 1e-3 && spacing <= 1e3)) {
        throw new IllegalArgumentException("spacing must be in [1e-3, 1e3]: was " + spacing);
      }
      if (!(eulerStep >= 1e-4 && eulerStep <= 0.5)) {
        throw new IllegalArgumentException("eulerStep must be in [1e-4, 0.5]: was " + eulerStep);
      }
    }

    /** Published every half relaxation time, Euler steps of a fiftieth. */
    public static Options defaults() {
      return new Options(0.5, 0.02);
    }

    /** The same with another spacing. */
    public Options withSpacing(double relaxations) {
      return new Options(relaxations, eulerStep);
    }

    /** The same with another Euler step. */
    public Options withEulerStep(double relaxations) {
      return new Options(spacing, relaxations);
    }
  }

  private final RidgeRegression problem;
  private final int batchSize;
  private final LearningRateSchedule schedule;
  private final Options options;
  private final ContinuousSampler normal;
  private final double[] eigenvalues;
  private final double[] basis;
  private final double[] minimiser;
  private final double[] shift;
  private final double leastTwiceLoss;
  private final double[] x;
  private final double[] y;
  private final double[] drift;
  private final double[] noise;
  private double learningRate;
  private int eulerSteps;
  private double batchLoss;
  private long steps;

  /**
   * Prepares a diffusion.
   *
   * @param problem what SGD would solve
   * @param batchSize B &ge; 1
   * @param schedule the learning rate of each published step
   * @param options how finely time is cut
   * @param seed of the noise; diffusions of different seeds are independent
   * @throws BadDataException if the rows are fitted exactly, up to rounding: then there is no noise
   */
  public HsgdSde(
      RidgeRegression problem,
      int batchSize,
      LearningRateSchedule schedule,
      Options options,
      long seed) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize must be >= 1: was " + batchSize);
    }
    this.problem = problem;
    this.batchSize = batchSize;
    this.schedule = schedule;
    this.options = options;
    this.normal = ZigguratSampler.NormalizedGaussian.of(RandomSource.XO_SHI_RO_256_PP.create(seed));
    this.eigenvalues = problem.eigenvalues();
    this.minimiser = problem.minimiser();
    int d = eigenvalues.length;
    this.basis = new double[d * d];
    this.shift = new double[d];
    for (int k = 0; k < d; k++) {
      double[] direction = problem.direction(k);
      System.arraycopy(direction, 0, basis, k * d, d);
      double component = 0;
      for (int j = 0; j < d; j++) {
        component += direction[j] * minimiser[j];
      }
      // x_LS - x_delta; a direction without curvature has neither noise nor a say in the loss.
      boolean curved = eigenvalues[k] > RidgeRegression.RELATIVE_ZERO * eigenvalues[0];
      shift[k] = curved ? problem.ridge() * component / eigenvalues[k] : 0;
    }
    this.leastTwiceLoss = 2 * problem.minimumLoss();
    this.x = problem.minimiser();
    this.y = new double[d];
    this.drift = new double[d];
    this.noise = new double[d];
    double targetSquares = 0;
    for (double target : problem.data().targets()) {
      targetSquares += target * target / problem.data().size();
    }
    if (!(twiceLoss() > RidgeRegression.RELATIVE_ZERO * targetSquares)) {
      throw new BadDataException(
          problem.data().name() + ": the rows are fitted exactly, so that hSGD has no noise");
    }
    cutTime(schedule.at(0));
  }

  /** Euler steps of a published step, and what they take and add, at a learning rate. */
  private void cutTime(double rate) {
    double ridge = problem.ridge();
    double fastest = rate * (eigenvalues[0] + ridge);
    double trace = 0;
    for (double eigenvalue : eigenvalues) {
      trace += eigenvalue;
    }
    double growth = rate * rate / batchSize * eigenvalues[0] * trace;
    double time = stepTime(rate);
    double longest = options.eulerStep() / Math.max(fastest, growth);
    // What is a whole number but for rounding is not rounded up.
    eulerSteps = (int) Math.min(Integer.MAX_VALUE, Math.ceil(time / longest * (1 - 1e-12)));
    double h = time / eulerSteps;
    for (int i = 0; i < y.length; i++) {
      drift[i] = rate * (eigenvalues[i] + ridge) * h;
      noise[i] = rate * Math.sqrt(eigenvalues[i] / batchSize * h);
    }
    learningRate = rate;
  }

  @Override
  public void step() {
    double rate = schedule.at(steps);
    if (rate != learningRate) {
      cutTime(rate);
    }
    batchLoss = twiceLoss() / 2;
    for (int k = 0; k < eulerSteps; k++) {
      double size = Math.sqrt(twiceLoss());
      for (int i = 0; i < y.length; i++) {
        y[i] += noise[i] * size * normal.sample() - drift[i] * y[i];
      }
    }
    toParameters();
    steps++;
  }

  private double twiceLoss() {
    double sum = leastTwiceLoss;
    for (int j = 0; j < y.length; j++) {
      double distance = y[j] - shift[j];
      sum += eigenvalues[j] * distance * distance;
    }
    return sum;
  }

  private void toParameters() {
    int d = x.length;
    System.arraycopy(minimiser, 0, x, 0, d);
    for (int k = 0; k < d; k++) {
      int row = k * d;
      for (int j = 0; j < d; j++) {
        x[j] += basis[row + j] * y[k];
      }
    }
  }

  /** Time from one published step to the next at a learning rate, in steps of SGD. */
  public double stepTime(double rate) {
    return options.spacing() / (rate * (eigenvalues[0] + problem.ridge()));
  }

  /** Euler steps of a published step at the learning rate in force. */
  public int eulerSteps() {
    return eulerSteps;
  }

  /** Published steps done so far. */
  public long steps() {
    return steps;
  }

  /** B. */
  public int batchSize() {
    return batchSize;
  }

  @Override
  public int dimension() {
    return x.length;
  }

  @Override
  public double[] parameters() {
    return x;
  }

  @Override
  public double learningRate() {
    return learningRate;
  }

  /** L at the parameters before the last step. */
  @Override
  public double batchLoss() {
    return batchLoss;
  }

  @Override
  public List<Double> learningRates() {
    return schedule.rates();
  }

  /** That of SGD on the problem, with panes as long as the spacing asks for. */
  @Override
  public SeriesDescriptor descriptor(double rate) {
    var window = RelaxationPanes.window(options.spacing());
    return problem.descriptor(rate, batchSize, window.getPaneSteps());
  }
}
