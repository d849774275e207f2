// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.load;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/**
 * Little-endian float32 values of a Student-t law with three degrees of freedom: a seeded pool, of
 * which each record takes another part. Immutable; thread-safe.
 */
final class StudentValues {
  private static final int POOL_FLOATS = 1 << 20;
  private static final int DEGREES = 3;

  /** Prime, so that records of no common size begin at the same place soon. */
  private static final int STRIDE = 7919;

  private final byte[] pool;

  StudentValues(long seed, int longestFloats) {
    var random = new Random(seed);
    var buffer =
        ByteBuffer.allocate((POOL_FLOATS + longestFloats) * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      double chi = 0;
      for (int i = 0; i < DEGREES; i++) {
        double z = random.nextGaussian();
        chi += z * z;
      }
      buffer.putFloat((float) (random.nextGaussian() / Math.sqrt(chi / DEGREES)));
    }
    pool = buffer.array();
  }

  /** The values of a record; they share the pool. */
  ByteString of(long record, int floats) {
    int from = (int) (record * STRIDE % POOL_FLOATS);
    return UnsafeByteOperations.unsafeWrap(pool, from * Float.BYTES, floats * Float.BYTES);
  }
}
