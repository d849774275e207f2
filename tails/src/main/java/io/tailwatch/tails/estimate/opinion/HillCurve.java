// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.opinion;

import io.tailwatch.tails.estimate.hill.TailProfile;

/**
 * H as a function of k: that of a sorted sample at whole k, joined by straight lines; of a sketch
 * the lines join its edges, between which H is not known. Cost of a value: a binary search.
 */
public final class HillCurve {
  private final TailProfile profile;

  /** The curve of a profile with at least one threshold. */
  public HillCurve(TailProfile profile) {
    if (profile.size() == 0) {
      throw new IllegalArgumentException("profile must have a threshold: had none");
    }
    this.profile = profile;
  }

  /** The least k of the curve. */
  public long first() {
    return profile.exceedances(0);
  }

  /** The largest k of the curve. */
  public long last() {
    return profile.exceedances(profile.size() - 1);
  }

  /**
   * H(k).
   *
   * @param k in [{@link #first}, {@link #last}]
   */
  public double at(double k) {
    int above = firstWith(k);
    double high = profile.exceedances(above);
    if (above == 0 || high == k) {
      return profile.moment(above, 1);
    }
    double low = profile.exceedances(above - 1);
    double share = (k - low) / (high - low);
    return (1 - share) * profile.moment(above - 1, 1) + share * profile.moment(above, 1);
  }

  /** The mean of H over the whole numbers from + 1 to to; of a sketch, of the lines over them. */
  double mean(long from, long to) {
    double sum = 0;
    if (profile.exact()) {
      for (long k = from + 1; k <= to; k++) {
        sum += profile.moment((int) k - 1, 1);
      }
      return sum / (to - from);
    }
    double left = from;
    double leftValue = at(left);
    for (int i = firstWith(from); left < to; i++) {
      double right = Math.min(to, profile.exceedances(i));
      double rightValue = at(right);
      sum += (right - left) * (leftValue + rightValue) / 2;
      left = right;
      leftValue = rightValue;
    }
    return sum / (to - from);
  }

  /** The first threshold with k or more exceedances. */
  private int firstWith(double k) {
    if (!(k >= first() && k <= last())) {
      throw new IllegalArgumentException(
          "k must be in [" + first() + ", " + last() + "]: was " + k);
    }
    int low = 0;
    int high = profile.size() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (profile.exceedances(middle) < k) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
