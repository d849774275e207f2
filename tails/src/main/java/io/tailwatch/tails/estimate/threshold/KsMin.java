// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.threshold;

import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.TailProfile;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The threshold at which a fitted power law is nearest to the sample in the Kolmogorov-Smirnov
 * distance (Clauset, Shalizi, Newman 2009, SIAM Review 51, 661-703).
 *
 * <p>For a distinct value xmin with m samples x &gt;= xmin, xmin itself included, the index is
 *
 * <pre>alpha = m / sum ln(x/xmin)</pre>
 *
 * <p>(a survival exponent: their density exponent less 1; of k = m - 1 excesses, (k+1)/k times
 * Hill's reading). The distance is, over the m samples in ascending order, the largest of |F(x_i) -
 * (i-1)/m| with F the fitted law, which is what plfit and its ports compute; {@link
 * Distance#TWO_SIDED} compares with i/m as well. The largest value is no xmin. Tied samples are
 * compared each with its own i.
 *
 * <p>Of a sketch xmin runs over its edges, m are the samples from there up, and F is compared at
 * the edges above and at the largest and the least sample of each bucket as {@link
 * TailProfile#logDepthOfRank} places them. What happens within buckets is not seen: the distance
 * came to 0.78 to 0.94 of that of the sample at the same threshold in ten samples of 20,000 of
 * Student's t(3), and that to at most 1.24 times the least of the sample.
 *
 * <p>Known faults: the threshold jumps from window to window, and it tends to a k that is too small
 * (Drees, Janssen, Resnick, Wang 2020, SIAM J. Math. Data Sci. 2, 75-102). Undefined where no
 * sample lies above another. Cost: every distinct value is tried; candidates end at the first
 * sample farther away than the best so far, which took 20 to 300 exponentials per sample on samples
 * of 20,000 and 100,000 of Pareto, Student's t(3) and the normal law. After {@link
 * #MAX_EVALUATIONS} exponentials the search ends with the best so far, having tried a grid of one
 * candidate in every 5 % of k first, and {@link Fit#exhaustive} is false.
 */
public final class KsMin implements ThresholdRule {
  /** Which distance is made least. */
  public enum Distance {
    /** |F(x_i) - (i-1)/m|, as plfit. */
    LOWER_STEP,
    /** Also |F(x_i) - i/m|, as textbooks. */
    TWO_SIDED
  }

  /**
   * A power law from a threshold up.
   *
   * @param at which threshold of the profile
   * @param threshold xmin, in the unit of the samples
   * @param exceedances k: the rank of the threshold less 1 for a sample, m for a sketch
   * @param tailSize m, the samples x &gt;= xmin
   * @param index alpha = m / sum ln(x/xmin), a survival exponent
   * @param distance the Kolmogorov-Smirnov distance
   * @param exhaustive whether every distinct value was tried
   */
  public record Fit(
      int at,
      double threshold,
      long exceedances,
      long tailSize,
      double index,
      double distance,
      boolean exhaustive) {}

  /** How many exponentials a search may take. */
  public static final long MAX_EVALUATIONS = 500_000_000;

  private final Distance kind;
  private final long maxEvaluations;

  /** With the distance of plfit. */
  public KsMin() {
    this(Distance.LOWER_STEP);
  }

  /** With the given distance. */
  public KsMin(Distance kind) {
    this(kind, MAX_EVALUATIONS);
  }

  KsMin(Distance kind, long maxEvaluations) {
    this.kind = kind;
    this.maxEvaluations = maxEvaluations;
  }

  @Override
  public String name() {
    return "ks-min";
  }

  /** Diagnostics: {@code distance}, {@code tailSize} m, {@code index} by m. */
  @Override
  public ThresholdChoice choose(TailProfile profile) {
    Optional<Fit> fit = fit(profile);
    if (fit.isEmpty()) {
      return new ThresholdChoice.None(
          "no two different values among " + profile.sampleSize() + " samples");
    }
    HillPoint point = profile.point(fit.get().at());
    Map<String, Double> diagnostics = new LinkedHashMap<>();
    diagnostics.put("distance", fit.get().distance());
    diagnostics.put("tailSize", (double) fit.get().tailSize());
    diagnostics.put("index", fit.get().index());
    return new ThresholdChoice.Chosen(fit.get().at(), point, diagnostics);
  }

  /** The fit with the least distance; empty where no sample lies above another. */
  public Optional<Fit> fit(TailProfile profile) {
    Tail tail = new Tail(profile);
    MinimaxSearch search =
        new MinimaxSearch(tail::deviation, tail::admissible, tail::lastPoint, maxEvaluations)
            .over(profile.size());
    if (search.best() < 0) {
      return Optional.empty();
    }
    int at = search.best();
    return Optional.of(
        new Fit(
            at,
            profile.threshold(at),
            profile.exceedances(at),
            tail.tailSize(at),
            tail.index(at),
            search.least(),
            search.exhaustive()));
  }

  /** The places at which the law is compared with the sample, from the largest down. */
  private final class Tail {
    private final TailProfile profile;
    private final int largest;
    private final double[] indices;
    private final int[] lastPoints;
    private final double[] logDepths;
    private final long[] counts;
    private int points;

    Tail(TailProfile profile) {
      this.profile = profile;
      this.largest = profile.exact() ? 1 : 0;
      this.indices = new double[profile.size()];
      this.lastPoints = new int[profile.size()];
      this.logDepths = new double[profile.exact() ? profile.size() + 1 : 4 * profile.size()];
      this.counts = new long[logDepths.length];
      if (profile.exact() && profile.size() > 0) {
        add(0, 1);
      }
      for (int i = 0; i < profile.size(); i++) {
        if (!profile.exact()) {
          addWithinBucket(i);
        }
        add(profile.logDepth(i), tailSize(i));
        lastPoints[i] = points - 1;
        indices[i] = tailSize(i) / profile.sumLogExcess(i);
      }
    }

    /** The upper edge, and the largest and the least sample. */
    private void addWithinBucket(int i) {
      long before = i == 0 ? 0 : profile.exceedances(i - 1);
      add(profile.logDepth(i) - profile.logWidth(i), before);
      add(profile.logDepthOfRank(before + 1), before + 1);
      if (tailSize(i) > before + 1) {
        add(profile.logDepthOfRank(tailSize(i)), tailSize(i));
      }
    }

    /** A place and the number of samples from there up. */
    private void add(double logDepth, long count) {
      logDepths[points] = logDepth;
      counts[points++] = count;
    }

    long tailSize(int candidate) {
      return profile.exceedances(candidate) + largest;
    }

    double index(int candidate) {
      return indices[candidate];
    }

    int lastPoint(int candidate) {
      return lastPoints[candidate];
    }

    /** Of tied ranks the last: the one with all samples of that value. */
    boolean admissible(int candidate) {
      boolean last =
          candidate + 1 == profile.size()
              || profile.threshold(candidate + 1) < profile.threshold(candidate);
      return last && indices[candidate] > 0 && indices[candidate] < Double.POSITIVE_INFINITY;
    }

    double deviation(int candidate, int point) {
      double below = logDepths[lastPoints[candidate]] - logDepths[point];
      double survival = StrictMath.exp(-indices[candidate] * below);
      double size = tailSize(candidate);
      double distance = Math.abs(survival - counts[point] / size);
      return kind == Distance.LOWER_STEP || !profile.exact()
          ? distance
          : Math.max(distance, Math.abs(survival - (counts[point] - 1) / size));
    }
  }
}
