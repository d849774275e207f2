// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.query;

import java.util.Locale;

/** The plots of a window. */
public enum PlotKind {
  /** The Hill plot. */
  HILL,
  /** The survival function. */
  CCDF,
  /** Quantiles against those of fitted laws. */
  QQ;

  /** As in URLs. */
  public String path() {
    return name().toLowerCase(Locale.ROOT);
  }
}
