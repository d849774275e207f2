// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.publish;

import org.apache.kafka.clients.producer.Producer;

/** The way to the broker. Used by the sender thread alone. */
interface Connector {
  /** Not now; the message says why. The sender tries again. */
  final class NotConnectedException extends Exception {
    private static final long serialVersionUID = 1L;

    NotConnectedException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * A client that is ready to send. May block for a few seconds.
   *
   * @param troubles takes notes of what does not keep it from sending
   */
  Producer<byte[], byte[]> connect(Troubles troubles) throws NotConnectedException;
}
