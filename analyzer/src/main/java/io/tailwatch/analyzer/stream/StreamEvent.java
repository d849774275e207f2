// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.stream;

import java.nio.charset.StandardCharsets;

/**
 * An event.
 *
 * @param type {@code estimate}, {@code alert} or {@code run}
 * @param run that it is about
 * @param data JSON on one line; not copied
 */
record StreamEvent(String type, String run, byte[] data) {

  /** As server-sent events are written. */
  byte[] frame(String id) {
    byte[] head =
        ("id: " + id + "\nevent: " + type + "\ndata: ").getBytes(StandardCharsets.US_ASCII);
    var frame = new byte[head.length + data.length + 2];
    System.arraycopy(head, 0, frame, 0, head.length);
    System.arraycopy(data, 0, frame, head.length, data.length);
    frame[frame.length - 2] = '\n';
    frame[frame.length - 1] = '\n';
    return frame;
  }
}
