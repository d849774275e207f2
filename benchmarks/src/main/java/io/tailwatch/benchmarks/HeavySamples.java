// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.benchmarks;

import io.tailwatch.study.process.Process;
import io.tailwatch.study.process.Processes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Student-t(3) samples in chunks that are taken in turn, so that no branch can be learnt. */
@State(Scope.Thread)
public class HeavySamples {
  /** Samples of a chunk. */
  static final int CHUNK = 65_536;

  private static final int CHUNKS = 16;

  private final float[][] floats = new float[CHUNKS][CHUNK];
  private final byte[][] bytes = new byte[CHUNKS][];
  private int turn;

  /** Draws them. */
  public HeavySamples() {
    Process.Path path = Processes.studentT(3).paths().apply(1);
    for (int c = 0; c < CHUNKS; c++) {
      for (int i = 0; i < CHUNK; i++) {
        floats[c][i] = (float) path.next();
      }
      ByteBuffer buffer = ByteBuffer.allocate(4 * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
      buffer.asFloatBuffer().put(floats[c]);
      bytes[c] = buffer.array();
    }
  }

  /** The next chunk. */
  float[] nextFloats() {
    return floats[advance()];
  }

  /** The next chunk, as an event carries it. */
  byte[] nextBytes() {
    return bytes[advance()];
  }

  /** Whether the chunk given last was the last of a million samples. */
  boolean endOfMillion() {
    return turn == 0;
  }

  private int advance() {
    int chunk = turn;
    turn = (turn + 1) % CHUNKS;
    return chunk;
  }
}
