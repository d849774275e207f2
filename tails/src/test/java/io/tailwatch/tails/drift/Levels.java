// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.drift;

import java.util.Random;

/** Blocks at a stated level whose ln(reading) is normal. */
final class Levels {
  static final double ERROR = 0.08;

  private final Random random;

  Levels(long seed) {
    random = new Random(seed);
  }

  BlockReading at(double reading) {
    return new BlockReading(reading * Math.exp(ERROR * random.nextGaussian()), ERROR);
  }

  DriftState feed(DriftDetector detector, DriftState state, double reading, int blocks) {
    DriftState next = state;
    for (int i = 0; i < blocks; i++) {
      next = detector.next(next, at(reading));
    }
    return next;
  }

  /** A state whose baseline is learnt at this reading. */
  DriftState learnt(DriftDetector detector, double reading) {
    return feed(detector, detector.start(), reading, detector.options().baselineBlocks());
  }
}
