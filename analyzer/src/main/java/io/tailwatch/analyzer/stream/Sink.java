// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.stream;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where a client's bytes go, without waiting. */
public interface Sink {
  /** Whether it can be written to; if not, {@link StreamClient#writable} is called once it can. */
  boolean isReady();

  /** Begins to send bytes, which stay as they are; allowed after {@link #isReady} only. */
  void write(ByteBuffer bytes) throws IOException;

  /** Nothing more will be written. */
  void close();
}
