// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import io.tailwatch.app.cli.Numbers;
import io.tailwatch.app.live.Wrap;
import io.tailwatch.tails.fit.AlphaInterval;
import io.tailwatch.tails.fit.GoodnessOfFit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The table of laws fitted to the body. Stateless. */
final class FitTable {

  private static final int WIDTH = 80;
  private static final String ROW = "  %-15s %9s %9s   %s";
  private static final String INDENT = " ".repeat(4);

  private FitTable() {}

  static List<String> lines(BodyFits fits) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("Laws fitted to " + Words.values(fits.n(), "finite") + ", body and tails");
    lines.add(String.format(Locale.ROOT, ROW, "", "KS dist.", "p", "naive p (invalid)"));
    for (BodyFit fit : fits.fits()) {
      if (fit.test().isEmpty()) {
        String first = String.format(Locale.ROOT, "  %-15s ", fit.name());
        lines.addAll(
            Wrap.lines(first, "no fit: " + fit.reason(), WIDTH, " ".repeat(first.length())));
        continue;
      }
      GoodnessOfFit<?> test = fit.test().get();
      lines.add(
          String.format(
              Locale.ROOT,
              ROW,
              fit.name(),
              Shown.number(test.distance()),
              test.corrected().bootstrap().map(b -> p(b.pValue())).orElse("-"),
              p(test.naiveP())));
      lines.add(
          INDENT
              + fit.parameters().entrySet().stream()
                  .map(e -> name(e.getKey()) + " " + value(e.getValue()))
                  .collect(Collectors.joining(", ")));
      fit.alphaInterval()
          .map(FitTable::alphaInterval)
          .ifPresent(text -> lines.addAll(Wrap.lines(INDENT, text, WIDTH, INDENT)));
    }
    lines.addAll(Wrap.lines("  ", method(fits), WIDTH, "  "));
    return lines;
  }

  private static String alphaInterval(AlphaInterval interval) {
    return interval
        .bootstrapped()
        .map(
            found ->
                String.format(
                    Locale.ROOT,
                    "alpha 95 %%: [%s, %s], bootstrap of %d blocks",
                    Shown.index(found.lower()),
                    Shown.index(found.upper()),
                    found.blocks()))
        .orElseGet(
            () -> "alpha without interval: " + ((AlphaInterval.Unavailable) interval).detail());
  }

  private static String name(String parameter) {
    return parameter.equals("standardDeviation") ? "standard deviation" : parameter;
  }

  private static String value(double value) {
    return Double.isNaN(value) ? "> 200" : Shown.number(value);
  }

  private static String p(double p) {
    return p < 5e-4 && p > 0 ? String.format(Locale.ROOT, "%.0e", p) : Shown.number(p);
  }

  private static String method(BodyFits fits) {
    int tested =
        fits.fits().stream()
            .flatMap(fit -> fit.test().stream())
            .flatMap(test -> test.corrected().bootstrap().stream())
            .mapToInt(GoodnessOfFit.Bootstrap::n)
            .max()
            .orElse(0);
    if (tested == 0) {
      return "no p-value";
    }
    String thinned =
        tested == fits.n() ? "of that size" : "of " + Numbers.text((long) tested) + " (thinned)";
    String worth =
        fits.effectiveSize() < fits.n()
            ? "; the values are worth "
                + Numbers.text(Math.round(fits.effectiveSize()))
                + " independent ones"
            : "";
    return "stable location in Nolan's S0; p from "
        + BodyFits.BOOTSTRAPS
        + " simulated samples "
        + thinned
        + ", at least 0.01"
        + worth;
  }
}
