// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.live;

import io.tailwatch.app.cli.Numbers;
import io.tailwatch.events.v1.IntervalValue;
import io.tailwatch.events.v1.TailEstimate;
import io.tailwatch.events.v1.TheoryBand;
import java.util.ArrayList;
import java.util.List;

/** The last estimates in full, six digits each. Stateless. */
public final class Summary {

  private static final String UNDEFINED = "undefined";

  private Summary() {}

  /** The lines for all rows of a board, wrapped. */
  public static List<String> lines(EstimateBoard board, int width) {
    var lines = new ArrayList<String>();
    for (TailEstimate estimate : board.latest()) {
      lines.addAll(Wrap.lines("", heading(estimate), width, "  "));
      lines.add("  reading    " + interval(estimate.getReading()));
      lines.add("  index      " + interval(estimate.getIndex()));
      lines.add("  hSGD band  " + band(estimate.getTheory()));
      lines.add("  Kesten     " + kesten(estimate.getTheory()));
      lines.addAll(
          Wrap.lines(
              "  verdict    ",
              Cells.verdict(estimate.getVerdict()) + ": " + estimate.getSentence(),
              width,
              "             "));
      List<TailEstimate> rates = board.atLearningRates(estimate);
      if (rates.size() > 1) {
        lines.add("  by learning rate, the last window that held only this one:");
        for (TailEstimate rate : rates) {
          String name = "    " + Numbers.text(rate.getLearningRate()) + ": ";
          lines.addAll(Wrap.lines(name, atRate(rate), width, "      "));
        }
      }
    }
    return lines;
  }

  private static String heading(TailEstimate estimate) {
    return estimate.getRun()
        + "/"
        + estimate.getSeries()
        + " "
        + Cells.observable(estimate.getObservable())
        + ", "
        + unbroken("step " + Numbers.text(estimate.getLastStep()))
        + ", "
        + unbroken("learning rate " + Numbers.text(estimate.getLearningRate()));
  }

  private static String atRate(TailEstimate rate) {
    return unbroken("index " + Cells.interval(rate.getIndex()))
        + ", "
        + unbroken("hSGD band " + Cells.band(rate.getTheory()))
        + ", "
        + unbroken("Kesten " + Cells.kesten(rate.getTheory()))
        + ", "
        + Cells.verdict(rate.getVerdict());
  }

  private static String unbroken(String text) {
    return text.replace(' ', Wrap.NO_BREAK);
  }

  private static String interval(IntervalValue value) {
    if (!value.hasValue()) {
      return UNDEFINED;
    }
    String text = Numbers.text(value.getValue());
    return value.hasLower() && value.hasUpper()
        ? text + " [" + Numbers.text(value.getLower()) + ", " + Numbers.text(value.getUpper()) + "]"
        : text;
  }

  private static String band(TheoryBand theory) {
    if (!theory.hasLower() || !theory.hasUpper()) {
      return UNDEFINED;
    }
    String text = Numbers.text(theory.getLower()) + " to " + Numbers.text(theory.getUpper());
    return theory.hasEtaStar() ? text + ", eta-star " + Numbers.text(theory.getEtaStar()) : text;
  }

  private static String kesten(TheoryBand theory) {
    if (!theory.hasKesten()) {
      return Cells.kesten(theory);
    }
    String text = Numbers.text(theory.getKesten());
    return theory.hasKestenStandardError()
        ? text + " (standard error " + Numbers.text(theory.getKestenStandardError()) + ")"
        : text;
  }
}
