// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.pipeline;

import io.tailwatch.tails.fit.StableLaw;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;

/** What the Hill reading of a symmetric stable law converges to at a fixed tail fraction. */
final class StableReading {
  private static final int NODES = 16;

  /** By here the tail is a power law to rounding. */
  private static final double FAR = 30;

  private StableReading() {}

  /** {@code 1 / H_f = (1/f) int_0^inf P(|X| > u e^z) dz}, {@code P(|X| > u) = f}, by quadrature. */
  static double of(double alpha, double tailFraction) {
    var law = new StableLaw(alpha, 0, 1, 0);
    double u = law.quantile(1 - tailFraction / 2);
    GaussIntegratorFactory rules = new GaussIntegratorFactory();
    double integral = 0;
    double end = FAR / alpha;
    for (double from = 0; from < end; from++) {
      GaussIntegrator panel = rules.legendre(NODES, from, from + 1);
      integral += panel.integrate(z -> 2 * law.survival(u * Math.exp(z)));
      if (from + 1 >= end) {
        integral += 2 * law.survival(u * Math.exp(from + 1)) / alpha;
      }
    }
    return tailFraction / integral;
  }
}
