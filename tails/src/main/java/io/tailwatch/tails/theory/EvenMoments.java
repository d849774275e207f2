// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealVector;

/**
 * Bounds for the tail index of homogenized SGD from its even moments, independent of every weight
 * and of every random number. The monomials of degree m in the squared block norms X_k (m_k equal
 * eigenvalues lambda_k) obey the linear system
 *
 * <pre>
 * d/dt E X^n = -2 (n . a) E X^n + c sum_{k,j} lambda_k lambda_j n_k (m_k + 2 (n_k - 1)) E X^{n - e_k + e_j}
 * </pre>
 *
 * whose matrix has no negative entry off the diagonal; its largest eigenvalue is {@code g(2m)}
 * (found by Noda's iteration, Numer. Math. 17, 1971, which encloses it by the Collatz-Wielandt
 * quotients). g is convex: if {@code g(2m) &lt; 0 &lt; g(2m + 2)}, the chord between has its root
 * at or below the index, and the chords from {@code (2m - 2, 2m)} and {@code (2m + 2, 2m + 4)},
 * extended, have theirs at or above it. For a check of other methods, and for few distinct
 * eigenvalues and small indexes: the size of a system is {@code C(G + m - 1, m)} for G distinct
 * eigenvalues. Cost: the cube of the size. Immutable and thread-safe.
 *
 * @param lower at most the index; 0 if the second moment grows
 * @param upper at least the index, positive also where there is no stationary law; at most order +
 *     2
 * @param order 2m, the largest even order whose moment decays, 0 if none
 */
public record EvenMoments(double lower, double upper, int order) {
  private static final int LARGEST_SYSTEM = 300;
  private static final int ITERATIONS = 100;
  private static final double ACCURACY = 1e-14;

  /**
   * Bounds the index.
   *
   * @param model a valid model
   * @return empty when a system would have more than 300 unknowns, or numbers overflow
   */
  public static Optional<EvenMoments> of(HsgdModel model) {
    // Orders below a lower bound need no look.
    double known = HsgdFormulas.norm(model, model.eigenvalues());
    int first = (int) Math.max(1, Math.min(LARGEST_SYSTEM, known / 2));
    int m = first;
    while (fits(model, m) && growthRate(model, m) < 0) {
      m++;
    }
    if (!fits(model, m) || Double.isNaN(growthRate(model, m))) {
      return Optional.empty();
    }
    double before = m == 1 ? 0 : growthRate(model, m - 1);
    double here = growthRate(model, m);
    double lower = m == 1 ? 0 : crossing(m - 1, before, here);
    double upper = 2.0 * m;
    if (m >= 3) {
      upper = Math.min(upper, crossing(m - 2, growthRate(model, m - 2), before));
    }
    if (fits(model, m + 1)) {
      upper = Math.min(upper, crossing(m, here, growthRate(model, m + 1)));
    }
    return Optional.of(new EvenMoments(lower, Math.max(0, upper), 2 * (m - 1)));
  }

  /** Of the line through g(2m) and g(2m + 2) with 0; infinite if it does not rise. */
  private static double crossing(int m, double rate, double next) {
    return next > rate ? 2 * (m - rate / (next - rate)) : Double.POSITIVE_INFINITY;
  }

  private static boolean fits(HsgdModel model, int m) {
    int blocks = Spectrum.of(model.eigenvalues()).values.length;
    double size = 1;
    for (int i = 1; i <= m; i++) {
      size = size * (blocks - 1 + i) / i;
    }
    return size <= LARGEST_SYSTEM;
  }

  /** g(2m) per SGD step, to rounding; NaN if numbers overflow. */
  static double growthRate(HsgdModel model, int m) {
    Spectrum spectrum = Spectrum.of(model.eigenvalues());
    double[] ones = new double[spectrum.values.length];
    Arrays.fill(ones, 1);
    TiltedProblem problem = new TiltedProblem(spectrum, model, ones);
    return problem.unit * largestEigenvalue(matrix(problem, m));
  }

  private static double[][] matrix(TiltedProblem problem, int m) {
    List<int[]> monomials = new ArrayList<>();
    monomials(new int[problem.blocks()], 0, m, monomials);
    Map<List<Integer>, Integer> places = new HashMap<>();
    for (int[] monomial : monomials) {
      places.put(key(monomial), places.size());
    }
    double[][] matrix = new double[monomials.size()][monomials.size()];
    for (int row = 0; row < matrix.length; row++) {
      int[] n = monomials.get(row);
      for (int k = 0; k < n.length; k++) {
        if (n[k] == 0) {
          continue;
        }
        matrix[row][row] -= 2 * n[k] * problem.decay[k];
        double noise =
            problem.noise * problem.beta[k] * n[k] * (problem.multiplicity[k] + 2 * (n[k] - 1));
        n[k]--;
        for (int j = 0; j < n.length; j++) {
          n[j]++;
          matrix[row][places.get(key(n))] += noise * problem.alpha[j];
          n[j]--;
        }
        n[k]++;
      }
    }
    return matrix;
  }

  private static List<Integer> key(int[] monomial) {
    return Arrays.stream(monomial).boxed().toList();
  }

  private static void monomials(int[] current, int from, int left, List<int[]> all) {
    if (from == current.length - 1) {
      current[from] = left;
      all.add(current.clone());
      return;
    }
    for (int n = 0; n <= left; n++) {
      current[from] = n;
      monomials(current, from + 1, left - n, all);
    }
  }

  private static double largestEigenvalue(double[][] entries) {
    int size = entries.length;
    Array2DRowRealMatrix matrix = new Array2DRowRealMatrix(entries, false);
    RealVector vector = new ArrayRealVector(size, 1);
    double top = Double.NaN;
    for (int i = 0; i < ITERATIONS; i++) {
      RealVector image = matrix.operate(vector);
      RealVector quotients = image.ebeDivide(vector);
      double high = quotients.getMaxValue();
      double low = quotients.getMinValue();
      if (!(high - low < Double.POSITIVE_INFINITY)) {
        return top;
      }
      top = high;
      if (high - low <= ACCURACY * Math.abs(high)) {
        return top;
      }
      double[][] shifted = new double[size][size];
      for (int r = 0; r < size; r++) {
        for (int k = 0; k < size; k++) {
          shifted[r][k] = (r == k ? high : 0) - entries[r][k];
        }
      }
      var decomposition = new LUDecomposition(new Array2DRowRealMatrix(shifted, false), 0);
      if (!decomposition.getSolver().isNonSingular()) {
        return top;
      }
      RealVector solution = decomposition.getSolver().solve(vector);
      double norm = solution.getLInfNorm();
      if (!(norm < Double.POSITIVE_INFINITY)
          || !(solution.getMinValue() * solution.getMaxValue() > 0)) {
        // So near an eigenvalue that rounding decides.
        return top;
      }
      vector = solution.mapDivide(solution.getMaxValue() > 0 ? norm : -norm);
    }
    return top;
  }
}
