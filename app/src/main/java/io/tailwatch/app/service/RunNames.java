// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.service;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;

/** Names of runs that nobody named. */
public final class RunNames {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  private RunNames() {}

  /** A training that starts over needs another name: its steps begin at 0 again. */
  public static String withTime(String base) {
    return base + "-" + LocalDateTime.now().format(TIME);
  }
}
