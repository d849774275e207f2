// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.ingest;

/** What was read: a holder that is filled again and again. Single-threaded. */
final class VectorRecord {
  /** The record does not say which step it is. */
  static final long NO_STEP = -1;

  long step;

  /** Empty if the record names none. */
  String series = "";

  /** 0 if the record states none. */
  double learningRate;

  /** Exactly as long as the vector. */
  double[] values = new double[0];

  void clear() {
    step = NO_STEP;
    series = "";
    learningRate = 0;
  }

  /** An array of this length, the last one where it fits. */
  double[] valuesOf(int length) {
    if (values.length != length) {
      values = new double[length];
    }
    return values;
  }
}
