// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study.coverage;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * All that was measured on one process.
 *
 * @param windows by setting
 * @param dependence of the short windows
 */
record Measured(
    Subject subject,
    Population population,
    Map<Setting, Windows> windows,
    List<DependenceOutcome> dependence) {

  /**
   * The windows of one setting.
   *
   * @param tried how many, the undefined ones included
   * @param defined those with a reading
   */
  record Windows(int tried, List<WindowOutcome> defined) {
    /** The share of the defined windows whose limits hold the population reading. */
    double coverage(Function<WindowOutcome, Limits> limits) {
      return share(w -> limits.apply(w).covers(w.population()) ? 1 : 0);
    }

    /** The share of all windows that cover or are undefined: what the bar is about. */
    double coveredOrUndefined() {
      return (coverage(WindowOutcome::interval) * defined.size() + tried - defined.size()) / tried;
    }

    double undefined() {
      return 1 - (double) defined.size() / tried;
    }

    double share(ToDoubleFunction<WindowOutcome> indicator) {
      return Statistics.mean(values(indicator));
    }

    double[] values(ToDoubleFunction<WindowOutcome> value) {
      return defined.stream().mapToDouble(value).toArray();
    }
  }
}
