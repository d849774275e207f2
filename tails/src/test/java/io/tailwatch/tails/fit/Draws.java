// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

import org.apache.commons.rng.simple.RandomSource;

/** Seeded samples of laws. */
final class Draws {
  private Draws() {}

  static double[] of(Law law, int n, long seed) {
    return law.sampler(RandomSource.XO_RO_SHI_RO_128_PP.create(seed)).samples(n).toArray();
  }

  /** X' = phi X + noise, after 1,000 steps of warm-up. */
  static double[] autoregression(double phi, Law noise, int n, long seed) {
    double[] draws = of(noise, n + 1000, seed);
    double[] sample = new double[n];
    double x = 0;
    for (int i = 0; i < draws.length; i++) {
      x = phi * x + draws[i];
      if (i >= 1000) {
        sample[i - 1000] = x;
      }
    }
    return sample;
  }
}
