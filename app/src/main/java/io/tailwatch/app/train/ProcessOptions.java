// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.train;

import io.tailwatch.app.cli.CommandFailure;
import io.tailwatch.producer.training.HsgdSde;
import io.tailwatch.producer.training.OrnsteinUhlenbeck;
import io.tailwatch.producer.training.OrnsteinUhlenbeck.Noise;
import picocli.CommandLine.Option;

/** The processes that are simulated in place of a training. */
final class ProcessOptions {
  @Option(
      names = "--spacing",
      paramLabel = "T",
      defaultValue = "0.5",
      description = "Relaxation times from one published step to the next.")
  private double spacing;

  @Option(
      names = "--dimension",
      paramLabel = "D",
      defaultValue = "1",
      description = "Independent coordinates of ou and stable-ou.")
  private int dimension;

  @Option(
      names = "--theta",
      paramLabel = "R",
      defaultValue = "1",
      description = "Rate of relaxation of ou and stable-ou.")
  private double theta;

  @Option(
      names = "--sigma",
      paramLabel = "S",
      defaultValue = "1",
      description = "Factor of the noise of ou and stable-ou.")
  private double sigma;

  @Option(
      names = "--alpha",
      paramLabel = "A",
      defaultValue = "1.5",
      description = "Index of the stable noise of stable-ou, in [0.5, 2).")
  private double alpha;

  @Option(
      names = "--beta",
      paramLabel = "B",
      defaultValue = "0",
      description = "Skewness of the stable noise of stable-ou, in [-1, 1].")
  private double beta;

  HsgdSde.Options hsgd() {
    try {
      return HsgdSde.Options.defaults().withSpacing(spacing);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(e.getMessage());
    }
  }

  OrnsteinUhlenbeck.Options ornsteinUhlenbeck(Model model) {
    try {
      Noise noise = model == Model.STABLE_OU ? new Noise.Stable(alpha, beta) : new Noise.Brownian();
      return new OrnsteinUhlenbeck.Options(dimension, theta, sigma, noise, spacing);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(e.getMessage());
    }
  }

  /** For people. */
  String describe(Model model) {
    return model == Model.STABLE_OU
        ? "Ornstein-Uhlenbeck process, stable noise with alpha " + alpha
        : "Ornstein-Uhlenbeck process, Gaussian noise";
  }
}
