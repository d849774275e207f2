// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Takes at most 64 vectors from one pane, spread over it: the pane is cut into 64 slots of equal
 * length, and each slot takes the first vector at or after a step drawn by a seeded hash of pane
 * and slot. So the choice depends on nothing but the steps, needs no knowledge of what is still to
 * come, and does not fall in step with a period of the data. Not thread-safe.
 */
final class Calibrator {
  /** Vectors taken from a pane. */
  static final int SLOTS = 64;

  /** Fewer vectors than this (or than half of the pane's) calibrate nothing. */
  private static final int LEAST = 16;

  private static final long SEED = 0x7461696c77617463L;

  private final Map<Integer, double[]> picks = new TreeMap<>();
  private final List<Integer> unsaved = new ArrayList<>();
  private final List<Integer> dropped = new ArrayList<>();

  /** Whether the vector of a step is wanted. */
  boolean wants(long step, long paneStart, int paneSteps) {
    int slot = slot(step - paneStart, paneSteps);
    return !picks.containsKey(slot) && step - paneStart >= target(paneStart, slot, paneSteps);
  }

  /** Takes the vector of a step that is wanted. */
  void take(long step, long paneStart, int paneSteps, double[] vector) {
    int slot = slot(step - paneStart, paneSteps);
    picks.put(slot, vector);
    unsaved.add(slot);
  }

  /** Location and spread; empty when too few vectors came. Vectors are dropped in any case. */
  Optional<Calibration> finish(int stride, int vectorsOfPane) {
    int least = Math.max(1, Math.min(LEAST, vectorsOfPane / 2));
    var calibration =
        picks.size() < least
            ? Optional.<Calibration>empty()
            : Optional.of(Calibration.of(stride, List.copyOf(picks.values())));
    clear();
    return calibration;
  }

  /** Drops the vectors taken so far. */
  void clear() {
    dropped.addAll(picks.keySet());
    picks.clear();
    unsaved.clear();
  }

  /** Puts back a vector that had been saved. */
  void restore(int slot, double[] vector) {
    picks.put(slot, vector);
  }

  /** Slots dropped since the last call; to be deleted before new vectors are saved. */
  List<Integer> drainDropped() {
    var slots = List.copyOf(dropped);
    dropped.clear();
    return slots;
  }

  /** Vectors taken since the last call, by slot. */
  Map<Integer, double[]> drainUnsaved() {
    var vectors = new TreeMap<Integer, double[]>();
    unsaved.forEach(slot -> vectors.put(slot, picks.get(slot)));
    unsaved.clear();
    return vectors;
  }

  private static int slot(long offset, int paneSteps) {
    return (int) (offset * SLOTS / paneSteps);
  }

  /** Offset in the pane from which on a slot takes a vector. */
  private static long target(long paneStart, int slot, int paneSteps) {
    long from = ceilDiv((long) slot * paneSteps, SLOTS);
    long to = ceilDiv((long) (slot + 1) * paneSteps, SLOTS);
    return to <= from ? from : from + Long.remainderUnsigned(hash(paneStart + slot), to - from);
  }

  private static long ceilDiv(long value, long divisor) {
    return (value + divisor - 1) / divisor;
  }

  /** SplitMix64 (Steele, Lea and Flood 2014). */
  private static long hash(long value) {
    long z = SEED + value * 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
