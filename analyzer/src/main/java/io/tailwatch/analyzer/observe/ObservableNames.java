// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.observe;

import io.tailwatch.events.v1.Observable;
import java.util.Locale;
import java.util.Optional;

/** How observables are called in URLs, labels and JSON: {@code projection}, {@code update-norm}. */
public final class ObservableNames {
  private static final String PREFIX = "OBSERVABLE_";

  private ObservableNames() {}

  /** The name of an observable. */
  public static String of(Observable observable) {
    return observable.name().substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The observable of a name; empty when there is none of that name. */
  public static Optional<Observable> parse(String name) {
    for (Observable observable : Observable.values()) {
      if (known(observable) && of(observable).equals(name)) {
        return Optional.of(observable);
      }
    }
    return Optional.empty();
  }

  /** Whether this version of the software knows the observable. */
  static boolean known(Observable observable) {
    return observable != Observable.UNRECOGNIZED && observable != Observable.OBSERVABLE_UNSPECIFIED;
  }
}
