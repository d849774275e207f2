// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.state;

import java.util.Locale;

/**
 * Composite keys of stores. Series keys are percent-encoded, so that neither {@code #} nor a slash
 * within a component can occur in them.
 */
public final class StoreKeys {
  private static final char SLOT = '#';
  private static final char PANE = '/';

  private StoreKeys() {}

  /** Key of a calibration vector. */
  public static String slot(String seriesKey, int slot) {
    return seriesKey + SLOT + slot;
  }

  /** The slot in such a key. */
  public static int slotOf(String key) {
    return Integer.parseInt(key.substring(key.lastIndexOf(SLOT) + 1));
  }

  /** The series key in such a key. */
  public static String seriesOfSlot(String key) {
    return key.substring(0, key.lastIndexOf(SLOT));
  }

  /** Key of a closed pane; keys of a series sort by pane. */
  public static String pane(String seriesKey, long pane) {
    return seriesKey + PANE + String.format(Locale.ROOT, "%019d", pane);
  }

  /** The series key in such a key. */
  public static String seriesOfPane(String key) {
    return key.substring(0, key.lastIndexOf(PANE));
  }
}
