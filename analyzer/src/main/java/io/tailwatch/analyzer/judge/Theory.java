// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.judge;

import io.tailwatch.events.v1.KestenStatus;
import io.tailwatch.events.v1.TheoryBand;
import io.tailwatch.tails.estimate.interval.Interval;
import io.tailwatch.tails.theory.HsgdBounds;
import java.util.Optional;

/**
 * What theory says about a window.
 *
 * @param band the hSGD band: the union of those of the learning rates in the window; empty when
 *     none is known
 * @param bounds all bounds at the learning rate in force; empty together with the band
 * @param kesten the index of SGD itself on the data; empty when unknown at this learning rate
 * @param kestenStatus what has become of that index at this learning rate; unspecified when unknown
 * @param absence why there is no band; empty when there is one
 */
public record Theory(
    Optional<Interval> band,
    Optional<HsgdBounds> bounds,
    Optional<Kesten> kesten,
    KestenStatus kestenStatus,
    String absence) {

  /** No band, and why. */
  static Theory none(String absence) {
    return new Theory(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        KestenStatus.KESTEN_STATUS_UNSPECIFIED,
        absence);
  }

  /** Whether the Kesten index is being computed and will be stated. */
  boolean kestenPending() {
    return kestenStatus == KestenStatus.KESTEN_STATUS_PENDING;
  }

  /** The wire form; what is unknown stays unset. */
  public TheoryBand toWire() {
    var wire = TheoryBand.newBuilder();
    band.ifPresent(known -> wire.setLower(known.lower()).setUpper(known.upper()));
    bounds.ifPresent(
        known ->
            wire.setEtaStar(known.etaStar())
                .setNormLowerBound(known.normLowerBound())
                .setGamma2(known.gamma2()));
    wire.setKestenStatus(kestenStatus);
    kesten.ifPresent(
        known -> {
          if (!known.contractive()) {
            wire.setKesten(known.index()).setKestenStandardError(known.standardError());
          }
          if (known.source().hasRepeatBound()) {
            wire.setRepeatBound(known.source().getRepeatBound());
          }
        });
    return wire.build();
  }
}
