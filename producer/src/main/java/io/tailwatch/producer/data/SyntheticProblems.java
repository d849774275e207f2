// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.apache.commons.math3.primes.Primes;
import org.apache.commons.math3.special.Erf;

/**
 * The synthetic least-squares problems P1–P12 (and P8b) on which hSGD bounds and simulated readings
 * are tabulated. Every number follows from a formula, so that anybody can remake them: with primes
 * p_1 = 2, p_2 = 3, …,
 *
 * <pre>
 * u_ij = frac(i sqrt(p_j)),  z = Phi^-1(u),  i = 1..1000, j = 1..d+1
 * a_ij = sqrt(design_j) z_ij,  b_i = sum_j a_ij + 0.5 z_i,d+1
 * </pre>
 *
 * <p>The rows are Gaussian-like (a Weyl sequence, low discrepancy) with covariance close to the
 * design spectrum. They are used as they are, not standardised: the theory table holds for exactly
 * these numbers. Each problem comes with the learning rate, ridge and batch size of the table as
 * its defaults. Stateless and thread-safe; a problem costs 1,000 (d + 1) normal quantiles, some 10
 * ms at d = 50.
 */
public final class SyntheticProblems {
  /** Rows of every problem. */
  public static final int ROWS = 1000;

  private record Recipe(double[] design, Hyperparameters defaults) {}

  private static final Map<String, Recipe> RECIPES = recipes();

  private SyntheticProblems() {}

  private static Map<String, Recipe> recipes() {
    double[] five = {1, .8, .6, .4, .2};
    double[] root10 = spectrum(10, k -> 1 / StrictMath.sqrt(k));
    double[] harmonic10 = spectrum(10, k -> 1.0 / k);
    double[] linear50 = spectrum(50, k -> 1 - .9 * (k - 1) / 49);
    double[] harmonic50 = spectrum(50, k -> 1.0 / k);
    double[] ones50 = spectrum(50, k -> 1);
    double[] spiked50 = spectrum(50, k -> k == 1 ? 1 : .5);
    Map<String, Recipe> recipes = new LinkedHashMap<>();
    recipes.put("P1", recipe(.5, .1, 1, 1));
    recipes.put("P2", recipe(.3, 0, 1, 1));
    recipes.put("P3", recipe(.4, .1, 1, 1, .5));
    recipes.put("P4", recipe(.5, 0, 1, 1, .9));
    recipes.put("P5", recipe(.4, .05, 1, five));
    recipes.put("P6", recipe(.3, .01, 1, root10));
    recipes.put("P7", recipe(.4, .01, 1, harmonic10));
    recipes.put("P8", recipe(1.2, .01, 4, root10));
    recipes.put("P8b", recipe(.7, .01, 4, root10));
    recipes.put("P9", recipe(.06, .01, 1, linear50));
    recipes.put("P10", recipe(.3, .01, 1, harmonic50));
    recipes.put("P11", recipe(.038, 0, 1, ones50));
    recipes.put("P12", recipe(.07, 0, 1, spiked50));
    return recipes;
  }

  private static Recipe recipe(double learningRate, double ridge, int batchSize, double... design) {
    return new Recipe(design, new Hyperparameters(learningRate, ridge, batchSize));
  }

  private static double[] spectrum(int dimension, IntToDoubleFunction eigenvalue) {
    double[] design = new double[dimension];
    Arrays.setAll(design, k -> eigenvalue.applyAsDouble(k + 1));
    return design;
  }

  /**
   * The names, in the order of the table. P8 diverges at its defaults; it is there to show that.
   */
  public static List<String> names() {
    return List.copyOf(RECIPES.keySet());
  }

  /**
   * Makes one problem.
   *
   * @param name one of {@link #names()}, exactly
   * @return the data, or empty if there is no such problem
   */
  public static Optional<DataSet> named(String name) {
    return Optional.ofNullable(RECIPES.get(name)).map(recipe -> generate(name, recipe));
  }

  private static DataSet generate(String name, Recipe recipe) {
    int d = recipe.design().length;
    double[] roots = new double[d + 1];
    double[] scales = new double[d];
    int prime = 1;
    for (int j = 0; j <= d; j++) {
      prime = Primes.nextPrime(prime + 1);
      roots[j] = StrictMath.sqrt(prime);
    }
    for (int j = 0; j < d; j++) {
      scales[j] = StrictMath.sqrt(recipe.design()[j]);
    }
    double[][] rows = new double[ROWS][d];
    double[] targets = new double[ROWS];
    for (int i = 0; i < ROWS; i++) {
      for (int j = 0; j < d; j++) {
        rows[i][j] = scales[j] * normalQuantile(fraction((i + 1) * roots[j]));
        targets[i] += rows[i][j];
      }
      targets[i] += 0.5 * normalQuantile(fraction((i + 1) * roots[d]));
    }
    List<String> featureNames = new ArrayList<>();
    for (int j = 1; j <= d; j++) {
      featureNames.add("a" + j);
    }
    return new DataSet(
        name,
        featureNames,
        rows,
        targets,
        "synthetic problem " + name + ": 1,000 Gaussian-like rows from a Weyl sequence",
        Optional.of(recipe.defaults()));
  }

  private static double fraction(double x) {
    return x - StrictMath.floor(x);
  }

  private static double normalQuantile(double u) {
    return StrictMath.sqrt(2) * Erf.erfInv(2 * u - 1);
  }
}
