// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.training;

import io.tailwatch.events.v1.KestenIndex;
import io.tailwatch.events.v1.KestenStatus;
import io.tailwatch.tails.theory.KestenResult;

/** Turns a computed Kesten index into its message. */
final class KestenMessages {
  private KestenMessages() {}

  static KestenIndex of(KestenResult result, double learningRate) {
    KestenIndex.Builder message =
        KestenIndex.newBuilder()
            .setStandardError(result.standardError())
            .setContractive(result.contractive())
            .setStatus(status(result.status()))
            .setLearningRate(learningRate);
    result.index().ifPresent(message::setIndex);
    result.repeatBound().ifPresent(message::setRepeatBound);
    return message.build();
  }

  static KestenIndex pending(double learningRate) {
    return KestenIndex.newBuilder()
        .setStatus(KestenStatus.KESTEN_STATUS_PENDING)
        .setLearningRate(learningRate)
        .build();
  }

  private static KestenStatus status(KestenResult.Status status) {
    return switch (status) {
      case EXACT -> KestenStatus.KESTEN_STATUS_EXACT;
      case ESTIMATED -> KestenStatus.KESTEN_STATUS_ESTIMATED;
      case REPEAT_BOUND -> KestenStatus.KESTEN_STATUS_REPEAT_BOUND;
      case CONTRACTIVE -> KestenStatus.KESTEN_STATUS_CONTRACTIVE;
      case DIVERGENT -> KestenStatus.KESTEN_STATUS_DIVERGENT;
      case PROJECTION_BOUND, TOO_LARGE ->
          throw new IllegalArgumentException("status must be one of given rows: was " + status);
    };
  }
}
