// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import io.javalin.http.Context;
import io.tailwatch.analyzer.observe.ObservableNames;
import io.tailwatch.events.BadEventException;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.Observable;
import java.util.Arrays;
import java.util.List;
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

  /** Checks that a name can be that of a run. */
  static void requireRun(String name) {
    try {
      SeriesKey.encodeRun(name);
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

  /** A parameter of the query; null when it is absent or empty. */
  static String text(Context context, String name) {
    String text = context.queryParam(name);
    return text == null || text.isEmpty() ? null : text;
  }

  /** One of some words of the query; null when it is absent or empty. */
  static String word(Context context, String name, List<String> words) {
    String text = text(context, name);
    if (text != null && !words.contains(text)) {
      throw ApiException.badRequest(
          "%s must be one of %s: was %s".formatted(name, String.join(", ", words), text));
    }
    return text;
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
