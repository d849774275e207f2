// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

/**
 * Student's t about 0 with given degrees of freedom whose tail goes through one point of a sample's
 * survival function: how the tail would go on from there if that were its index. It says nothing
 * about the body, below that point.
 */
public final class AnchoredT {
  private AnchoredT() {}

  /**
   * With P(|X| &gt; threshold) = share.
   *
   * @param nu degrees of freedom, positive
   * @param threshold positive
   * @param share in (0, 1)
   */
  public static StudentT ofSize(double nu, double threshold, double share) {
    return ofSide(nu, threshold, share / 2);
  }

  /**
   * With P(X &gt; threshold) = P(X &lt; -threshold) = share.
   *
   * @param nu degrees of freedom, positive
   * @param threshold positive
   * @param share in (0, 1/2)
   */
  public static StudentT ofSide(double nu, double threshold, double share) {
    Parameters.positive("threshold", threshold);
    Parameters.require(share > 0 && share < 0.5, "share", "in (0, 1/2) on one side", share);
    return new StudentT(nu, 0, threshold / -new StandardT(nu).quantile(share));
  }
}
