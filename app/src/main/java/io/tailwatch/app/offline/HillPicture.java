// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import io.tailwatch.app.cli.Numbers;
import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.TailProfile;
import io.tailwatch.tails.estimate.opinion.HillCurve;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The Hill plot in text, 80 columns wide: the index against k on a log axis with its 95 % band, the
 * cut of the reading, and a letter at the k of each rule. The band takes the dependence factor of
 * the reading for every k. Readings beyond the frame are left out; rules with fewer exceedances
 * stand at its left end. Single use.
 */
final class HillPicture {

  private static final int LABEL = 7;
  private static final int WIDTH = 71;
  private static final int HEIGHT = 16;
  private static final int LABELLED_ROWS = 3;
  private static final long FIRST = 10;

  /** Readings from so many exceedances on must fit into the frame. */
  private static final long STEADY = 50;

  private static final double LOWEST = 0.4;
  private static final double HIGHEST = 2.2;
  private static final double NORMAL_QUANTILE = 1.96;

  private final HillCurve curve;
  private final HillPoint cut;
  private final double dependenceFactor;
  private final double logFirst;
  private final double logLast;
  private final double bottom;
  private final double top;
  private final char[][] cells = new char[HEIGHT][WIDTH];

  private HillPicture(TailProfile profile, HillPoint cut, double dependenceFactor) {
    this.curve = new HillCurve(profile);
    this.cut = cut;
    this.dependenceFactor = Math.max(1, dependenceFactor);
    double from = Math.min(cut.exceedances(), Math.min(FIRST, curve.last() / 4.0));
    this.logFirst = Math.log(Math.max(curve.first(), from));
    this.logLast = Math.log(curve.last());
    double low = cut.reading() / band(cut.exceedances());
    double high = cut.reading() * band(cut.exceedances());
    for (int column = 0; column < WIDTH; column++) {
      double reading = reading(column);
      if (Double.isFinite(reading) && k(column) >= STEADY) {
        low = Math.min(low, reading);
        high = Math.max(high, reading);
      }
    }
    double margin = 0.05 * (high - low);
    this.bottom = Math.max(low - margin, LOWEST * cut.reading());
    this.top = Math.min(high + margin, HIGHEST * cut.reading());
  }

  /**
   * The lines of the plot; none where its k do not span a factor of 2.
   *
   * @param cut with a reading
   * @param marks letters of the rules and their k
   */
  static List<String> lines(
      TailProfile profile, HillPoint cut, double dependenceFactor, Map<Character, Long> marks) {
    if (profile.size() < 2
        || profile.exceedances(profile.size() - 1) < 2 * profile.exceedances(0)) {
      return List.of();
    }
    return new HillPicture(profile, cut, dependenceFactor).draw(marks);
  }

  private List<String> draw(Map<Character, Long> marks) {
    for (char[] row : cells) {
      Arrays.fill(row, ' ');
    }
    for (int column = 0; column < WIDTH; column++) {
      drawBand(column);
    }
    int at = column(cut.exceedances());
    for (char[] row : cells) {
      row[at] = '|';
    }
    for (int column = 0; column < WIDTH; column++) {
      set(column, reading(column), '*');
    }
    set(at, cut.reading(), 'O');
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < HEIGHT; row++) {
      lines.add((label(row) + " |" + new String(cells[row])).stripTrailing());
    }
    lines.addAll(axis());
    lines.add((" ".repeat(LABEL + 2) + letters(marks)).stripTrailing());
    return lines;
  }

  private String label(int row) {
    return row % LABELLED_ROWS == 0
        ? String.format(
            Locale.ROOT, "%" + LABEL + "s", String.format(Locale.ROOT, "%.2f", value(row)))
        : " ".repeat(LABEL);
  }

  private void drawBand(int column) {
    double reading = reading(column);
    double reach = band(k(column));
    for (int row = 0; row < HEIGHT; row++) {
      double value = value(row);
      if (value <= reading * reach && value >= reading / reach) {
        cells[row][column] = '.';
      }
    }
  }

  private void set(int column, double reading, char mark) {
    long row = Math.round((top - reading) / (top - bottom) * (HEIGHT - 1));
    if (Double.isFinite(reading) && row >= 0 && row < HEIGHT) {
      cells[(int) row][column] = mark;
    }
  }

  /** The factor from a reading to the ends of its interval. */
  private double band(double k) {
    return Math.exp(NORMAL_QUANTILE * Math.sqrt(dependenceFactor / k));
  }

  private double value(int row) {
    return top - (top - bottom) * row / (HEIGHT - 1);
  }

  private double k(int column) {
    double k = Math.exp(logFirst + (logLast - logFirst) * column / (WIDTH - 1));
    return Math.max(curve.first(), Math.min(curve.last(), k));
  }

  private double reading(int column) {
    return 1 / curve.at(k(column));
  }

  private int column(double k) {
    double share = (Math.log(k) - logFirst) / (logLast - logFirst);
    return (int) Math.round((WIDTH - 1) * Math.max(0, Math.min(1, share)));
  }

  /** The axis with a tick at 1, 2 and 5 times each power of ten, the powers labelled. */
  private List<String> axis() {
    char[] ticks = new char[WIDTH];
    char[] labels = new char[LABEL + 2 + WIDTH];
    Arrays.fill(ticks, '-');
    Arrays.fill(labels, ' ');
    double end = logLast + (logLast - logFirst) / (2 * WIDTH);
    for (long power = 1; Math.log(power) <= end; power *= 10) {
      for (long k : new long[] {power, 2 * power, 5 * power}) {
        if (Math.log(k) >= logFirst - 1e-9 && Math.log(k) <= end) {
          ticks[column(k)] = '+';
        }
      }
      if (Math.log(power) >= logFirst - 1e-9) {
        String label = Numbers.text(power);
        int from = LABEL + 2 + column(power) - label.length() / 2;
        from = Math.max(0, Math.min(labels.length - label.length(), from));
        label.getChars(0, label.length(), labels, from);
      }
    }
    labels[LABEL - 2] = 'k';
    return List.of(
        " ".repeat(LABEL) + " +" + new String(ticks), new String(labels).stripTrailing());
  }

  /** Each letter at its k, or at the nearest column that is free. */
  private String letters(Map<Character, Long> marks) {
    char[] row = new char[WIDTH];
    Arrays.fill(row, ' ');
    row[column(cut.exceedances())] = '^';
    marks.forEach(
        (letter, k) -> {
          int wanted = column(k);
          for (int away = 0; away < WIDTH; away++) {
            int right = Math.min(WIDTH - 1, wanted + away);
            int left = Math.max(0, wanted - away);
            int free = row[right] == ' ' ? right : row[left] == ' ' ? left : -1;
            if (free >= 0) {
              row[free] = letter;
              return;
            }
          }
        });
    return new String(row);
  }
}
