// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.alert;

import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.TailAlert;
import java.util.Comparator;

/** One observable of one series of a run; unspecified for what concerns the whole series. */
record MemberId(String series, Observable observable) implements Comparable<MemberId> {
  private static final Comparator<MemberId> ORDER =
      Comparator.comparing(MemberId::series).thenComparing(MemberId::observable);

  static MemberId of(TailAlert alert) {
    return new MemberId(alert.getSeries(), alert.getObservable());
  }

  @Override
  public int compareTo(MemberId other) {
    return ORDER.compare(this, other);
  }
}
