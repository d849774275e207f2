// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Random features of a data set: a wide hidden layer that is drawn once and not trained, so that
 * what is trained stays a least-squares problem with all its theory (Rahimi and Recht, 2007, Random
 * features for large-scale kernel machines). Each of m features is, of the row a of length d,
 *
 * <pre>
 * cos:   sqrt(2) cos(s w.a + u),   w ~ N(0, I/d), u uniform on [0, 2 pi)
 * relu:  sqrt(2) max(0, s w.a + u), w ~ N(0, I/d), u ~ N(0, 1)
 * </pre>
 *
 * <p>and then standardised as every real data set is; one that is constant over the rows is drawn
 * again. Stateless; thread-safe. Cost O(n m d).
 */
public final class RandomFeatures {
  /** The function of a feature. */
  public enum Map {
    /** A cosine: kernels of Gaussian shape. */
    COS,
    /** A rectified linear unit: as the first layer of a network. */
    RELU
  }

  private static final int MOST_DRAWS = 100;

  private RandomFeatures() {}

  /**
   * The features of a data set, with its targets and without its default hyper-parameters.
   *
   * @param data rows of the problem
   * @param map the function
   * @param features m, at least 1
   * @param scale s, positive: with a larger one features vary faster between rows
   * @param seed of w and u
   * @throws BadDataException if all features are constant
   */
  public static DataSet of(DataSet data, Map map, int features, double scale, long seed) {
    if (features < 1) {
      throw new IllegalArgumentException("features must be >= 1: was " + features);
    }
    if (!(scale > 0) || !Double.isFinite(scale)) {
      throw new IllegalArgumentException("scale must be finite and > 0: was " + scale);
    }
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
    ContinuousSampler normal = ZigguratSampler.NormalizedGaussian.of(random);
    double[][] rows = new double[data.size()][features];
    List<String> names = new ArrayList<>();
    for (int k = 0; k < features; k++) {
      int draws = 0;
      while (!draw(data, map, scale, random, normal, rows, k)) {
        if (++draws == MOST_DRAWS) {
          throw new BadDataException(data.name() + ": its random features are constant");
        }
      }
      names.add(label(map) + (k + 1));
    }
    return new DataSet(
            data.name() + "-" + features + "-" + label(map),
            names,
            rows,
            data.targets(),
            features + " random features (" + label(map) + ") of: " + data.origin(),
            Optional.empty())
        .standardised();
  }

  /** Draws one feature of all rows; false if it is constant, as a rectifier that never opens. */
  private static boolean draw(
      DataSet data,
      Map map,
      double scale,
      UniformRandomProvider random,
      ContinuousSampler normal,
      double[][] rows,
      int feature) {
    double[] w = new double[data.dimension()];
    for (int j = 0; j < w.length; j++) {
      w[j] = scale / Math.sqrt(w.length) * normal.sample();
    }
    double shift = map == Map.COS ? 2 * Math.PI * random.nextDouble() : normal.sample();
    boolean constant = true;
    for (int i = 0; i < rows.length; i++) {
      double z = shift;
      for (int j = 0; j < w.length; j++) {
        z += w[j] * data.rows()[i][j];
      }
      // A fixed result on every machine, as everything of a seeded training.
      rows[i][feature] = Math.sqrt(2) * (map == Map.COS ? StrictMath.cos(z) : Math.max(0, z));
      constant &= rows[i][feature] == rows[0][feature];
    }
    return !constant;
  }

  private static String label(Map map) {
    return map.name().toLowerCase(Locale.ROOT);
  }
}
