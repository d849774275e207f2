// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.pass;

import io.tailwatch.events.v1.TailEstimate;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * Estimates in a form that can be compared bit for bit: all of their fields, but the time at which
 * they were made, in the order of series, pane and observable.
 *
 * @param count number of estimates
 * @param defined how many of them have an index
 * @param sha256 of their bytes; empty without any
 */
public record EstimateDigest(int count, int defined, String sha256) {
  private static final Comparator<TailEstimate> ORDER =
      Comparator.comparing(TailEstimate::getRun)
          .thenComparing(TailEstimate::getSeries)
          .thenComparingInt(TailEstimate::getAttempt)
          .thenComparingLong(TailEstimate::getPane)
          .thenComparing(TailEstimate::getObservable);

  /** Of no estimates. */
  public static final EstimateDigest NONE = new EstimateDigest(0, 0, "");

  /** Of these estimates, which may come in any order. */
  public static EstimateDigest of(List<TailEstimate> estimates) {
    MessageDigest digest = newSha256();
    estimates.stream()
        .sorted(ORDER)
        .map(estimate -> estimate.toBuilder().clearEstimatedAtMillis().build().toByteArray())
        .forEach(digest::update);
    int defined = (int) estimates.stream().filter(e -> e.getIndex().hasValue()).count();
    return estimates.isEmpty()
        ? NONE
        : new EstimateDigest(estimates.size(), defined, HexFormat.of().formatHex(digest.digest()));
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
