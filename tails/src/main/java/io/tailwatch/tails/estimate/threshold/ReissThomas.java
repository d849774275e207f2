// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.threshold;

import io.tailwatch.tails.estimate.hill.TailProfile;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The automatic choice of Reiss and Thomas (Statistical Analysis of Extreme Values, 3rd edition,
 * 2007): the k up to which the Hill plot keeps nearest to its own median,
 *
 * <pre>argmin over k of (1/k) sum over i &lt;= k of i^b |H(i) - median(H(1), .., H(k))|,   b = 0,
 * </pre>
 *
 * <p>over k from max({@value #MIN_EXCEEDANCES}, sqrt n) on: nearer to 0 the sum of a few terms is
 * least by accident. Of a sketch the edge with k exceedances stands for all ranks down from the
 * edge above. Undefined where no sample lies above another. Cost: a constant times n log n.
 */
public final class ReissThomas implements ThresholdRule {
  /** The least k for small samples. */
  public static final int MIN_EXCEEDANCES = 10;

  @Override
  public String name() {
    return "reiss-thomas";
  }

  /** Diagnostics: {@code distance}, the mean distance from the median of H. */
  @Override
  public ThresholdChoice choose(TailProfile profile) {
    double from = Math.max(MIN_EXCEEDANCES, StrictMath.sqrt(profile.sampleSize()));
    int[] places = places(profile);
    WeightedDeviations seen = new WeightedDeviations(profile.size());
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < profile.size(); i++) {
      double weight = (double) profile.exceedances(i) - (i == 0 ? 0 : profile.exceedances(i - 1));
      seen.add(places[i], profile.moment(i, 1), weight);
      if (profile.exceedances(i) >= from && profile.sumLogExcess(i) > 0) {
        double distance = seen.aboutMedian() / profile.exceedances(i);
        if (distance < least) {
          least = distance;
          best = i;
        }
      }
    }
    return best < 0
        ? new ThresholdChoice.None(
            "there is no threshold with samples above it and "
                + (long) StrictMath.ceil(from)
                + " exceedances or more")
        : ThresholdChoice.at(profile, best, Map.of("distance", least));
  }

  /** Where each threshold's H stands among all of them, from the least. */
  private static int[] places(TailProfile profile) {
    int[] order =
        IntStream.range(0, profile.size())
            .boxed()
            .sorted(Comparator.comparingDouble(i -> profile.moment(i, 1)))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] places = new int[order.length];
    Arrays.setAll(places, i -> i);
    for (int place = 0; place < order.length; place++) {
      places[order[place]] = place;
    }
    return places;
  }

  /** A growing set of weighted values of known rank, in two Fenwick trees. */
  private static final class WeightedDeviations {
    private final double[] weights;
    private final double[] values;
    private final int top;
    private double weight;
    private double value;

    WeightedDeviations(int size) {
      weights = new double[size + 1];
      values = new double[size + 1];
      top = Integer.highestOneBit(Math.max(1, size));
    }

    void add(int place, double newValue, double newWeight) {
      weight += newWeight;
      value += newWeight * newValue;
      for (int node = place + 1; node < weights.length; node += node & -node) {
        weights[node] += newWeight;
        values[node] += newWeight * newValue;
      }
    }

    /** The sum of weighted distances from the (lower) median. */
    double aboutMedian() {
      int node = 0;
      double weightBelow = 0;
      double valueBelow = 0;
      for (int step = top; step > 0; step >>= 1) {
        int next = node + step;
        if (next < weights.length && weightBelow + weights[next] < weight / 2) {
          node = next;
          weightBelow += weights[next];
          valueBelow += values[next];
        }
      }
      double median = valueAt(node);
      return median * weightBelow
          - valueBelow
          + value
          - valueBelow
          - median * (weight - weightBelow);
    }

    private double valueAt(int place) {
      double weightThere = prefix(weights, place + 1) - prefix(weights, place);
      return (prefix(values, place + 1) - prefix(values, place)) / weightThere;
    }

    private static double prefix(double[] tree, int nodes) {
      double sum = 0;
      for (int node = nodes; node > 0; node -= node & -node) {
        sum += tree[node];
      }
      return sum;
    }
  }
}
