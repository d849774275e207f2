// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import io.tailwatch.app.reliability.SoakSample.Quantity;
import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * Whether a quantity stays where it is once the analyzer is warm.
 *
 * <p>It is flat when the line through its values rises by at most {@value #GROWTH} of their mean
 * from the first to the last, and the mean of the last third is at most {@value #GROWTH} above that
 * of the middle third. What is left behind by every run adds up to far more: with 6,000 runs and 60
 * at a time, 1 % of a run's state never given back would double what is held.
 *
 * @param middle mean of the middle third
 * @param last mean of the last third
 * @param rise of the line from the first to the last value, as a share of the mean
 */
record SoakTrend(Quantity quantity, double middle, double last, double rise) {
  static final double GROWTH = 0.1;

  static SoakTrend of(Quantity quantity, List<SoakSample> warm) {
    double[] values = warm.stream().mapToDouble(quantity.value()).toArray();
    var line = new SimpleRegression();
    for (int i = 0; i < values.length; i++) {
      line.addData(warm.get(i).minutes(), values[i]);
    }
    double minutes = warm.get(warm.size() - 1).minutes() - warm.get(0).minutes();
    int third = values.length / 3;
    var mean = new Mean();
    return new SoakTrend(
        quantity,
        mean.evaluate(values, third, third),
        mean.evaluate(values, values.length - third, third),
        line.getSlope() * minutes / mean.evaluate(values));
  }

  boolean isFlat() {
    return rise <= GROWTH && last <= (1 + GROWTH) * middle;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "| %s | %.1f %s | %.1f %s | %+.1f %% | %+.1f %% |",
        quantity.name(),
        middle,
        quantity.unit(),
        last,
        quantity.unit(),
        100 * (last / middle - 1),
        100 * rise);
  }

  static String header() {
    return "| after warm-up | mean, middle third | mean, last third | last to middle | trend over"
        + " the time |\n|---|---:|---:|---:|---:|";
  }
}
