// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import io.tailwatch.app.reliability.SoakSample.Quantity;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The course of a soak as SVG: a panel for each quantity, all from zero, over the same minutes. */
final class SoakPlot {
  private static final int WIDTH = 760;
  private static final int LEFT = 70;
  private static final int RIGHT = 20;
  private static final int TOP = 34;
  private static final int PANEL = 110;
  private static final int GAP = 46;
  private static final int[] STEPS = {1, 2, 5, 10};

  private final List<SoakSample> samples;
  private final double warmMinutes;
  private final double minutes;
  private final StringBuilder svg = new StringBuilder();

  private SoakPlot(List<SoakSample> samples, double warmMinutes) {
    this.samples = samples;
    this.warmMinutes = warmMinutes;
    this.minutes = samples.get(samples.size() - 1).minutes();
  }

  /**
   * Draws.
   *
   * @param warmMinutes until then the analyzer warms up
   */
  static String of(List<SoakSample> samples, double warmMinutes) {
    return new SoakPlot(samples, warmMinutes).draw();
  }

  private String draw() {
    int height = TOP + SoakSample.BOUNDED.size() * (PANEL + GAP);
    svg.append(
        ("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\""
                + " viewBox=\"0 0 %1$d %2$d\" font-family=\"sans-serif\" font-size=\"12\">\n"
                + "<rect width=\"%1$d\" height=\"%2$d\" fill=\"#fff\"/>\n")
            .formatted(WIDTH, height));
    for (int i = 0; i < SoakSample.BOUNDED.size(); i++) {
      panel(SoakSample.BOUNDED.get(i), TOP + i * (PANEL + GAP));
    }
    return svg.append("</svg>\n").toString();
  }

  private void panel(Quantity quantity, int top) {
    double largest = samples.stream().mapToDouble(quantity.value()).max().orElse(0);
    double step = step(largest / 3);
    double ceiling = Math.max(step, Math.ceil(largest / step) * step);
    int bottom = top + PANEL;
    text(LEFT, top - 10, "start", quantity.name() + unit(quantity));
    rectangle(x(0), top, x(warmMinutes) - x(0), PANEL, "#eee");
    for (double tick = 0; tick <= ceiling * 1.001; tick += step) {
      double y = bottom - tick / ceiling * PANEL;
      line(LEFT, y, WIDTH - RIGHT, y, "#ccc");
      text(LEFT - 6, y + 4, "end", label(tick));
    }
    double apart = step(minutes / 6);
    for (double tick = 0; tick <= minutes * 1.001; tick += apart) {
      line(x(tick), bottom, x(tick), bottom + 4, "#666");
      text(x(tick), bottom + 17, "middle", label(tick) + " min");
    }
    String points =
        samples.stream()
            .map(
                s ->
                    number(x(s.minutes()))
                        + ","
                        + number(bottom - quantity.value().applyAsDouble(s) / ceiling * PANEL))
            .collect(Collectors.joining(" "));
    svg.append(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"#1668a8\" stroke-width=\"1.5\"/>\n"
            .formatted(points));
  }

  private static String unit(Quantity quantity) {
    return quantity.unit().isEmpty() ? "" : ", " + quantity.unit();
  }

  /** Without zeros behind the point. */
  private static String label(double tick) {
    return new DecimalFormat("#,##0.###", DecimalFormatSymbols.getInstance(Locale.ROOT))
        .format(tick);
  }

  /** The next round number. */
  private static double step(double least) {
    double magnitude = Math.pow(10, Math.floor(Math.log10(Math.max(least, 1e-3))));
    for (int step : STEPS) {
      if (step * magnitude >= least) {
        return step * magnitude;
      }
    }
    throw new IllegalStateException("no step of at least " + least);
  }

  private double x(double minute) {
    return LEFT + minute / minutes * (WIDTH - LEFT - RIGHT);
  }

  private void line(double x1, double y1, double x2, double y2, String colour) {
    svg.append(
        "<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"%s\"/>\n"
            .formatted(number(x1), number(y1), number(x2), number(y2), colour));
  }

  private void rectangle(double x, double y, double width, double height, String colour) {
    svg.append(
        "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"%s\"/>\n"
            .formatted(number(x), number(y), number(width), number(height), colour));
  }

  private void text(double x, double y, String anchor, String text) {
    svg.append(
        "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\" fill=\"#333\">%s</text>\n"
            .formatted(number(x), number(y), anchor, text));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
