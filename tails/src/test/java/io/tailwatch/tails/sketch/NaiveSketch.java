// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.sketch;

import java.util.Map;
import java.util.TreeMap;

/** The contents of a sketch, counted the slow and obvious way. */
final class NaiveSketch {
  final Map<Integer, Long> counts = new TreeMap<>();
  final Map<Integer, Long> sums = new TreeMap<>();
  long zeros;
  long subnormals;
  long infinities;
  long nans;

  NaiveSketch(SketchLayout layout, int mantissaBits, float[] samples) {
    int shift = 23 - mantissaBits;
    for (float x : samples) {
      if (Float.isNaN(x)) {
        nans++;
      } else if (Float.isInfinite(x)) {
        infinities++;
      } else if (x == 0) {
        zeros++;
      } else if (Math.abs(x) < Float.MIN_NORMAL) {
        subnormals++;
      } else {
        int bits = Float.floatToIntBits(layout == SketchLayout.SIGNED ? x : Math.abs(x));
        counts.merge(bits >>> shift, 1L, Long::sum);
        sums.merge(bits >>> shift, (long) (bits & ((1 << shift) - 1)), Long::sum);
      }
    }
  }

  static NaiveSketch of(TailSketch sketch) {
    NaiveSketch naive = new NaiveSketch(sketch.layout(), sketch.mantissaBits(), new float[0]);
    naive.zeros = sketch.zeros();
    naive.subnormals = sketch.subnormals();
    naive.infinities = sketch.infinities();
    naive.nans = sketch.nans();
    for (int i = 0; i < sketch.bucketCount(); i++) {
      naive.counts.put(sketch.bucket(i), sketch.count(i));
      naive.sums.put(sketch.bucket(i), sketch.mantissaSum(i));
    }
    return naive;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NaiveSketch that && toString().equals(that.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  @Override
  public String toString() {
    return counts + " " + sums + " " + zeros + "/" + subnormals + "/" + infinities + "/" + nans;
  }
}
