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

  /** Key of a part that waits for other shards; keys of a series sort by attempt, pane, shard. */
  public static String part(String seriesKey, int attempt, long pane, int shard) {
    return seriesKey + PANE + String.format(Locale.ROOT, "%010d-%019d-%05d", attempt, pane, shard);
  }

  /** The first of two keys between which lie all slots of a series. */
  public static String firstSlot(String seriesKey) {
    return seriesKey + SLOT;
  }

  /** The second of them. */
  public static String afterSlots(String seriesKey) {
    return seriesKey + (char) (SLOT + 1);
  }

  /** The first of two keys between which lie all panes, or parts, of a series. */
  public static String firstPane(String seriesKey) {
    return seriesKey + PANE;
  }

  /** The second of them. */
  public static String afterPanes(String seriesKey) {
    return seriesKey + (char) (PANE + 1);
  }

  /** Key of a closed pane; keys of a series sort by pane. */
  public static String pane(String seriesKey, long pane) {
    return seriesKey + PANE + String.format(Locale.ROOT, "%019d", pane);
  }
}
