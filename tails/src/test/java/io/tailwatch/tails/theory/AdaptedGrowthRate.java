// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;

/**
 * An independent estimate of {@code log k(alpha)} for a batch of one: every particle weighs all n
 * rows by the length they would give it to the power alpha, so that no proposal can miss a row.
 * O(n) times dearer than the particle cloud, hence a reference.
 */
final class AdaptedGrowthRate {
  private AdaptedGrowthRate() {}

  static double logMoment(
      double[][] rows,
      double learningRate,
      double ridge,
      double alpha,
      int particles,
      int steps,
      long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int n = rows.length;
    double[] longest =
        Arrays.stream(rows).max(Comparator.comparingDouble(row -> dot(row, row))).orElseThrow();
    double[][] from = new double[particles][];
    for (int i = 0; i < particles; i++) {
      from[i] = normalised(longest.clone());
    }
    double keep = 1 - learningRate * ridge;
    double[][] cumulative = new double[particles][n];
    double[] totals = new double[particles];
    int warmUp = steps / 4;
    double sum = 0;
    for (int step = 0; step < steps; step++) {
      double total = 0;
      for (int i = 0; i < particles; i++) {
        double running = 0;
        for (int r = 0; r < n; r++) {
          double dot = dot(rows[r], from[i]);
          double length = dot(rows[r], rows[r]);
          double square =
              keep * keep
                  - 2 * keep * learningRate * dot * dot
                  + learningRate * learningRate * dot * dot * length;
          running += StrictMath.pow(Math.max(0, square), alpha / 2) / n;
          cumulative[i][r] = running;
        }
        totals[i] = running;
        total += running;
      }
      if (step >= warmUp) {
        sum += StrictMath.log(total / particles);
      }
      double[][] to = new double[particles][];
      double offset = random.nextDouble();
      double passed = totals[0];
      int parent = 0;
      for (int i = 0; i < particles; i++) {
        while (parent < particles - 1 && passed <= (i + offset) / particles * total) {
          parent++;
          passed += totals[parent];
        }
        double target = random.nextDouble() * totals[parent];
        int row = 0;
        while (row < n - 1 && cumulative[parent][row] <= target) {
          row++;
        }
        double[] moved = from[parent].clone();
        double dot = dot(rows[row], moved);
        for (int j = 0; j < moved.length; j++) {
          moved[j] = keep * moved[j] - learningRate * dot * rows[row][j];
        }
        to[i] = normalised(moved);
      }
      from = to;
    }
    return sum / (steps - warmUp);
  }

  private static double[] normalised(double[] vector) {
    double length = StrictMath.sqrt(dot(vector, vector));
    for (int j = 0; j < vector.length; j++) {
      vector[j] /= length;
    }
    return vector;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }
}
