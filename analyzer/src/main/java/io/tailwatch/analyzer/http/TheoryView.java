// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import io.tailwatch.events.v1.KestenStatus;
import io.tailwatch.events.v1.TheoryBand;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What theory says; what is unknown is null.
 *
 * @param reason why something is null; null when nothing is
 */
record TheoryView(
    Double lower,
    Double upper,
    Double etaStar,
    Double normLowerBound,
    Double gamma2,
    Double kesten,
    Double kestenStandardError,
    Double repeatBound,
    String kestenStatus,
    String reason) {
  private static final String PREFIX = "KESTEN_STATUS_";

  static TheoryView of(TheoryBand wire) {
    List<String> reasons = new ArrayList<>();
    if (!wire.hasLower()) {
      reasons.add("no hSGD band is known");
    }
    if (wire.getKestenStatus() == KestenStatus.KESTEN_STATUS_CONTRACTIVE) {
      reasons.add("SGD has no power law on these data");
    } else if (wire.getKestenStatus() == KestenStatus.KESTEN_STATUS_PENDING) {
      reasons.add("the Kesten index is being computed");
    } else if (!wire.hasKesten()) {
      reasons.add("the Kesten index is not known at this learning rate");
    }
    if (!wire.hasRepeatBound()) {
      reasons.add("no repeat bound is known");
    }
    return new TheoryView(
        Numbers.finite(wire.hasLower(), wire.getLower()),
        Numbers.finite(wire.hasUpper(), wire.getUpper()),
        Numbers.finite(wire.hasEtaStar(), wire.getEtaStar()),
        Numbers.finite(wire.hasNormLowerBound(), wire.getNormLowerBound()),
        Numbers.finite(wire.hasGamma2(), wire.getGamma2()),
        Numbers.finite(wire.hasKesten(), wire.getKesten()),
        Numbers.finite(wire.hasKestenStandardError(), wire.getKestenStandardError()),
        Numbers.finite(wire.hasRepeatBound(), wire.getRepeatBound()),
        status(wire.getKestenStatus()),
        reasons.isEmpty() ? null : String.join("; ", reasons));
  }

  private static String status(KestenStatus status) {
    return status == KestenStatus.KESTEN_STATUS_UNSPECIFIED || status == KestenStatus.UNRECOGNIZED
        ? "unknown"
        : status.name().substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
