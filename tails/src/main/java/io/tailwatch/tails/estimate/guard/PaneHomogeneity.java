// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.guard;

import io.tailwatch.tails.estimate.hill.HillPoint;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether the panes of a window tell of one and the same tail. Dependence makes panes differ too,
 * and an interval by batch means includes that; what it does not include is a tail that changes
 * from the first pane to the last, or one that is a single excursion.
 *
 * <p>With k_b exceedances and log-excess sum Y_b in pane b of B, H = sum Y_b / sum k_b, the two
 * sequences k_b (how often the threshold is passed: scale) and Y_b - H k_b (how far: index) are
 * each summed up about their mean; the largest excursion, over the standard deviation of a pane
 * times sqrt(B), has Kolmogorov's distribution when the panes are exchangeable (Ploberger, Kraemer
 * 1992, Econometrica 60, 271-285). The standard deviation is that between the panes, so dependence
 * within them is included; a change inflates it too, which costs power and never adds false alarms.
 * {@code effectivePanes} = (sum k_b)^2 / sum k_b^2 is B when all panes have equally many
 * exceedances and 1 when one has all.
 *
 * <p>The panes disagree when the smaller p-value, doubled for the choice, is below {@value
 * #SIGNIFICANCE}, or when fewer than a quarter of the panes are effective. Pure and thread-safe;
 * linear cost. Empty input: see {@link #of}.
 *
 * @param panes B
 * @param effectivePanes as above, in [1, B]
 * @param scalePValue that the numbers of exceedances keep their level
 * @param indexPValue that the excesses keep theirs
 */
public record PaneHomogeneity(
    int panes, double effectivePanes, double scalePValue, double indexPValue) {
  /** The most false alarms of the test of change. */
  public static final double SIGNIFICANCE = 0.01;

  /** The least number of panes for a test. */
  public static final int MIN_PANES = 8;

  /** The share of the panes that must be effective. */
  private static final double EFFECTIVE_SHARE = 0.25;

  /** Below this Kolmogorov's distribution leaves p within 1e-5 of 1. */
  private static final double LEAST_EXCURSION = 0.3;

  /**
   * The test on the points of a window's panes, oldest first, all at one threshold. Empty below
   * {@value #MIN_PANES} panes and without exceedances.
   */
  public static Optional<PaneHomogeneity> of(List<HillPoint> batches) {
    double exceedances = 0;
    double sum = 0;
    double squares = 0;
    for (HillPoint batch : batches) {
      double k = batch.exceedances();
      exceedances += k;
      sum += batch.sumLogExcess();
      squares += k * k;
    }
    if (batches.size() < MIN_PANES || exceedances == 0) {
      return Optional.empty();
    }
    double hill = sum / exceedances;
    double[] counts = new double[batches.size()];
    double[] influences = new double[batches.size()];
    for (int b = 0; b < counts.length; b++) {
      HillPoint batch = batches.get(b);
      counts[b] = batch.exceedances();
      influences[b] = batch.sumLogExcess() - hill * batch.exceedances();
    }
    return Optional.of(
        new PaneHomogeneity(
            counts.length,
            exceedances * exceedances / squares,
            pValue(counts),
            pValue(influences)));
  }

  /** Of the largest excursion of the cumulative sum about the mean. */
  private static double pValue(double[] values) {
    double mean = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    double squares = 0;
    double cumulated = 0;
    double largest = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
      cumulated += value - mean;
      largest = Math.max(largest, Math.abs(cumulated));
    }
    if (!(squares > 0)) {
      return 1;
    }
    double deviation = StrictMath.sqrt(squares / (values.length - 1) * values.length);
    return kolmogorov(largest / deviation);
  }

  /** P(K &gt; x) = 2 sum (-1)^(j-1) exp(-2 j^2 x^2), for x from {@link #LEAST_EXCURSION} on. */
  private static double kolmogorov(double x) {
    if (x < LEAST_EXCURSION) {
      return 1;
    }
    double sum = 0;
    double term = 1;
    for (int j = 1; Math.abs(term) > 1e-17; j++) {
      term = (j % 2 == 1 ? 2 : -2) * StrictMath.exp(-2 * j * j * x * x);
      sum += term;
    }
    return Math.min(1, sum);
  }

  /** Of the two tests together. */
  public double pValue() {
    return Math.min(1, 2 * Math.min(scalePValue, indexPValue));
  }

  /** False when the panes disagree. */
  public boolean homogeneous() {
    return pValue() >= SIGNIFICANCE && effectivePanes >= EFFECTIVE_SHARE * panes;
  }

  /** What to say when the exceedances crowd in a few panes: an interval from them means nothing. */
  public Optional<Finding> concentrated() {
    return effectivePanes >= EFFECTIVE_SHARE * panes
        ? Optional.empty()
        : Optional.of(
            new Finding(
                WarningCode.TOO_FEW,
                String.format(
                    Locale.ROOT,
                    "the panes disagree: the exceedances of %d panes lie in about %.0f of them",
                    panes,
                    effectivePanes)));
  }

  /**
   * What to say of panes that disagree; the code is that of an interval that rests on too little.
   */
  public Optional<Finding> finding() {
    if (pValue() >= SIGNIFICANCE) {
      return concentrated();
    }
    return Optional.of(
        new Finding(
            WarningCode.TOO_FEW,
            String.format(
                Locale.ROOT,
                "the panes disagree: %s changes from the first to the last (p %.2g)",
                scalePValue <= indexPValue
                    ? "the share of samples above the threshold"
                    : "the excess over the threshold",
                pValue())));
  }
}
