// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.live;

import io.tailwatch.events.v1.TailEstimate;
import io.tailwatch.events.v1.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/**
 * Estimates as lines of text: one row each where the terminal is wide enough, else three short
 * lines each; below them the sentence of each verdict. Colour only underlines what the words say.
 * Stateless.
 */
public final class LiveTable {

  private static final List<String> HEADER =
      List.of(
          "run",
          "series",
          "observable",
          "step",
          "reading [95 %]",
          "index [95 %]",
          "hSGD band",
          "eta*",
          "Kesten",
          "verdict");

  /** Widths that hold nearly everything, so that the columns stand still while numbers change. */
  private static final int[] USUAL = {3, 6, 10, 9, 17, 17, 9, 4, 6, 17};

  /** A name is not cut below this. */
  private static final int SHORTEST_NAME = 8;

  private static final int RUN = 0;
  private static final int SERIES = 1;
  private static final int STEP = 3;
  private static final int VERDICT = 9;

  private LiveTable() {}

  /**
   * The lines, none wider than {@code width} except where a name alone is.
   *
   * @param estimates one per row, in order
   * @param width columns of the terminal, at least 40 are used
   * @param ansi whether to colour
   */
  public static List<String> render(List<TailEstimate> estimates, int width, Ansi ansi) {
    if (estimates.isEmpty()) {
      return List.of();
    }
    int usable = Math.max(40, width);
    var lines = new ArrayList<String>(table(estimates, usable, ansi));
    lines.add("");
    for (TailEstimate estimate : estimates) {
      String name = Cells.observable(estimate.getObservable()) + ": ";
      lines.addAll(Wrap.lines(name, estimate.getSentence(), usable, "  "));
    }
    return lines;
  }

  private static List<String> table(List<TailEstimate> estimates, int width, Ansi ansi) {
    List<List<String>> rows = estimates.stream().map(LiveTable::cells).toList();
    int[] widths = USUAL.clone();
    for (int c = 0; c < widths.length; c++) {
      for (List<String> row : rows) {
        widths[c] = Math.max(widths[c], row.get(c).length());
      }
    }
    for (String gap : new String[] {"  ", " "}) {
      if (width(widths, gap) <= width) {
        return wide(estimates, rows, widths, gap, ansi);
      }
    }
    // Rather cut long names than give up the columns: the summary has them in full.
    for (int name : new int[] {RUN, SERIES}) {
      int excess = Math.max(0, width(widths, " ") - width);
      widths[name] = Math.max(Math.min(widths[name], SHORTEST_NAME), widths[name] - excess);
    }
    return width(widths, " ") <= width
        ? wide(estimates, rows, widths, " ", ansi)
        : narrow(estimates, rows, ansi);
  }

  private static int width(int[] widths, String gap) {
    return Arrays.stream(widths).sum() + gap.length() * (widths.length - 1);
  }

  private static List<String> wide(
      List<TailEstimate> estimates, List<List<String>> rows, int[] widths, String gap, Ansi ansi) {
    var lines = new ArrayList<String>();
    lines.add(style(ansi, line(HEADER, widths, gap).stripTrailing(), Style.bold));
    for (int r = 0; r < rows.size(); r++) {
      List<String> row = new ArrayList<>(rows.get(r));
      String verdict = row.remove(VERDICT);
      lines.add(line(row, widths, gap) + gap + verdict(ansi, estimates.get(r), verdict));
    }
    return lines;
  }

  private static String line(List<String> cells, int[] widths, String gap) {
    var line = new StringBuilder();
    for (int c = 0; c < cells.size(); c++) {
      String cell = cut(cells.get(c), widths[c]);
      String padding = " ".repeat(widths[c] - cell.length());
      boolean right = c == STEP;
      line.append(c == 0 ? "" : gap)
          .append(right ? padding : "")
          .append(cell)
          .append(right ? "" : padding);
    }
    return line.toString();
  }

  /** Cut in the middle: the end of a name, often a time or a number, tells it from the others. */
  private static String cut(String text, int width) {
    if (text.length() <= width) {
      return text;
    }
    int head = (width - 2) / 3;
    return text.substring(0, head) + ".." + text.substring(text.length() - (width - 2 - head));
  }

  private static List<String> narrow(
      List<TailEstimate> estimates, List<List<String>> rows, Ansi ansi) {
    var lines = new ArrayList<String>();
    for (int r = 0; r < rows.size(); r++) {
      List<String> c = rows.get(r);
      String name = c.get(0) + "/" + c.get(1) + " " + c.get(2) + ", step " + c.get(STEP) + ": ";
      String verdict = verdict(ansi, estimates.get(r), c.get(VERDICT));
      lines.add(style(ansi, name, Style.bold) + verdict);
      lines.add("  reading " + c.get(4) + "  index " + c.get(5));
      lines.add("  hSGD band " + c.get(6) + "  eta* " + c.get(7) + "  Kesten " + c.get(8));
    }
    return lines;
  }

  private static List<String> cells(TailEstimate e) {
    return List.of(
        e.getRun(),
        e.getSeries(),
        Cells.observable(e.getObservable()),
        Cells.step(e),
        Cells.interval(e.getReading()),
        Cells.interval(e.getIndex()),
        Cells.band(e.getTheory()),
        Cells.etaStar(e.getTheory()),
        Cells.kesten(e.getTheory()),
        Cells.verdict(e.getVerdict()));
  }

  private static String verdict(Ansi ansi, TailEstimate estimate, String word) {
    Verdict verdict = estimate.getVerdict();
    return switch (verdict) {
      case VERDICT_WITHIN, VERDICT_KESTEN_CONSISTENT -> style(ansi, word, Style.fg_green);
      case VERDICT_BELOW -> style(ansi, word, Style.fg_red, Style.bold);
      case VERDICT_ABOVE, VERDICT_NON_STATIONARY -> style(ansi, word, Style.fg_magenta);
      case VERDICT_NO_THEORY, VERDICT_LIGHT_TAILED -> style(ansi, word, Style.fg_cyan);
      default -> style(ansi, word, Style.fg_yellow);
    };
  }

  /** Wraps in escape codes; not through picocli's markup, which names in the data could contain. */
  private static String style(Ansi ansi, String text, Style... styles) {
    return ansi.enabled() ? Style.on(styles) + text + Style.off(styles) : text;
  }
}
