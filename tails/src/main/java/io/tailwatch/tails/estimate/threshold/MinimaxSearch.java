// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.threshold;

import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/**
 * Finds the candidate whose largest deviation over its points is least, of two equal ones the
 * later.
 *
 * <p>A candidate is given up at the first point that deviates by more than the best so far, and the
 * point that ended the candidate before is tried first: neighbours differ little, so that most end
 * there. A grid of candidates goes before the others to find a good one early. What is found is
 * that of a full search unless the evaluations run out; then it is the best of those tried, the
 * grid in any case being among them as far as the evaluations went.
 */
final class MinimaxSearch {
  /** How far points of a candidate lie from where it would have them. */
  interface Deviation {
    double of(int candidate, int point);
  }

  private static final double GRID_RATIO = 1.05;

  private final Deviation deviation;
  private final IntPredicate admissible;
  private final IntUnaryOperator lastPoint;
  private final long maxEvaluations;

  private int best = -1;
  private double least = Double.POSITIVE_INFINITY;
  private long evaluations;
  private boolean exhaustive = true;
  private int witness;

  /**
   * A search.
   *
   * @param lastPoint of a candidate: its points are 0 to this one
   */
  MinimaxSearch(
      Deviation deviation,
      IntPredicate admissible,
      IntUnaryOperator lastPoint,
      long maxEvaluations) {
    this.deviation = deviation;
    this.admissible = admissible;
    this.lastPoint = lastPoint;
    this.maxEvaluations = maxEvaluations;
  }

  /** Searches the candidates 0 to {@code candidates - 1}. */
  MinimaxSearch over(int candidates) {
    for (double place = candidates; place >= 1; place = Math.min(place / GRID_RATIO, place - 1)) {
      consider((int) place - 1);
    }
    for (int candidate = 0; candidate < candidates && exhaustive; candidate++) {
      consider(candidate);
    }
    return this;
  }

  /** The best candidate; -1 when none is admissible with finite deviations. */
  int best() {
    return best;
  }

  /** Its largest deviation. */
  double least() {
    return least;
  }

  /** Whether no candidate was left out. */
  boolean exhaustive() {
    return exhaustive;
  }

  private void consider(int candidate) {
    if (evaluations > maxEvaluations) {
      exhaustive = false;
      return;
    }
    if (candidate == best || !admissible.test(candidate)) {
      return;
    }
    int last = lastPoint.applyAsInt(candidate);
    double largest = 0;
    if (witness <= last) {
      largest = deviation.of(candidate, witness);
      evaluations++;
      if (!(largest <= least)) {
        return;
      }
    }
    for (int point = 0; point <= last; point++) {
      double found = deviation.of(candidate, point);
      if (!(found <= least)) {
        evaluations += point + 1;
        witness = point;
        return;
      }
      largest = Math.max(largest, found);
    }
    evaluations += last + 1;
    if (largest < least || (largest == least && best >= 0 && candidate > best)) {
      best = candidate;
      least = largest;
    }
  }
}
