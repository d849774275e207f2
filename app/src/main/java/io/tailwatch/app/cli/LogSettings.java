// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.logging.log4j.Level;

/** The environment variables that {@code log4j2.xml} reads. Stateless. */
public final class LogSettings {

  private static final String FORMAT = "TAILWATCH_LOG_FORMAT";
  private static final List<String> LEVELS =
      List.of("TAILWATCH_LOG_LEVEL", "TAILWATCH_KAFKA_LOG_LEVEL");
  private static final String JSON = "json";

  private LogSettings() {}

  /** Whether logs are JSON, one object on each line. */
  static boolean isJson(Map<String, String> env) {
    return JSON.equals(env.get(FORMAT));
  }

  /** One sentence for each value that the logging configuration does not know. */
  public static List<String> warnings(Map<String, String> env) {
    var warnings = new ArrayList<String>();
    String format = env.getOrDefault(FORMAT, "text");
    if (!format.equals(JSON) && !format.equals("text")) {
      warnings.add(
          FORMAT + " must be text or json: was " + Printable.text(format) + "; logs are text");
    }
    for (String name : LEVELS) {
      String level = env.get(name);
      if (level != null && Level.getLevel(level.toUpperCase(Locale.ROOT)) == null) {
        warnings.add(
            name
                + " must be trace, debug, info, warn, error or off: was "
                + Printable.text(level)
                + "; it is not used");
      }
    }
    return warnings;
  }
}
