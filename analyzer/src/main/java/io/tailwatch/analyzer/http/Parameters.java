// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import io.javalin.http.Context;
import io.tailwatch.analyzer.observe.ObservableNames;
import io.tailwatch.events.BadEventException;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.Observable;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Reads path and query; what is wrong is told with its name, the rule and the value. */
final class Parameters {
  private static final String OBSERVABLES =
      Arrays.stream(Observable.values())
          .filter(o -> o != Observable.UNRECOGNIZED && o != Observable.OBSERVABLE_UNSPECIFIED)
          .map(ObservableNames::of)
          .collect(Collectors.joining(", "));

  private Parameters() {}

  static SeriesKey series(Context context) {
    try {
      return SeriesKey.of(context.pathParam("run"), context.pathParam("series"));
    } catch (BadEventException e) {
      throw ApiException.badRequest(e.getMessage());
    }
  }

  static Observable observable(Context context) {
    String name = context.pathParam("observable");
    return ObservableNames.parse(name)
        .orElseThrow(
            () ->
                ApiException.badRequest(
                    "observable must be one of " + OBSERVABLES + ": was " + name));
  }

  /** A whole number of the query. */
  static int number(Context context, String name, int least, int most, int absent) {
    String text = context.queryParam(name);
    if (text == null) {
      return absent;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of range.
    }
    throw ApiException.badRequest(
        "%s must be a whole number in [%d, %d]: was %s".formatted(name, least, most, text));
  }
}
