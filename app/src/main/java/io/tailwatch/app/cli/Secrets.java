// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.cli;

import java.util.regex.Pattern;

/** Hides what must not be printed. Stateless. */
public final class Secrets {

  private static final Pattern NAMES =
      Pattern.compile(
          "password|secret|token|jaas|credential|private|\\.key$|keystore\\.certificate",
          Pattern.CASE_INSENSITIVE);

  private Secrets() {}

  /** The value, or stars where the name sounds like a secret. */
  public static String masked(String name, String value) {
    return NAMES.matcher(name).find() ? "****" : value;
  }
}
