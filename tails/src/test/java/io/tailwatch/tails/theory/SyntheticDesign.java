// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Reproducible Gaussian-like rows without a random generator: {@code u_ij = frac(i sqrt(p_j))} for
 * the j-th prime, {@code z = Phi^-1(u)}, {@code a_ij = sqrt(design_j) z_ij}, for i = 1..1000.
 */
final class SyntheticDesign {
  private static final int ROWS = 1000;

  private SyntheticDesign() {}

  static double[][] rows(double[] designSpectrum) {
    NormalDistribution normal = new NormalDistribution(null, 0, 1);
    double[][] rows = new double[ROWS][designSpectrum.length];
    int prime = 1;
    for (int j = 0; j < designSpectrum.length; j++) {
      prime = nextPrime(prime);
      double root = StrictMath.sqrt(prime);
      double scale = StrictMath.sqrt(designSpectrum[j]);
      for (int i = 0; i < ROWS; i++) {
        double turns = (i + 1) * root;
        rows[i][j] = scale * normal.inverseCumulativeProbability(turns - StrictMath.floor(turns));
      }
    }
    return rows;
  }

  /** Of {@code A^T A / n}. */
  static double[] eigenvalues(double[] designSpectrum) {
    return SpectralData.of(rows(designSpectrum)).eigenvalues();
  }

  private static int nextPrime(int after) {
    int candidate = after + 1;
    while (!isPrime(candidate)) {
      candidate++;
    }
    return candidate;
  }

  private static boolean isPrime(int number) {
    for (int factor = 2; factor * factor <= number; factor++) {
      if (number % factor == 0) {
        return false;
      }
    }
    return true;
  }
}
