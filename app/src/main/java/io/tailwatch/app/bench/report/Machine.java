// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailwatch.app.cli.Json;

/** What it was measured on. Stateless. */
public final class Machine {
  private Machine() {}

  /** Operating system and processor. */
  public static String system() {
    return System.getProperty("os.name") + " " + System.getProperty("os.arch");
  }

  /** Cores that this process may use. */
  public static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** Name and version of the JVM. */
  public static String jvm() {
    return System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version");
  }

  /** All of it. */
  public static ObjectNode json() {
    return Json.object().put("system", system()).put("cores", cores()).put("jvm", jvm());
  }
}
