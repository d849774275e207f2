// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

import io.tailwatch.tails.sketch.SketchLayout;

/**
 * A law as a sketch of its samples shows it: of X where signs are kept, of |X| where they are not.
 * Immutable and thread-safe.
 *
 * @param law the law of X; for an unsigned layout symmetric about 0
 */
public record SeenLaw(Law law, SketchLayout layout) {
  /** P of at most x: of X, or of |X|. */
  public double cumulative(double x) {
    if (layout == SketchLayout.SIGNED) {
      return law.cumulative(x);
    }
    return x <= 0 ? 0 : 1 - survivalOfSize(x);
  }

  /** P(X &gt; x), with its digits where it is small. */
  public double right(double x) {
    if (law instanceof StudentT t) {
      return t.cumulative(2 * t.location() - x);
    }
    return law instanceof StableLaw stable ? stable.survival(x) : 1 - law.cumulative(x);
  }

  /** P(X &lt; -x). */
  public double left(double x) {
    return law.cumulative(-x);
  }

  /** P(|X| &gt; x) for x &gt;= 0. */
  public double survivalOfSize(double x) {
    return left(x) + right(x);
  }

  /**
   * The quantile of X, or of |X|.
   *
   * @param p in [0, 1]
   */
  public double quantile(double p) {
    return layout == SketchLayout.SIGNED ? law.quantile(p) : -law.quantile((1 - p) / 2);
  }
}
