// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Where HTTP listens, and for whom.
 *
 * @param port 0 takes a free one
 */
public record HttpSettings(String bind, int port, HttpAccess access) {

  /** Whether nobody but this machine can connect. */
  boolean isLoopback() {
    try {
      return InetAddress.getByName(bind).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
